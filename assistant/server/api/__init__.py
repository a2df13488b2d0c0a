"""The API under /api/v1: what the page shows, for programs. `build_api` makes it."""

from assistant.server.api.build import build_api

__all__ = ["build_api"]
