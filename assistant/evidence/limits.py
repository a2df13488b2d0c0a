"""The numbers by which evidence is weighed; `python -m eval calibrate` shows what other values would do."""

ENOUGH = 0.37
"""Share of the question's weight that the best piece with its surroundings must hold, for an answer."""
FEW_WORDS, FEW, SEVERAL = 1.75, 4, 6
"""Of a question of few words (`FEW` syllables) that names no body a piece must hold so many times more: one that lacks
one of them is about something else. Of `SEVERAL` syllables, `SEVERAL_WORDS` times more."""
SEVERAL_WORDS = 1.1
FEW_WORDS_OF_BODY = 1.35
"""The same where a body is named, which tells much by itself."""
LEAST_ITSELF, MUCH_AROUND = 0.2, 0.45
"""What a piece must hold itself of a question that names no body, unless with its surroundings it holds so much."""
PASSAGES = 12
"""Passages whose sentences are looked at."""
TASKS = 24
"""Tasks that are looked at closely for one question."""
LONGEST_STATEMENT = 1400
"""A sentence with the list that it announces is one statement up to so many characters."""
IN_HEADING, IN_PASSAGE, IN_DOCUMENT = 0.95, 0.7, 0.7
"""What a word counts that a piece lacks: in a heading above it, elsewhere in its passage, in what its document is
called."""
SYNONYM = 0.8
"""What a word counts where the document writes another for it."""
RANK = 0.25
"""What the passage's rank counts beside the words."""
OFFICIAL = 0.05
"""What it counts that the document is the official text: it goes before the press where both say the same."""
LENGTH = 0.1
"""What the longest statement loses against a short one that holds as much."""
FITS = 0.1
"""What it counts that a piece holds the kind of thing asked for."""
DEFINES = 0.6
"""What it counts that a statement begins with what is to be explained."""
BODY, PLACE = 0.35, 0.15
"""What the body and the place that a question names count beside its words."""
COVERED, CONSULTED, MENTIONED = 0.85, 0.7, 0.5
"""How far a piece is a body's that belongs to the group in charge, is to be consulted, or only stands around it."""
NAMED = 0.6
"""A day is a body's where a piece is its own by at least so much."""
ITSELF = 0.3
"""What a sentence loses that names the document it stands in: it tells of its issue."""
OF_GROUP = 0.8
"""What a task of a group must hold of a question about the day of one member."""
AMOUNT_ITSELF = 0.42
"""Share of the question's weight that a sentence must hold itself, to tell an amount."""
COUNTED_ITSELF = 0.2
"""The same, for a sentence that counts the very thing asked for ("11 địa phương")."""
ABOUT = 0.8
"""Share of the question's weight from which on a document is about its topic."""
