"""Evidence: the sentences and tasks that hold what was asked, and whether that is enough for an answer."""

from assistant.evidence.candidate import Candidate
from assistant.evidence.gathering import Gathering
from assistant.evidence.judging import Verdict, judge
from assistant.evidence.limits import ENOUGH, LONGEST_STATEMENT, PASSAGES

__all__ = ["ENOUGH", "LONGEST_STATEMENT", "PASSAGES", "Candidate", "Gathering", "Verdict", "judge"]
