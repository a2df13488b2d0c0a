"""A reverse proxy in front of a server: it ends TLS, takes its path off, tells who asked and how it is reached."""

from __future__ import annotations

import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

import httpx
import uvicorn
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

OWN = {"connection", "keep-alive", "transfer-encoding", "te", "upgrade", "host"}


@contextmanager
def proxied(address: str, prefix: str, user: str = "", tls: Path | None = None) -> Iterator[str]:
    """The address at which the server at `address` is reached under `prefix`.

    Args:
        user: is told in X-Remote-User.
        tls: a folder that `certificate` wrote into; without it the proxy speaks plain HTTP.
    """
    scheme = "https" if tls else "http"
    client = httpx.AsyncClient(timeout=None)

    async def pass_on(request: Request) -> Response:
        headers = [(k, v) for k, v in request.headers.items() if k not in OWN and not k.startswith("x-forwarded-")]
        headers += [
            ("X-Forwarded-For", request.client.host if request.client else ""),
            ("X-Forwarded-Host", request.headers["host"]),
            ("X-Forwarded-Proto", scheme),
            ("X-Forwarded-Prefix", prefix),
            *([("X-Remote-User", user)] if user else []),
        ]
        url = httpx.URL(address).copy_with(
            raw_path=request.scope["raw_path"][len(prefix) :] + b"?" + request.scope["query_string"]
        )
        sent = client.build_request(request.method, url, headers=headers, content=await request.body())
        got = await client.send(sent, stream=True)

        async def pieces() -> AsyncIterator[bytes]:
            async for piece in got.aiter_raw():
                yield piece

        answer = StreamingResponse(pieces(), got.status_code, background=BackgroundTask(got.aclose))
        answer.raw_headers = [(k.lower(), v) for k, v in got.headers.raw if k.decode().lower() not in OWN]
        return answer

    methods = ["GET", "HEAD", "POST", "DELETE", "PATCH", "OPTIONS"]

    @asynccontextmanager
    async def closing(_: Starlette) -> AsyncIterator[None]:
        yield
        await client.aclose()

    app = Starlette(routes=[Route(prefix + "/{path:path}", pass_on, methods=methods)], lifespan=closing)
    config = uvicorn.Config(
        app,
        port=0,
        log_level="critical",
        timeout_graceful_shutdown=1,
        ssl_certfile=tls / "cert.pem" if tls else None,
        ssl_keyfile=tls / "key.pem" if tls else None,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"{scheme}://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}{prefix}"
    finally:
        server.should_exit = True
        thread.join()


def certificate(folder: Path) -> Path:
    """The folder with a certificate for 127.0.0.1 that signed itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return folder
