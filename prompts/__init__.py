"""Prompt texts as files, and the loader that names a missing variable.

Each file is a text for people or for a language model, with `$name` where a value goes in.
"""

from prompts.load import PromptError, fill

__all__ = ["PromptError", "fill"]
