from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from assistant.settings import SHIPPED, load_settings
from corpus.errors import SettingsError


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("HOST", "PORT", "HOME", "STORE", "FOLDERS"):
        monkeypatch.delenv(f"CHIDAO_{name}", raising=False)


def test_by_default_only_this_machine_reaches_the_page() -> None:
    settings = load_settings()
    assert (settings.host, settings.port) == ("127.0.0.1", 7860)
    assert settings.corpus_folders == (SHIPPED,)
    assert settings.store_folder == settings.home / "store"


def test_an_option_goes_before_the_environment_and_that_before_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "chidao.toml").write_text('host = "10.0.0.1"\nport = 1\nlongest_question = 5\n', encoding="utf-8")
    monkeypatch.setenv("CHIDAO_HOST", "10.0.0.2")
    monkeypatch.setenv("CHIDAO_PORT", "2")
    settings = load_settings(port=3, store=None)
    assert (settings.host, settings.port, settings.longest_question) == ("10.0.0.2", 3, 5)


def test_own_folders_stand_beside_the_shipped_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHIDAO_FOLDERS", '["/data/a", "/data/văn bản"]')
    assert load_settings().corpus_folders == (SHIPPED, Path("/data/a"), Path("/data/văn bản"))
    monkeypatch.setenv("CHIDAO_SHIPPED", "false")
    assert load_settings().corpus_folders == (Path("/data/a"), Path("/data/văn bản"))


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("CHIDAO_PORT", "seventy", "port = 'seventy'"),
        ("CHIDAO_PORT", "70000", "port = '70000'"),
        ("CHIDAO_LONGEST_QUESTION", "0", "longest_question = '0'"),
        ("CHIDAO_FOLDERS", "not json", "CHIDAO_"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(
    name: str, value: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match="cài đặt") as error:
        load_settings()
    assert told in str(error.value)
    assert "\n" not in str(error.value)


def test_an_unknown_key_and_a_broken_file_are_told(tmp_path: Path) -> None:
    (tmp_path / "chidao.toml").write_text("hots = 1\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="hots"):
        load_settings()
    (tmp_path / "chidao.toml").write_text("host = \n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"chidao\.toml"):
        load_settings()


def test_settings_are_frozen() -> None:
    with pytest.raises(ValidationError):
        load_settings().port = 1
