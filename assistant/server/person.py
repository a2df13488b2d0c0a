"""Who a request comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

PERSON = "chidao.person"
"""Key of the person in an ASGI scope; gradio hands the scope on as `request.request.scope`."""


class Role(IntEnum):
    """What a person may do; each may do what those below it may."""

    READER = 1
    EDITOR = 2
    ADMINISTRATOR = 3


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks.

    Attributes:
        name: as the access control knows the person; "" where nobody is asked who they are.
        owner: whose conversations the person sees: "user:..." or "browser:...".
        address: of the network, as told by trusted proxies.
        shown: the name for the eye.
        widget: whether it is the widget that asks; `session` is the widget's, "" where it told none.
        token: what the browser is to be told to remember, "" where it knows.
    """

    name: str
    owner: str
    role: Role
    address: str = ""
    shown: str = ""
    widget: bool = False
    session: str = ""
    token: str = ""


def person_of(scope: Mapping[str, Any]) -> Person | None:
    """The person of a request's scope, None where nobody came in."""
    found = scope.get(PERSON)
    return found if isinstance(found, Person) else None
