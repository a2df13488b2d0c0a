"""The forms that a question is put into, and the data that they are made with."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.cases import SHIPPED, Case, read_cases
from eval.slips import forms, with_slips
from eval.variants import Form, abbreviated, decomposed, unaccented, with_variants
from index.tokens import unmarked

CASES = read_cases(SHIPPED)
WHO = Case("w", "who", "Ai trình chiến lược bán dẫn?", (("Bộ Y tế",),), (("chiến lược",),), (), (), True, ())
WHEN = replace(WHO, id="t", cat="when", question="Bao giờ trình chiến lược bán dẫn?", due=((date(2031, 8, 5),),))


def forms_of(*cases: Case) -> dict[tuple[str, str], Case]:
    return {(case.variant_of, case.variant): case for case in with_variants(cases) if case.variant}


def test_a_variant_keeps_the_gold_and_names_its_original() -> None:
    for case in with_variants(CASES[:20]):
        if case.variant:
            original = next(c for c in CASES if c.id == case.variant_of)
            assert case.id == f"{original.id}~{case.variant}"
            gold = {"question": original.question, "history": original.history, "id": original.id}
            assert replace(case, variant="", variant_of="", **gold) == original  # type: ignore[arg-type]


def test_the_own_cases_give_every_form_and_ids_stay_unique() -> None:
    made = with_variants(CASES)
    assert len({case.id for case in made}) == len(made)
    assert {case.variant for case in made} == {"", *Form}


def test_variants_are_the_same_for_the_same_seed_and_are_not_varied_again() -> None:
    made = with_variants(CASES, seed=1)
    assert made == with_variants(CASES, seed=1)
    assert made != with_variants(CASES, seed=2)
    assert with_variants([c for c in made if c.variant]) == [c for c in made if c.variant]


def test_a_form_that_changes_nothing_is_left_out() -> None:
    plain = replace(WHO, question="bo nao lam?", history=("the con ai?",))
    assert {form for _, form in forms_of(plain)} == {"typo"}


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("Bộ Thông tin và Truyền thông phải làm gì?", "BTTTT phải làm gì?"),
        ("Sở Y tế và Ủy ban nhân dân tỉnh", "SYT và UBND tỉnh"),
        ("an toàn thông tin mạng", "ATTTM"),  # the longest first
        ("chuyển đổi số", "CĐS"),
        ("Ai làm?", "Ai làm?"),
    ],
)
def test_short_forms_are_those_of_the_gazetteer(full: str, short: str) -> None:
    assert abbreviated(full) == short
    assert abbreviated(unicodedata.normalize("NFD", full)) == short


def test_the_second_question_leaves_out_what_the_first_names() -> None:
    made = forms_of(WHO, WHEN)
    assert made["t", "followup"].history == (WHO.question,)  # the other one over the same passage
    assert made["t", "followup"].question in forms()["again"]["when"]
    assert made["w", "followup"].history == (WHEN.question,)
    alone = forms_of(WHEN)["t", "followup"]
    assert alone.history == (WHEN.question,)


@pytest.mark.parametrize("changed", [{"cat": "list"}, {"history": ("Ai?",)}, {"answerable": False}])
def test_nobody_asks_these_by_halves(changed: dict[str, object]) -> None:
    assert ("w", "followup") not in forms_of(replace(WHO, **changed))  # type: ignore[arg-type]


@given(st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyạảãáàếềểễệ 0123/-", max_size=60))
def test_any_text_is_put_into_any_form(text: str) -> None:
    assert unmarked(unaccented(text)) == unmarked(text)
    assert unicodedata.normalize("NFC", decomposed(text)) == unicodedata.normalize("NFC", text)
    assert with_slips(text, "a") == with_slips(text, "a")


def test_slips_spare_numbers_names_and_short_words() -> None:
    text = "Công văn 34/CT-TTg của Bộ Y tế về đề án"
    for seed in "abcdefghijkl":
        slipped = with_slips(text, seed)
        assert slipped != text
        assert slipped.startswith("Công ")
        assert "34/CT-TTg của Bộ Y" in slipped or "34/CT-TTg" in slipped
        assert sum(a != b for a, b in zip(slipped.split(), text.split(), strict=True)) == 1


def test_slips_are_of_several_kinds() -> None:
    made = {with_slips("hạn", str(seed)) for seed in range(400)}
    assert {"han", "hanj", "ạhn", "hạnn"} <= made
    assert made.isdisjoint({"hạn"})


def test_the_data_of_the_forms_is_sound() -> None:
    tables = forms()
    for key, beside in tables["keys"].items():
        assert key not in beside
        assert len(set(beside)) == len(beside)
    assert len(set(tables["telex"].values())) == len(tables["telex"]) == 5
    assert all(unicodedata.combining(mark) for mark in tables["telex"])
    for seconds in tables["again"].values():
        assert len(set(seconds)) == len(seconds)
        assert all(second.endswith("?") for second in seconds)
