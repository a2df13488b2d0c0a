"""Where a request comes from: the peer, what trusted proxies tell of those behind it, and the path they serve under."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import MutableMapping, Sequence
from typing import Any
from urllib.parse import quote

from starlette.types import ASGIApp, Receive, Scope, Send

LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
PEER, FORWARDED, ROOT = "chidao.peer", "chidao.forwarded", "chidao.root"
"""Keys of the scope: the address of the peer itself; whether any proxy stands between; the path that all is served
under, which `root_path` is not any more behind a mount."""
_TOLD = (b"forwarded", b"x-real-ip", b"x-gradio-server")
_HOST = re.compile(r"[A-Za-z0-9._-]+(:\d{1,5})?|\[[0-9A-Fa-f:.]+\](:\d{1,5})?")
_PREFIX = re.compile(r"(/[A-Za-z0-9._~-]+)*")


def is_local(address: str) -> bool:
    """True of an address, or a name, that only this machine reaches."""
    if address == "localhost":
        return True
    try:
        return _address(address).is_loopback
    except ValueError:
        return False


def host_name(host: str) -> str:
    """The name in a Host header, without its port and brackets, in lower case.

    >>> host_name("[::1]:7860"), host_name("Noibo.example.vn:443")
    ('::1', 'noibo.example.vn')
    """
    if host.startswith("["):
        return host[1:].partition("]")[0].lower()
    return host.rpartition(":")[0].lower() if host.count(":") == 1 else host.lower()


def header(scope: Scope, name: bytes) -> str:
    """The value of a header, of several joined with commas; "" for none."""
    return ",".join(_text(value) for key, value in scope["headers"] if key == name)


def route_path(scope: MutableMapping[str, Any]) -> str:
    """The path of a request within the whole application, without the path that it is served under."""
    path, root = str(scope["path"]), root_of(scope)
    return path[len(root) :] or "/" if root and (path == root or path.startswith(f"{root}/")) else path


def root_of(scope: MutableMapping[str, Any]) -> str:
    """The path that the whole application is served under, "" for none."""
    return str(scope.get(ROOT, ""))


class Forwarded:
    """ASGI middleware that believes trusted proxies, and nobody else.

    It sets client, scheme, host and root path of the scope from X-Forwarded-*, and takes these headers away, so that
    nothing behind it can believe them on its own. `identity` names headers that only a trusted proxy may send.
    """

    def __init__(
        self, app: ASGIApp, trusted: Sequence[str] = (), root_path: str = "", identity: Sequence[str] = ()
    ) -> None:
        self.app = app
        self.trusted = [ipaddress.ip_network(network) for network in trusted]
        self.root_path = root_path
        self.identity = frozenset(name.lower().encode() for name in identity)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on as the first trusted proxy got it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        client = scope.get("client")
        peer = _unmapped(client[0]) if client else ""
        believed = self._trusts(peer)
        scope[PEER] = peer
        scope["client"] = (peer, client[1] if client else 0)
        scope[FORWARDED] = any(_is_told(key) for key, _ in scope["headers"])
        prefix = self.root_path
        if believed:
            prefix = self._believe(scope) or prefix
        scope["headers"] = [
            (key, value)
            for key, value in scope["headers"]
            if not _is_told(key) and (believed or key not in self.identity)
        ]
        scope[ROOT] = prefix
        _serve_under(scope, prefix)
        await self.app(scope, receive, send)

    def _trusts(self, address: str) -> bool:
        try:
            found = _address(address)
        except ValueError:
            return False
        return any(found in network for network in self.trusted)

    def _believe(self, scope: Scope) -> str:
        """Sets what the proxy tells; returns the path that it serves the application under."""
        chain = [_unmapped(part.strip()) for part in header(scope, b"x-forwarded-for").split(",") if part.strip()]
        while chain:
            address = chain.pop()
            try:
                _address(address)
            except ValueError:
                break  # what stands before it is not to be believed either
            scope["client"] = (address, 0)
            if not self._trusts(address):
                break
        proto = header(scope, b"x-forwarded-proto").split(",")[0].strip().lower()
        if proto in ("http", "https"):
            scope["scheme"] = proto
        host = header(scope, b"x-forwarded-host").split(",")[0].strip()
        if _HOST.fullmatch(host):
            others = [(key, value) for key, value in scope["headers"] if key != b"host"]
            scope["headers"] = [(b"host", host.encode()), *others]
        prefix = header(scope, b"x-forwarded-prefix").split(",")[0].strip().rstrip("/")
        return prefix if _PREFIX.fullmatch(prefix) and ".." not in prefix else ""


def _serve_under(scope: Scope, prefix: str) -> None:
    """Tells the application the path that it is served under, whether or not the proxy took it off."""
    if not prefix:
        return
    path = scope["path"]
    scope["root_path"] = prefix
    if path != prefix and not path.startswith(f"{prefix}/"):
        scope["path"] = prefix + path
        raw = scope.get("raw_path")
        scope["raw_path"] = quote(prefix).encode() + (raw if raw is not None else quote(path).encode())


def _is_told(key: bytes) -> bool:
    return key.startswith(b"x-forwarded-") or key in _TOLD


def _address(words: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    found = ipaddress.ip_address(words)
    return found.ipv4_mapped or found if isinstance(found, ipaddress.IPv6Address) else found


def _unmapped(words: str) -> str:
    try:
        return str(_address(words))
    except ValueError:
        return words


def _text(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")
