"""What the server signs: cookies, and the addresses of calendars."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from itsdangerous import BadSignature, URLSafeTimedSerializer

from assistant.settings import Settings
from corpus.errors import StoreError

FILE = "server.secret"


def secret_of(settings: Settings) -> str:
    """The secret of the settings, else the one in `home`, made at first use. Raises StoreError."""
    if told := settings.secret.get_secret_value():
        return told
    file = settings.home / FILE
    try:
        if not file.exists():
            settings.home.mkdir(parents=True, exist_ok=True)
            made = Path(f"{file}.{os.getpid()}")
            with os.fdopen(os.open(made, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600), "w") as new:
                new.write(secrets.token_urlsafe(32))
            try:
                os.link(made, file)  # whoever was first has made it
            except FileExistsError:
                pass
            finally:
                made.unlink()
        return file.read_text("utf-8")
    except OSError as error:
        raise StoreError(f"không ghi được {file} ({error.strerror}); hãy kiểm tra quyền ghi hoặc đặt secret") from error


class Signer:
    """Signs values for one purpose each; what was signed for another, or too long ago, is refused."""

    def __init__(self, secret: str, purpose: str, seconds: float) -> None:
        self._serializer = URLSafeTimedSerializer(secret, salt=f"chidao/{purpose}")
        self._seconds = int(seconds)

    def sign(self, value: Mapping[str, Any] | str) -> str:
        """The value with its signature, fit for an address and a cookie."""
        return str(self._serializer.dumps(value))

    def read(self, words: str) -> Any:
        """The value that was signed, None for anything else."""
        try:
            return self._serializer.loads(words, max_age=self._seconds)
        except BadSignature:
            return None
