"""Knowledge of the field as data: bodies and who took them over, provinces, short forms, document kinds.

The TOML files hold the facts, each with its source; `load` makes checked values of them, and `Gazetteer` finds
in them what a text or a question names.
"""

from corpus.gazetteer.load import (
    load_abbreviations,
    load_bodies,
    load_kinds,
    load_local,
    load_provinces,
)
from corpus.gazetteer.lookup import Gazetteer, fold, load_gazetteer
from corpus.gazetteer.values import (
    WHOLE,
    Abbreviation,
    Body,
    DocumentKind,
    FormerProvince,
    Group,
    Level,
    Local,
    Province,
    Successor,
)

__all__ = [
    "WHOLE",
    "Abbreviation",
    "Body",
    "DocumentKind",
    "FormerProvince",
    "Gazetteer",
    "Group",
    "Level",
    "Local",
    "Province",
    "Successor",
    "fold",
    "load_abbreviations",
    "load_bodies",
    "load_gazetteer",
    "load_kinds",
    "load_local",
    "load_provinces",
]
