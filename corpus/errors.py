"""The project's tree of errors. A message says what is wrong, shows the value, and tells the next step."""


class ChidaoError(Exception):
    """Anything the project refuses, in words for the person; the root of the tree."""


class UnreadableDocument(ChidaoError):
    """A file that cannot become a document; the message names the reason, not the file."""


class StoreError(ChidaoError):
    """A store that cannot be used as it is."""


class StoreMismatch(StoreError):
    """A store built with another model or another layout than the settings name."""


class StoreBusy(StoreError):
    """Another process is writing to the store."""


class ModelError(ChidaoError):
    """An embedding model that is missing or cannot be loaded."""


class BadQuestion(ChidaoError):
    """A question that cannot be asked: empty, or too long."""


class UnknownDocument(ChidaoError):
    """A document that the store does not hold."""


class UnknownTask(ChidaoError):
    """A task that the store does not hold, or an id that more than one begins with."""


class SettingsError(ChidaoError):
    """A setting that cannot be used."""
