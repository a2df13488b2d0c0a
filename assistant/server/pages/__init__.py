"""The pages that gradio has not: the register, the documents, and what they are dressed in."""

from assistant.server.pages.routes import page_routes

__all__ = ["page_routes"]
