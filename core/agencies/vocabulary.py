"""Words for what is stamped on records: the purposes, and the 3x5x2 grades of England and Wales."""

from dataclasses import dataclass

PURPOSES = [
    ("antisocial-behaviour", "Antisocial behaviour"),
    ("crime-reduction", "Crime reduction"),
    ("offender-management", "Offender management"),
    ("safeguarding", "Safeguarding"),
    ("public-protection", "Public protection"),
    ("fire-safety", "Fire safety"),
]
SOURCE_WORDS = {1: "reliable", 2: "untested", 3: "not reliable"}
INFORMATION_WORDS = {
    "A": "known directly to the source",
    "B": "known indirectly but corroborated",
    "C": "known indirectly",
    "D": "not known",
    "E": "suspected to be false",
}
CONDITION_WORDS = {
    "A1": "may be combined or corroborated; no direct action, ask the originator first",
    "A2": "covert action may be taken; protect source and technique; not as evidence in isolation",
    "A3": "overt action as the owner specifies",
    "S1": "may be sanitised without asking",
    "S2": "ask the originator before sanitising",
}
SOURCE_EVALUATIONS = [(grade, f"{grade} {words.capitalize()}") for grade, words in SOURCE_WORDS.items()]
INFORMATION_ASSESSMENTS = [(grade, f"{grade} {words.capitalize()}") for grade, words in INFORMATION_WORDS.items()]
CONDITIONS = [(code, f"{code} {words[0].upper()}{words[1:]}") for code, words in CONDITION_WORDS.items()]


@dataclass(frozen=True)
class Grading:
    """A 3x5x2 grading that is not on a record yet."""

    source_evaluation: int
    information_assessment: str
    handling: str
    handling_conditions: tuple[str, ...] = ()
