"""The application: page, API and widget, behind the layers that every request goes through."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from importlib import import_module

import anyio.to_thread
import gradio as gr
from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request
from starlette.responses import Response

from assistant.page.app import appearance, build_page
from assistant.page.guard import Gate, Guard
from assistant.page.model import Asker, Desk
from assistant.server.access import Access, check_access
from assistant.server.api import build_api
from assistant.server.choices import choices_of
from assistant.server.desk import PersonalDesk
from assistant.server.network import Forwarded, host_name, is_local
from assistant.server.pages import page_routes
from assistant.server.person import person_of
from assistant.server.problems import Problem, add_handlers
from assistant.server.services import Services, open_services, settings_told
from assistant.server.shield import SCRIPT, Bodies, Hosts, Origins, Shell
from assistant.server.signing import secret_of
from assistant.settings import Settings
from index.embedder import Embedder
from index.store import Store

log = logging.getLogger(__name__)
WIDGET = "assistant.widget"
"""The module that gives the script of the widget."""
DAY = 86_400.0
LOGIN_SECONDS = 600
"""How long a person may take at the provider of logins."""
API = "/api/v1"


def create_app(
    settings: Settings,
    asker: Asker,
    store: Store,
    embedder: Embedder | None = None,
    *,
    examples: Sequence[str] = (),
    services: Services | None = None,
) -> FastAPI:
    """The application over a store; its services stand in `app.state.services` and close with its lifespan.

    Args:
        embedder: the model of the store's vectors; without it no documents are taken in.
        examples: questions offered on the empty page.
        services: those that it is to work with, where they are not to be opened here.

    Raises:
        SettingsError: the settings would open the server to all, or its access control lacks something.
        StoreError: the database of the conversations cannot be opened.
    """
    check_access(settings)
    found = services or open_services(settings, asker, store, embedder)
    app = FastAPI(
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        middleware=_layers(settings, found),
        lifespan=_lifespan(found),
    )
    app.state.services = found
    add_handlers(app)
    if settings.access == "oidc":
        from assistant.server.login import Login

        app.router.routes.extend(Login(settings, found.sessions, found.audit, found.signer).routes())
    app.add_route(SCRIPT, _widget, methods=["GET", "HEAD"])
    app.mount(API, build_api(found))
    choices = choices_of(found)
    app.router.routes.extend(page_routes(found, choices))
    page = build_page(asker, _desk_of(found), examples, settings.longest_question, choices)
    _mount(app, page, settings)
    return app


def _layers(settings: Settings, services: Services) -> list[Middleware]:
    """What a request goes through, outermost first."""
    own = settings.public_url.rstrip("/")
    scheme, _, rest = own.partition("://")
    identity = (settings.user_header, settings.groups_header)
    layers = [
        Middleware(Forwarded, trusted=settings.trusted_proxies, root_path=settings.root_path, identity=identity),
        Middleware(Shell, seen=services.metrics.seen, frameable=bool(settings.frame_ancestors)),
        Middleware(Hosts, allowed=_hosts(settings)),
        Middleware(Origins, own=f"{scheme}://{rest.partition('/')[0]}" if rest else "", widget=settings.widget_origins),
        Middleware(
            Bodies,
            request=settings.largest_request,
            upload=settings.largest_upload,
            seconds=settings.request_seconds,
        ),
        Middleware(
            Access, settings=settings, limits=services.limits, sessions=services.sessions, signer=services.signer
        ),
    ]
    if settings.access == "oidc":
        layers.append(
            Middleware(
                SessionMiddleware,
                secret_key=secret_of(settings),
                session_cookie="chidao_login",
                max_age=LOGIN_SECONDS,
                same_site="lax",
            )
        )
    return layers


def _hosts(settings: Settings) -> list[str] | None:
    """The names that the server may be addressed by; None for any."""
    told = list(settings.allowed_hosts)
    if settings.public_url:
        told.append(settings.public_url.partition("://")[2].partition("/")[0])
    if told:
        return [*told, settings.host]
    behind_proxy = bool(settings.trusted_proxies)
    return None if behind_proxy or not is_local(settings.host) else [host_name(settings.host)]


def _lifespan(services: Services) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        services.audit.note("settings", status="started", detail=settings_told(services.settings))
        forgetting = asyncio.create_task(_forget_daily(services))
        try:
            yield
        finally:
            forgetting.cancel()
            await anyio.to_thread.run_sync(services.close)

    return lifespan


async def _forget_daily(services: Services) -> None:
    while True:
        try:
            await anyio.to_thread.run_sync(services.forget_old)
        except Exception:
            log.exception("what is too old was not deleted")
        await asyncio.sleep(DAY)


def _desk_of(services: Services) -> Callable[[gr.Request], Desk]:
    def desk_of(request: gr.Request) -> Desk:
        """The desk of the person who sends a request of the page."""
        person = person_of(request.request.scope) if request.request is not None else None
        if person is None:
            raise Problem(401, "chưa biết bạn là ai; hãy tải lại trang")
        return PersonalDesk(services, person)

    return desk_of


async def _widget(request: Request) -> Response:
    """The script of the widget; nothing where the browser has it already."""
    try:
        script = import_module(WIDGET).served()
    except ModuleNotFoundError as error:
        raise Problem(404, "máy chủ này không có khung hỏi đáp để nhúng") from error
    headers = dict(script.headers())
    if request.headers.get("if-none-match") == headers.get("ETag"):
        return Response(status_code=304, headers=headers)
    return Response(script.body, media_type="text/javascript; charset=utf-8", headers=headers)


def _mount(app: FastAPI, page: gr.Blocks, settings: Settings) -> None:
    page.is_running = True  # else its streams send no heartbeat
    gr.mount_gradio_app(
        app,
        page,
        path="",
        show_error=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        enable_monitoring=False,
        run_history=False,
        app_kwargs={
            "middleware": [Middleware(Gate), Middleware(Guard, frame_ancestors=settings.frame_ancestors)],
            "docs_url": None,
            "redoc_url": None,
            "openapi_url": None,
        },
        **appearance(),
    )
