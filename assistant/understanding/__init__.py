"""Questions as people type them -> what is asked: spelling, kind, bodies, documents, days, and the turns before."""

from assistant.understanding.kinds import Asked, Kind
from assistant.understanding.names import Named, Place, Role
from assistant.understanding.question import Question, Understanding
from assistant.understanding.spelling import Speller
from assistant.understanding.windows import Window

__all__ = ["Asked", "Kind", "Named", "Place", "Question", "Role", "Speller", "Understanding", "Window"]
