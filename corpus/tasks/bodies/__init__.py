"""Bodies as directives name them: lists out of running text, of a label and of a table cell, one body for each."""

from corpus.tasks.bodies.lists import BodyList, bodies_of, find_bodies, read_bodies

__all__ = ["BodyList", "bodies_of", "find_bodies", "read_bodies"]
