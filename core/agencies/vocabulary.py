"""Words for what is stamped on records: the purposes, and the 3x5x2 grades of England and Wales."""

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
SOURCE_EVALUATIONS = [(grade, f"{grade} {words.capitalize()}") for grade, words in SOURCE_WORDS.items()]
INFORMATION_ASSESSMENTS = [(grade, f"{grade} {words.capitalize()}") for grade, words in INFORMATION_WORDS.items()]
