"""What the routes of the API need of a request: the services, and a person of a role."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, Request

from assistant.server.person import Person, Role, person_of
from assistant.server.problems import Problem
from assistant.server.services import Services

ROLE_WORDS = {Role.READER: "người đọc", Role.EDITOR: "người quản lý văn bản", Role.ADMINISTRATOR: "người quản trị"}


def services_of(request: Request) -> Services:
    """The services of the application."""
    found: Services = request.app.state.services
    return found


def at_least(role: Role) -> Callable[[Request], Person]:
    """A dependency that gives the person, where the person has a role or a higher one."""

    def person(request: Request) -> Person:
        found = person_of(request.scope)
        if found is None:
            raise Problem(401, "chưa biết bạn là ai; hãy đăng nhập")
        if found.role < role:
            raise Problem(403, f"việc này dành cho {ROLE_WORDS[role]}; bạn là {ROLE_WORDS[found.role]}")
        return found

    return person


Shared = Annotated[Services, Depends(services_of)]
Reader = Annotated[Person, Depends(at_least(Role.READER))]
Editor = Annotated[Person, Depends(at_least(Role.EDITOR))]
Administrator = Annotated[Person, Depends(at_least(Role.ADMINISTRATOR))]
