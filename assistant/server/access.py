"""Who comes in: nobody is asked, a trusted proxy says it, or a login did. What is not open to all needs a person."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Sequence
from http.cookies import CookieError, SimpleCookie
from ipaddress import ip_network
from urllib.parse import quote

import anyio.to_thread
from starlette.datastructures import MutableHeaders
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.conversations import Sessions
from assistant.server.limits import Limits, TooMany
from assistant.server.network import FORWARDED, LOCAL_NAMES, PEER, header, host_name, is_local, root_of, route_path
from assistant.server.person import PERSON, Person, Role
from assistant.server.problems import problem_response, too_many
from assistant.server.shield import SCRIPT, WIDGET, WIDGET_SESSION
from assistant.server.signing import Signer
from assistant.settings import Settings
from corpus.errors import SettingsError

OPEN = frozenset(
    {
        "/api/v1/health",
        "/api/v1/ready",
        "/api/v1/metrics",  # asks for itself
        "/api/v1/tasks/calendar.ics",  # asks for itself
        "/login",
        "/login/callback",
        "/logout",
        SCRIPT,
    }
)
"""The paths that need no person."""
BROWSER, SESSION = "chidao_browser", "chidao_session"
LONGEST_NAME = 200
YEAR = 31_536_000
_TOKEN = re.compile(r"[A-Za-z0-9_-]{32,64}")
_STATIC = re.compile(r"/(assets|static|svelte)/|/theme\.css$|/favicon\.ico$")


def check_access(settings: Settings) -> None:
    """Makes sure that the server may be opened as the settings want it.

    Raises:
        SettingsError: it would be open to all, or the access control lacks something; the message says what to set.
    """
    if settings.access == "none" and not is_local(settings.host) and not settings.allow_public:
        raise SettingsError(
            f'host = {settings.host!r} mở trang cho máy khác mà không kiểm soát truy cập; hãy đặt access = "proxy" '
            'hoặc "oidc", hoặc cho phép rõ ràng bằng allow_public = true'
        )
    if settings.access == "proxy" and not settings.trusted_proxies:
        raise SettingsError('access = "proxy" cần trusted_proxies: địa chỉ của proxy, ví dụ ["10.0.0.5/32"]')
    if settings.access == "proxy" and any(ip_network(network).prefixlen == 0 for network in settings.trusted_proxies):
        raise SettingsError("trusted_proxies chứa mọi địa chỉ, nên ai cũng tự xưng tên được; hãy nêu đúng proxy")
    if settings.access == "oidc" and not (settings.oidc_issuer and settings.oidc_client_id):
        raise SettingsError('access = "oidc" cần oidc_issuer và oidc_client_id')


def role_of(settings: Settings, user: str, groups: Sequence[str]) -> Role | None:
    """The highest role that the settings give a user or one of the groups; None where they give none."""
    names = {user, *(f"group:{group}" for group in groups)}
    for role, told in (
        (Role.ADMINISTRATOR, settings.administrators),
        (Role.EDITOR, settings.editors),
        (Role.READER, settings.readers),
    ):
        if names & set(told):
            return role
    return None if settings.readers else Role.READER


class Access:
    """ASGI middleware that finds out who asks, counts the request, and refuses those who may not come in."""

    def __init__(self, app: ASGIApp, settings: Settings, limits: Limits, sessions: Sessions, signer: Signer) -> None:
        self.app = app
        self.settings = settings
        self.limits = limits
        self.sessions = sessions
        self.signer = signer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a person's request on, with the person in the scope."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path = route_path(scope)
        user, shown = "", ""
        groups: tuple[str, ...] = ()
        known = True
        if self.settings.access == "proxy":
            user, groups = self._told_by_proxy(scope)
            known = bool(user)
        elif self.settings.access == "oidc":
            user, groups, shown = await self._logged_in(scope)
            known = bool(user)
        widget = bool(scope.get(WIDGET))
        if not known and widget and self.settings.widget_public:
            person: Person | None = self._anonymous(scope, Role.READER)
        elif not known:
            person = None
        elif self.settings.access == "none":
            person = self._anonymous(scope, self._local_role(scope))
        else:
            role = role_of(self.settings, user, groups)
            if role is None and path not in OPEN:
                told = f"tài khoản {user!r} chưa được cấp quyền dùng; hãy liên hệ người quản trị"
                await problem_response(403, told, path, "no-role")(scope, receive, send)
                return
            person = None if role is None else Person(user, f"user:{user}", role, _client(scope), shown or user)
        if person is None and path not in OPEN:
            await self._refuse(path, scope, receive, send)
            return
        try:
            if not _STATIC.match(path):
                self.limits.address(_client(scope))
                if person is not None:
                    self.limits.request(person)
        except TooMany as error:
            await too_many(error, path)(scope, receive, send)
            return
        scope[PERSON] = person
        await self.app(scope, receive, _Remembering(send, scope, person) if person and person.token else send)

    def _told_by_proxy(self, scope: Scope) -> tuple[str, tuple[str, ...]]:
        """User and groups as the trusted proxy names them; the layer of proxies took away what others sent."""
        wanted = self.settings.user_header.lower().encode()
        values = [value for key, value in scope["headers"] if key == wanted]
        if len(values) != 1:
            return "", ()
        user = _clean(header(scope, wanted))
        groups = header(scope, self.settings.groups_header.lower().encode())
        return user, tuple(filter(None, map(_clean, groups.split(","))))

    async def _logged_in(self, scope: Scope) -> tuple[str, tuple[str, ...], str]:
        secret = self.signer.read(cookie(scope, SESSION))
        session = await anyio.to_thread.run_sync(self.sessions.of, secret) if isinstance(secret, str) else None
        return (session.user, session.groups, session.name) if session is not None else ("", (), "")

    def _local_role(self, scope: Scope) -> Role:
        """Whoever sits at this machine may do all; whoever comes from elsewhere, or through a proxy, may read."""
        local = is_local(scope[PEER]) and host_name(header(scope, b"host")) in LOCAL_NAMES
        return Role.ADMINISTRATOR if local and not scope[FORWARDED] and not scope.get(WIDGET) else Role.READER

    def _anonymous(self, scope: Scope, role: Role) -> Person:
        """A person known by the browser, or by the widget's session."""
        address = _client(scope)
        if scope.get(WIDGET):
            session = _clean(header(scope, WIDGET_SESSION.lower().encode()))
            owner = f"widget:{_short(session or address)}"
            return Person("", owner, Role.READER, address, widget=True, session=session)
        token = cookie(scope, BROWSER)
        if _TOKEN.fullmatch(token):
            return Person("", f"browser:{_short(token)}", role, address)
        token = secrets.token_urlsafe(24)
        return Person("", f"browser:{_short(token)}", role, address, token=token)

    async def _refuse(self, path: str, scope: Scope, receive: Receive, send: Send) -> None:
        if self.settings.access == "oidc":
            page = scope["method"] == "GET" and "text/html" in header(scope, b"accept")
            if page and not path.startswith("/api/") and not path.startswith("/gradio_api/"):
                where = f"{root_of(scope)}/login?next={quote(path)}"
                await RedirectResponse(where, 303, {"Cache-Control": "no-store"})(scope, receive, send)
                return
            told = "hãy đăng nhập ở /login rồi thử lại"
        else:
            told = "chưa biết bạn là ai: yêu cầu phải đi qua cổng đăng nhập của cơ quan"
        await problem_response(401, told, path)(scope, receive, send)


