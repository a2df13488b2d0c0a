"""What several tests share: the default model, made once into var/model, and the shipped documents' assistant."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import portalocker
import pytest

from assistant.pipeline import Assistant
from assistant.settings import SHIPPED, prepare_environment
from index.ingest import index_folder
from index.model import build_default_model, is_built
from index.onnx_embedder import OnnxEmbedder
from index.store import Store

prepare_environment()
os.environ["HF_HUB_OFFLINE"] = "1"


@pytest.fixture(scope="session")
def model_folder() -> Path:
    """The folder of the default model, for `OnnxEmbedder`."""
    folder = Path(__file__).parents[1] / "var" / "model"
    folder.parent.mkdir(exist_ok=True)
    with portalocker.Lock(folder.with_suffix(".lock"), timeout=120):
        if not is_built(folder):
            build_default_model(folder)
    return folder


@pytest.fixture(scope="session")
def embedder(model_folder: Path) -> OnnxEmbedder:
    """The default model."""
    return OnnxEmbedder(model_folder)


@pytest.fixture(scope="session")
def shipped_store(embedder: OnnxEmbedder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store of the shipped documents, made with the default model; only to be read."""
    store = Store(tmp_path_factory.mktemp("shipped"))
    index_folder(store, SHIPPED, embedder)
    yield store
    store.close()


@pytest.fixture(scope="session")
def assistant(shipped_store: Store, embedder: OnnxEmbedder) -> Assistant:
    """The assistant over the shipped documents."""
    return Assistant(shipped_store, embedder)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the tests of a module."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def filled(home: Path) -> Iterator[Store]:
    """A store in `home` of two small directives, a.txt and b.txt, for the tests of a module."""
    from tests.servers import filled_store  # gradio, which most tests do without

    store = filled_store(home)
    yield store
    store.close()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store that holds nothing yet."""
    store = Store(tmp_path / "store")
    yield store
    store.close()
