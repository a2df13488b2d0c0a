from __future__ import annotations

from pathlib import Path

import pytest

import prompts
from prompts import PromptError, fill


def test_a_prompt_is_filled_in() -> None:
    assert fill("reason_other_body", body="Bộ Y tế") == "có nói về việc được hỏi, nhưng không phải của Bộ Y tế"


def test_a_missing_variable_is_named() -> None:
    with pytest.raises(PromptError, match=r"'reason_other_body' lacks the values \['body'\]"):
        fill("reason_other_body")


def test_a_value_without_a_variable_is_named() -> None:
    with pytest.raises(PromptError, match=r"has no variables \['bodies'\]; it has \['body'\]"):
        fill("reason_other_body", body="Bộ Y tế", bodies="hai")


def test_an_unknown_prompt_names_those_there_are() -> None:
    with pytest.raises(PromptError, match=r"no prompt 'none'; there are .*'abstained'"):
        fill("none")


@pytest.mark.parametrize("path", sorted(Path(prompts.__file__).parent.glob("*.txt")), ids=lambda p: p.stem)
def test_each_prompt_is_one_clean_text(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.endswith("\n")
    assert text.strip() == text.removesuffix("\n")
