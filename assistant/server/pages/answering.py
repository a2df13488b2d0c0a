"""How a page is answered: its person, where it stands, its policy."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import HTMLResponse

from assistant.page.frame import whole_page
from assistant.server.api.needs import ROLE_WORDS
from assistant.server.network import root_of
from assistant.server.person import Person, Role, person_of
from assistant.server.problems import Problem
from assistant.server.services import Services

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors {}"
)


def person_at(request: Request, role: Role = Role.READER) -> Person:
    """The person of a request. Raises Problem where there is none, or one of a lower role."""
    person = person_of(request.scope)
    if person is None:
        raise Problem(401, "chưa biết bạn là ai; hãy đăng nhập")
    if person.role < role:
        raise Problem(403, f"việc này dành cho {ROLE_WORDS[role]}; bạn là {ROLE_WORDS[person.role]}")
    return person


def root_at(request: Request) -> str:
    """What stands before every path: "/", or "/chidao/" behind a proxy."""
    return f"{root_of(request.scope)}/"


def answered(
    request: Request, services: Services, here: str, title: str, main: str, status: int = 200, *, wide: bool = False
) -> HTMLResponse:
    """A page with its policy."""
    person = person_at(request)
    ancestors = " ".join(("'self'", *services.settings.frame_ancestors))
    return HTMLResponse(
        whole_page(here, title, main, root_at(request), who=person.shown or person.name, wide=wide),
        status,
        {"Content-Security-Policy": POLICY.format(ancestors)},
    )
