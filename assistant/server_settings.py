"""The settings of the server: who may come in, from where, how often, and what is remembered of them."""

from __future__ import annotations

import ipaddress
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, Field, SecretStr

AccessMode = Literal["none", "proxy", "oidc"]


def _network(words: str) -> str:
    return str(ipaddress.ip_network(words.strip(), strict=False))


def _origin(words: str) -> str:
    parts = urlsplit(words.strip().lower())
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.path not in ("", "/") or parts.query:
        raise ValueError(f"không phải một nguồn web: {words!r}; hãy ghi như https://noibo.example.vn")
    if "@" in parts.netloc or any(sign in words for sign in " ;,*'\""):
        raise ValueError(f"một nguồn web không có ký tự đặc biệt: {words!r}; hãy ghi như https://noibo.example.vn")
    default = {"http": ":80", "https": ":443"}[parts.scheme]
    return f"{parts.scheme}://{parts.netloc.removesuffix(default)}"


def _prefix(words: str) -> str:
    path = words.strip().strip("/")
    if any(sign in path for sign in "?#;\\") or ".." in path.split("/"):
        raise ValueError(f"không phải một đường dẫn: {words!r}; hãy ghi như /chidao")
    return f"/{path}" if path else ""


Network = Annotated[str, AfterValidator(_network)]
Origin = Annotated[str, AfterValidator(_origin)]
Prefix = Annotated[str, AfterValidator(_prefix)]


class ServerSettings(BaseModel):
    """The part of the settings that only the server reads.

    Attributes:
        access: "none": nobody is asked who they are; "proxy": a reverse proxy says it in a header; "oidc": a login at
            an OpenID Connect provider.
        allow_public: lets the page be served to other machines although `access` is "none"; everyone is a reader then.
        trusted_proxies: addresses (CIDR) whose X-Forwarded-* and user headers are believed; no others are.
        user_header, groups_header: headers in which the proxy names the person, and the person's groups with commas.
        oidc_issuer, oidc_client_id, oidc_client_secret: the provider and what it knows the server as.
        oidc_scope: what is asked for; `oidc_user_claim`, `oidc_name_claim` and `oidc_groups_claim` name what is read.
        readers, editors, administrators: users, or groups as "group:NAME", of each role; everyone whom the access
            control lets in is a reader while `readers` is empty.
        secret: signs cookies and calendar addresses; by default a file in `home` holds one. Replicas share one.
        session_hours, session_idle_hours: a login lasts so long, and so long after it was used last.
        sessions_per_user: a further login ends the oldest.
        public_url: the address at which people reach the server, where that is not the one it listens at.
        root_path: the path under which a reverse proxy serves it; X-Forwarded-Prefix of a trusted proxy goes before it.
        allowed_hosts: names that the Host header may bear; by default those of this machine while `host` is, else any.
        widget_origins: origins of the pages that may carry the widget.
        widget_public: lets the widget ask without a login although `access` is not "none".
        widget_questions_per_session, widget_questions_per_address: questions of the widget in a day.
        questions_per_minute: of one person; requests_per_minute: of one person; address_requests_per_minute: of one
            network address, behind which many persons may sit. 0 sets no limit.
        questions_at_once: of one person.
        largest_request: bytes of a request that brings no document; `largest_upload` of one that does.
        request_seconds: how long a request may take to arrive; answer_seconds: and an answer to be found.
        most_connections: open connections; further ones are answered with 503.
        audit_questions: whether the audit log keeps the texts of questions.
        audit_days, conversation_days, feedback_days: how long those are kept.
        calendar_days: how long a calendar address is good for.
    """

    access: AccessMode = "none"
    allow_public: bool = False
    trusted_proxies: tuple[Network, ...] = ()
    user_header: str = Field(default="X-Remote-User", pattern=r"^[A-Za-z0-9-]+$")
    groups_header: str = Field(default="X-Remote-Groups", pattern=r"^[A-Za-z0-9-]+$")
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr = SecretStr("")
    oidc_scope: str = "openid profile email"
    oidc_user_claim: str = "email"
    oidc_name_claim: str = "name"
    oidc_groups_claim: str = "groups"
    readers: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    administrators: tuple[str, ...] = ()
    secret: SecretStr = SecretStr("")
    session_hours: float = Field(default=12, gt=0)
    session_idle_hours: float = Field(default=4, gt=0)
    sessions_per_user: int = Field(default=5, ge=1)
    public_url: str = ""
    root_path: Prefix = ""
    allowed_hosts: tuple[str, ...] = ()
    widget_origins: tuple[Origin, ...] = ()
    widget_public: bool = False
    widget_questions_per_session: int = Field(default=50, ge=0)
    widget_questions_per_address: int = Field(default=500, ge=0)
    questions_per_minute: int = Field(default=60, ge=0)
    requests_per_minute: int = Field(default=600, ge=0)
    address_requests_per_minute: int = Field(default=3000, ge=0)
    questions_at_once: int = Field(default=4, ge=0)
    largest_request: int = Field(default=2 * 1024 * 1024, ge=1024)
    largest_upload: int = Field(default=64 * 1024 * 1024, ge=1024)
    request_seconds: float = Field(default=120, gt=0)
    answer_seconds: float = Field(default=60, gt=0)
    most_connections: int = Field(default=1000, ge=1)
    audit_questions: bool = True
    audit_days: int = Field(default=180, ge=1)
    conversation_days: int = Field(default=365, ge=1)
    feedback_days: int = Field(default=365, ge=1)
    calendar_days: int = Field(default=366, ge=1)