class _Remembering:
    """A `send` that has the browser remember its token with the first page that it gets."""

    def __init__(self, send: Send, scope: Scope, person: Person) -> None:
        self.send = send
        self.scope = scope
        self.person = person

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            if headers.get("content-type", "").startswith("text/html"):
                headers.append("Set-Cookie", browser_cookie(self.person, root_of(self.scope)))
        await self.send(message)


def browser_cookie(person: Person, root_path: str) -> str:
    """The Set-Cookie header by which a browser remembers whose conversations it may see."""
    path = root_path or "/"
    return f"{BROWSER}={person.token}; Max-Age={YEAR}; Path={path}; HttpOnly; SameSite=Lax"


def cookie(scope: Scope, name: str) -> str:
    """The value of a cookie, "" for none."""
    for part in header(scope, b"cookie").split(";"):
        if part.strip().startswith(f"{name}="):
            try:
                found = SimpleCookie(part.strip()).get(name)
            except CookieError:
                return ""
            return found.value if found is not None else ""
    return ""


def _client(scope: Scope) -> str:
    return str(scope["client"][0]) if scope.get("client") else ""


def _clean(words: str) -> str:
    """A name as a header tells it; "" for one that is none."""
    name = words.strip()
    return name if len(name) <= LONGEST_NAME and name.isprintable() else ""


def _short(words: str) -> str:
    """What stands for a secret in the database."""
    return hashlib.sha256(words.encode()).hexdigest()[:32]
