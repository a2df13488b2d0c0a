"""Deadlines: time expressions of administrative Vietnamese, read by named rules with relation, days and exact words.

`find_deadlines` reads running text (`deadlines_in` one by one), `read_deadline` the value of a label or a table cell.
"""

from corpus.tasks.deadlines.calendar import Issued
from corpus.tasks.deadlines.find import Deadline, deadlines_in, find_deadlines
from corpus.tasks.deadlines.label import read_deadline

__all__ = ["Deadline", "Issued", "deadlines_in", "find_deadlines", "read_deadline"]
