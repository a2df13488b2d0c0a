"""The assistant as a llama-index query engine, for whoever evaluates or embeds it with llama-index."""

from __future__ import annotations

from typing import Any

from llama_index.core.base.response.schema import Response
from llama_index.core.query_engine import CustomQueryEngine
from llama_index.core.schema import NodeWithScore, TextNode

from assistant.answer import Answer, Citation


class DirectiveQueryEngine(CustomQueryEngine):
    """Answers a query as `Assistant.ask` does; needs no language model.

    The response's text is the answer with its [n]; its source nodes are the cited passages in the order of [n], with
    the quote and its offsets as metadata; its metadata holds the whole answer as JSON.
    """

    assistant: Any

    def custom_query(self, query_str: str) -> Response:
        """One response."""
        answer: Answer = self.assistant.ask(query_str)
        return Response(
            response=answer.answer, source_nodes=[_node(c) for c in answer.citations], metadata=answer.to_json()
        )


def _node(citation: Citation) -> NodeWithScore:
    node = TextNode(
        text=citation.passage,
        metadata={
            "document": citation.document,
            "section": citation.section,
            "quote": citation.quote,
            "start": citation.start,
            "end": citation.end,
        },
    )
    return NodeWithScore(node=node, score=1.0 / citation.n)
