"""Words for what is stamped on a source system's rows: the purposes, and the 3x5x2 grades of England and Wales."""

PURPOSES = [
    ("antisocial-behaviour", "Antisocial behaviour"),
    ("crime-reduction", "Crime reduction"),
    ("offender-management", "Offender management"),
    ("safeguarding", "Safeguarding"),
    ("public-protection", "Public protection"),
    ("fire-safety", "Fire safety"),
]
SOURCE_EVALUATIONS = [(1, "1 Reliable"), (2, "2 Untested"), (3, "3 Not reliable")]
INFORMATION_ASSESSMENTS = [
    ("A", "A Known directly to the source"),
    ("B", "B Known indirectly but corroborated"),
    ("C", "C Known indirectly"),
    ("D", "D Not known"),
    ("E", "E Suspected to be false"),
]
