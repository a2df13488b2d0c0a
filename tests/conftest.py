"""What several tests share: the default model, made once into var/model."""

from __future__ import annotations

import os
from pathlib import Path

import portalocker
import pytest

from index.model import build_default_model, is_built

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
