"""Settings: one frozen object, made at the edge and passed down."""

from __future__ import annotations

import os
from functools import cached_property
from pathlib import Path

from platformdirs import user_data_path
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

import corpus
from assistant.server_settings import ServerSettings
from corpus.errors import SettingsError
from corpus.readers.limits import MIB

SHIPPED = Path(corpus.__file__).parent / "documents"
"""The folder of the documents that ship with the project."""
FILE = "chidao.toml"
"""Settings of an office, read from the current folder where it is there; the environment goes before it."""
DEFAULT_MODEL = "default"


def _workers() -> int:
    """As many as this process may use cores, at most four: each takes memory of its own."""
    return min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1, 4)


def _home() -> Path:
    """Where the data lies: `var` of a checkout, else the user's data folder."""
    root = SHIPPED.parent.parent
    return root / "var" if (root / "pyproject.toml").is_file() else user_data_path("chidao")


class Settings(ServerSettings, BaseSettings):
    """What can be set: by CHIDAO_<NAME> in the environment, by `chidao.toml`, or by an option of a command.

    Attributes:
        home: folder of the store and the built model.
        store: folder of the store; default `store` under `home`.
        folders: folders that the page answers from, beside the shipped one.
        shipped: whether the page answers from the shipped documents.
        model: "default" (multilingual-e5-small, built from a package), or the name or folder of another
            sentence-transformers model.
        allow_download: whether a model may be fetched from a hub by name.
        host, port: where the page is served; 127.0.0.1 can be reached from this machine alone.
        frame_ancestors: origins that may show the page in a frame.
        longest_question: characters of a question; a longer one is refused.
        largest_file: bytes of a file, in an archive unpacked; a larger one is refused.
        most_pages: pages of a PDF or a scan; one with more is refused.
        seconds_per_file: how long a file may be read; then it is refused.
        memory_per_file: bytes of memory that the process may take which reads a file; then the file is refused.
        most_unpacked: bytes of all that an archive or letter unpacks to; what comes behind is not read.
        most_members: files in an archive or letter; what comes behind is not read.
        workers: processes that read files at once; 0 reads in the command itself, without bounds of time and memory.
        watch_polling: seconds between two looks of `--watch` at the folder's files; 0 waits for the system to tell,
            which it does not for what another machine writes to a network drive.
        user: the name under which corrections of tasks are noted; "" for the login name.

    What the server alone reads stands in `ServerSettings`.
    """

    model_config = SettingsConfigDict(env_prefix="CHIDAO_", toml_file=FILE, frozen=True, extra="forbid")

    home: Path = Field(default_factory=_home)
    store: Path | None = None
    folders: tuple[Path, ...] = ()
    shipped: bool = True
    model: str = DEFAULT_MODEL
    allow_download: bool = False
    host: str = "127.0.0.1"
    port: int = Field(default=7860, ge=0, le=65535)
    frame_ancestors: tuple[str, ...] = ()
    longest_question: int = Field(default=1000, ge=1)
    largest_file: int = Field(default=64 * MIB, ge=1)
    most_pages: int = Field(default=2_000, ge=1)
    seconds_per_file: float = Field(default=600, gt=0)
    memory_per_file: int = Field(default=2048 * MIB, ge=512 * MIB)
    most_unpacked: int = Field(default=512 * MIB, ge=1)
    most_members: int = Field(default=2_000, ge=1)
    workers: int = Field(default_factory=_workers, ge=0, le=64)
    watch_polling: float = Field(default=0, ge=0)
    user: str = ""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003  pydantic names the arguments
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Options before environment before file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)

    @cached_property
    def store_folder(self) -> Path:
        """The folder of the store."""
        return self.store or self.home / "store"

    @cached_property
    def model_folder(self) -> Path:
        """The folder of the built default model."""
        return self.home / "model"

    @cached_property
    def uploads_folder(self) -> Path:
        """The folder of the documents that came in through the server."""
        return self.home / "uploads"

    @cached_property
    def page_folders(self) -> tuple[Path, ...]:
        """The folders that the server answers from: those of the settings, and what came in through it."""
        return (*self.corpus_folders, self.uploads_folder)

    @cached_property
    def corpus_folders(self) -> tuple[Path, ...]:
        """The folders that the page answers from."""
        return ((SHIPPED,) if self.shipped else ()) + self.folders


def load_settings(**options: object) -> Settings:
    """The settings, with the options that are not None going before all else.

    Raises:
        SettingsError: a setting cannot be used; the message names it, its value and what it takes.
    """
    given = {name: value for name, value in options.items() if value is not None}
    try:
        return Settings(**given)  # type: ignore[arg-type]  # checked by pydantic
    except ValidationError as error:
        lines = [
            f"{'.'.join(map(str, e['loc']))} = {e.get('input')!r}: {e['msg']}" for e in error.errors(include_url=False)
        ]
        raise SettingsError(
            f"cài đặt không dùng được: {'; '.join(lines)} (biến môi trường CHIDAO_* hoặc tệp {FILE})"
        ) from error
    except (ValueError, OSError) as error:
        raise SettingsError(f"không đọc được cài đặt ({error}); hãy sửa tệp {FILE} hoặc biến CHIDAO_*") from error


def prepare_environment() -> None:
    """Keeps the libraries quiet and at home: no telemetry, no hub, before any of them is imported."""
    for name, value in {
        "ANONYMIZED_TELEMETRY": "False",
        "GRADIO_ANALYTICS_ENABLED": "False",
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "DO_NOT_TRACK": "1",
        "TOKENIZERS_PARALLELISM": "false",
        "OMP_WAIT_POLICY": "PASSIVE",
    }.items():
        os.environ.setdefault(name, value)
