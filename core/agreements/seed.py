"""The purposes and lawful bases of a new partnership, which it can change."""

from collections.abc import Iterator

from core.agreements.models import LawfulBasis, Purpose

PURPOSES = (  # the codes that records have already
    ("antisocial-behaviour", "Antisocial behaviour", "Preventing antisocial behaviour and supporting its victims"),
    ("crime-reduction", "Crime reduction", "Preventing crime and reducing reoffending in neighbourhoods"),
    ("offender-management", "Offender management", "Supervising people who have offended, such as those in IOM"),
    ("safeguarding", "Safeguarding", "Protecting children, and adults who may be at risk of harm"),
    ("public-protection", "Public protection", "Protecting people from serious harm by potentially dangerous people"),
    ("fire-safety", "Fire safety", "Preventing fires, and protecting people who are at risk from them"),
)
LAWFUL_BASES = (
    (
        "cda-1998-s115",
        "Crime and Disorder Act 1998, section 115",
        "A power to disclose to a relevant authority where it is necessary or expedient for the Act",
    ),
    (
        "cda-1998-s17",
        "Crime and Disorder Act 1998, section 17",
        "A duty to do what the authority reasonably can to prevent crime and disorder in its area",
    ),
    (
        "cda-1998-s17a",
        "Crime and Disorder Act 1998, section 17A",
        "A duty of relevant authorities to share prescribed, depersonalised information",
    ),
    (
        "uk-gdpr-6-1-e",
        "UK GDPR, Article 6(1)(e)",
        "Public task: processing that is necessary in the public interest or to exercise official authority",
    ),
    (
        "uk-gdpr-9-2-g",
        "UK GDPR, Article 9(2)(g)",
        "Substantial public interest, with a condition in Schedule 1 of the Data Protection Act 2018: statutory "
        "purposes, preventing unlawful acts, or safeguarding of children and individuals at risk",
    ),
    (
        "dpa-2018-part-3",
        "Data Protection Act 2018, Part 3",
        "Law enforcement processing. For competent authorities only, with Schedule 8 for sensitive processing",
    ),
    (
        "pcsc-2022-s16",
        "Police, Crime, Sentencing and Courts Act 2022, section 16",
        "Disclosure for the serious violence duty. It does not cover patient information",
    ),
    ("consent", "Consent", "Freely given by the person. For passports and referrals; it can be withdrawn at any time"),
)


def rows() -> Iterator[Purpose | LawfulBasis]:
    """Purposes, then lawful bases."""
    for code, name, explanation in PURPOSES:
        yield Purpose(code=code, name=name, explanation=explanation)
    for code, name, explanation in LAWFUL_BASES:
        yield LawfulBasis(code=code, name=name, explanation=explanation)
