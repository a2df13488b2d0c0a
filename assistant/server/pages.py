"""pages"""
from __future__ import annotations
from starlette.routing import Route
def page_routes(services: object) -> list[Route]:
    return []
