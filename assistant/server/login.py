"""Login at an OpenID Connect provider: authorization code with PKCE, state and nonce; and the logout."""

from __future__ import annotations

import html
import logging
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import anyio.to_thread
from authlib.integrations.base_client import OAuthError
from authlib.integrations.starlette_client import OAuth
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from assistant.conversations import AuditLog, Sessions
from assistant.server.access import SESSION, cookie, role_of
from assistant.server.network import root_of
from assistant.server.problems import Problem
from assistant.server.signing import Signer
from assistant.settings import Settings

log = logging.getLogger(__name__)
ENDED = """<!doctype html><html lang="vi"><meta charset="utf-8"><title>chidao — đã đăng xuất</title>
<meta name="viewport" content="width=device-width"><main><h1>Đã đăng xuất</h1>
<p><a href="{again}">Đăng nhập lại</a></p>{everywhere}</main></html>"""
EVERYWHERE = '<p><a href="{address}">Đăng xuất khỏi mọi ứng dụng của cơ quan</a></p>'
METADATA = "/.well-known/openid-configuration"


class Login:
    """The routes of the login."""

    def __init__(self, settings: Settings, sessions: Sessions, audit: AuditLog, signer: Signer) -> None:
        self.settings = settings
        self.sessions = sessions
        self.audit = audit
        self.signer = signer
        self.provider = OAuth().register(
            name="oidc",
            server_metadata_url=settings.oidc_issuer.rstrip("/") + METADATA,
            client_id=settings.oidc_client_id,
            client_secret=settings.oidc_client_secret.get_secret_value() or None,
            client_kwargs={"scope": settings.oidc_scope, "code_challenge_method": "S256", "timeout": 10},
        )

    def routes(self) -> list[Route]:
        """Where the login begins, where the provider sends people back to, and where it ends."""
        return [
            Route("/login", self.begin),
            Route("/login/callback", self.come_back),
            Route("/logout", self.end, methods=["POST"]),
        ]

    async def begin(self, request: Request) -> Response:
        """Sends a person to the provider."""
        request.session.clear()
        request.session["next"] = safe_path(request.query_params.get("next", "/"))
        back = self._address(request, "/login/callback")
        try:
            sent: Response = await self.provider.authorize_redirect(request, back)
        except Exception as error:
            log.exception("no way to the provider of logins")
            raise Problem(503, "chưa tới được nơi đăng nhập của cơ quan; hãy thử lại sau") from error
        return sent

    async def come_back(self, request: Request) -> Response:
        """Begins a session for whom the provider sends back."""
        where = safe_path(str(request.session.get("next", "/")))
        try:
            token = await self.provider.authorize_access_token(request)
        except OAuthError as error:
            await self._note(request, "refused-login", "", str(error.error))
            raise Problem(401, "đăng nhập không thành công; hãy thử lại từ /login") from error
        except Exception as error:
            log.exception("the login broke off")
            await self._note(request, "refused-login", "", type(error).__name__)
            raise Problem(401, "đăng nhập không thành công; hãy thử lại từ /login") from error
        claims: Mapping[str, Any] = token.get("userinfo") or {}
        user = _words(claims.get(self.settings.oidc_user_claim))
        if not user or (self.settings.oidc_user_claim == "email" and claims.get("email_verified") is False):
            await self._note(request, "refused-login", "", "no-user-claim")
            told = f"nơi đăng nhập không cho biết {self.settings.oidc_user_claim!r} đã xác minh của tài khoản"
            raise Problem(403, f"{told}; hãy liên hệ người quản trị")
        groups = _groups(claims.get(self.settings.oidc_groups_claim))
        if role_of(self.settings, user, groups) is None:
            await self._note(request, "refused-login", user, "no-role")
            raise Problem(403, f"tài khoản {user!r} chưa được cấp quyền dùng; hãy liên hệ người quản trị")
        name = _words(claims.get(self.settings.oidc_name_claim)) or user
        if before := self.signer.read(cookie(request.scope, SESSION)):
            await anyio.to_thread.run_sync(self.sessions.end, before)
        secret = await anyio.to_thread.run_sync(self.sessions.begin, user, name, groups)
        await self._note(request, "login", user)
        request.session.clear()
        root = root_of(request.scope)
        answer = RedirectResponse(root + where, 303)
        answer.set_cookie(
            SESSION,
            self.signer.sign(secret),
            max_age=int(self.settings.session_hours * 3600),
            path=root or "/",
            httponly=True,
            samesite="lax",
        )
        return answer

    async def end(self, request: Request) -> Response:
        """Ends the session, here for good; the provider's own is ended at the provider."""
        secret = self.signer.read(cookie(request.scope, SESSION))
        if isinstance(secret, str):
            session = await anyio.to_thread.run_sync(self.sessions.of, secret)
            await anyio.to_thread.run_sync(self.sessions.end, secret)
            await self._note(request, "logout", session.user if session else "")
        root = root_of(request.scope)
        answer = HTMLResponse(
            ENDED.format(again=f"{root}/login", everywhere=await self._everywhere(request)),
            headers={"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'"},
        )
        answer.delete_cookie(SESSION, path=root or "/", httponly=True, samesite="lax")
        return answer

    async def _everywhere(self, request: Request) -> str:
        """A link to the provider's own logout, where it has one."""
        try:
            metadata = await self.provider.load_server_metadata()
        except Exception:
            log.exception("no metadata of the provider of logins")
            return ""
        address = str(metadata.get("end_session_endpoint") or "")
        if not address.startswith(("https://", "http://")):
            return ""
        back = {"client_id": self.settings.oidc_client_id, "post_logout_redirect_uri": self._address(request, "/")}
        return EVERYWHERE.format(address=html.escape(f"{address}?{urlencode(back)}"))

    def _address(self, request: Request, path: str) -> str:
        """The address of a path as people reach it."""
        if self.settings.public_url:
            return self.settings.public_url.rstrip("/") + path
        return f"{request.url.scheme}://{request.headers['host']}{root_of(request.scope)}{path}"

    async def _note(self, request: Request, event: Any, user: str, status: str = "") -> None:
        address = request.client.host if request.client else ""
        await anyio.to_thread.run_sync(lambda: self.audit.note(event, who=user, address=address, status=status))


def safe_path(words: str) -> str:
    r"""A path of this server; "/" for anything that leads elsewhere.

    >>> [safe_path(words) for words in ("/a?b=1", "//evil.example", "https://evil.example", "/\\evil.example", "")]
    ['/a?b=1', '/', '/', '/', '/']
    """
    fit = words.startswith("/") and not words.startswith("//") and "\\" not in words and words.isprintable()
    return words if fit and not words.startswith(("/login", "/logout")) else "/"


def _words(value: object) -> str:
    return value.strip()[:200] if isinstance(value, str) and value.isprintable() else ""


def _groups(value: object) -> tuple[str, ...]:
    values = value if isinstance(value, list) else str(value).split(",") if isinstance(value, str) else []
    return tuple(filter(None, map(_words, values)))
