"""The ways of asking that are compared: ours, llama-index as it comes, and BM25 alone, over the same stored texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

import bm25s
from llama_index.core import Document, Settings, StorageContext, VectorStoreIndex
from llama_index.core.embeddings import BaseEmbedding
from llama_index.core.llms import MockLLM
from llama_index.core.node_parser import SentenceSplitter
from llama_index.core.schema import BaseNode
from llama_index.vector_stores.chroma import ChromaVectorStore
from pydantic import PrivateAttr

from assistant.answer import Answer, Citation
from assistant.pipeline import Assistant
from corpus.reading import Span
from eval.cases import Case
from eval.gold import GoldText, Place
from index.embedder import Embedder
from index.retrieval import LexicalRetriever
from index.store import Store

DEPTH = 5
"""Pieces that a peer answers with (llama-index's similarity_top_k)."""
FOUND = 50
"""Pieces that are ranked for the measures of retrieval."""


class Way(Protocol):
    """One way of finding pieces of the documents for a question, and of answering it.

    Attributes:
        name: as the table shows it.
        pieces: every piece that it could find, by id.
    """

    name: str
    pieces: Mapping[str, Place]

    def found(self, case: Case) -> Sequence[str]:
        """The ids of the pieces found for a case, best first."""

    def answer(self, case: Case) -> Answer:
        """What it answers."""


class Ours:
    """The assistant; what it finds are the passages that its search proposes."""

    name = "chidao"

    def __init__(self, assistant: Assistant, passages: Mapping[str, Place]) -> None:
        self.pieces = passages
        self._assistant = assistant

    def found(self, case: Case) -> Sequence[str]:
        """The passages that the search of the assistant proposed; none where it answers without a search."""
        return self._assistant.explain(case.question, case.history).ranked

    def answer(self, case: Case) -> Answer:
        """The assistant's answer."""
        return self._assistant.ask(case.question, case.history)


class OurEmbedding(BaseEmbedding):
    """The project's embedding model behind llama-index's interface."""

    _embedder: Any = PrivateAttr()

    def __init__(self, embedder: Embedder) -> None:
        super().__init__(model_name=embedder.model_id)
        self._embedder = embedder

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._embedder.embed_queries([query])[0].tolist()  # type: ignore[no-any-return]

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return self._embedder.embed_passages(texts).tolist()  # type: ignore[no-any-return]

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)


class LlamaIndex:
    """VectorStoreIndex over Chroma with its own query engine; without a language model that is "context_only"."""

    def __init__(
        self, nodes: Sequence[BaseNode], places: Mapping[str, Place], embedder: Embedder, folder: Path, top_k: int
    ) -> None:
        import chromadb

        Settings.llm = MockLLM()  # what `Settings.llm = None` sets; else it looks for OpenAI's
        self.name = f"llama-index, {_first(top_k)}"
        self.pieces = places
        collection = chromadb.PersistentClient(str(folder)).create_collection("stock")
        context = StorageContext.from_defaults(vector_store=ChromaVectorStore(chroma_collection=collection))
        index = VectorStoreIndex(list(nodes), storage_context=context, embed_model=OurEmbedding(embedder))
        self._retriever = index.as_retriever(similarity_top_k=FOUND)
        self._engine = index.as_query_engine(similarity_top_k=top_k, response_mode="context_only")

    def found(self, case: Case) -> Sequence[str]:
        """The nodes of its retriever."""
        return [found.node_id for found in self._retriever.retrieve(asked(case))]

    def answer(self, case: Case) -> Answer:
        """The texts of the source nodes, which is what its engine responds with; the marks [n] are added."""
        response = self._engine.query(asked(case))
        sources = [(self.pieces[s.node_id], s.node.get_content()) for s in response.source_nodes]
        return answer_of(case, sources)


class Bm25:
    """BM25 by bm25s with its defaults (Lucene's form, k1 1.5, b 0.75) but for the English stop words."""

    def __init__(self, nodes: Sequence[BaseNode], places: Mapping[str, Place]) -> None:
        self.name = f"BM25 over nodes, {_first(DEPTH)}"
        self.pieces = places
        self._ids = [node.node_id for node in nodes]
        self._texts = {node.node_id: node.get_content() for node in nodes}
        self._model = bm25s.BM25()
        self._model.index(_tokens(list(self._texts.values())), show_progress=False)

    def found(self, case: Case) -> Sequence[str]:
        """The best nodes that share a word."""
        rows, scores = self._model.retrieve(_tokens([asked(case)]), k=min(FOUND, len(self._ids)), show_progress=False)
        return [self._ids[row] for row, score in zip(rows[0], scores[0], strict=True) if score > 0]

    def answer(self, case: Case) -> Answer:
        """The texts of the nodes found."""
        return answer_of(case, [(self.pieces[id_], self._texts[id_]) for id_ in self.found(case)[:DEPTH]])


class Bm25OverPassages:
    """Our passages, found by our BM25 alone."""

    def __init__(self, store: Store, passages: Mapping[str, Place]) -> None:
        self.name = f"BM25 over our passages, {_first(DEPTH)}"
        self.pieces = passages
        self._store = store

    def found(self, case: Case) -> Sequence[str]:
        """The best passages that share a word."""
        with self._store.reading() as (_, generation):
            assert generation is not None, "an empty store"
            return [found.node_id for found in LexicalRetriever(generation, FOUND).retrieve(asked(case))]

    def answer(self, case: Case) -> Answer:
        """The texts of the passages found."""
        places = [self.pieces[id_] for id_ in self.found(case)[:DEPTH]]
        return answer_of(case, [(p, self._store.text(p.document)[p.span.start : p.span.end]) for p in places])


@contextmanager
def ways_of(store: Store, gold: GoldText, embedder: Embedder) -> Iterator[list[Way]]:
    """All ways over the documents of a store, ours first."""
    nodes = SentenceSplitter().get_nodes_from_documents(
        [Document(text=text, id_=name) for name, text in gold.texts.items()]
    )
    places = {node.node_id: _place(node, gold.texts) for node in nodes}
    passages = gold.pieces()
    with TemporaryDirectory() as folder:
        yield [
            Ours(Assistant(store, embedder), passages),
            LlamaIndex(nodes, places, embedder, Path(folder, "five"), DEPTH),
            LlamaIndex(nodes, places, embedder, Path(folder, "one"), 1),
            Bm25(nodes, places),
            Bm25OverPassages(store, passages),
        ]


def asked(case: Case) -> str:
    """The question as a way that knows no conversation gets it: behind the earlier ones."""
    return " ".join([*case.history, case.question])


def answer_of(case: Case, sources: Sequence[tuple[Place, str]]) -> Answer:
    """Pieces given as an answer: their texts, each with its mark [n] and cited whole."""
    citations = tuple(
        Citation(n, place.document, place.document, None, "", text, place.span.start, place.span.end)
        for n, (place, text) in enumerate(sources, 1)
    )
    words = "\n\n".join(f"{citation.quote} [{citation.n}]" for citation in citations)
    return Answer(case.question, "answered", None, words, citations)


def _place(node: Any, texts: Mapping[str, str]) -> Place:
    """Where a node stands; where the splitter does not tell, the first place of its text."""
    start, end = node.start_char_idx, node.end_char_idx
    if start is None or end is None:
        start = texts[node.ref_doc_id].index(node.text)
        end = start + len(node.text)
    return Place(node.ref_doc_id, Span(start, end))


def _tokens(texts: list[str]) -> Any:
    return bm25s.tokenize(texts, stopwords=None, show_progress=False)


def _first(count: int) -> str:
    return "first node" if count == 1 else f"first {count}"
