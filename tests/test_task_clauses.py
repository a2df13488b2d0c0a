"""Clauses: where a sentence falls into pieces of work, and what holds it together."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.reading import Span
from corpus.tasks.clauses import LONGEST_HELD, clauses_of, held_in

LONG = "đắp đê " * (LONGEST_HELD // 7)


def clauses(text: str, *whole: str) -> list[str]:
    held = [Span(text.index(each), text.index(each) + len(each)) for each in whole]
    return [span.of(text) for span in clauses_of(text, Span(0, len(text)), held)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sở Y tế trực cấp cứu", "Sở Y tế trực cấp cứu"),
        ("rà soát kho vật tư; lập dự toán; báo cáo", "rà soát kho vật tư|lập dự toán|báo cáo"),
        ("rà soát kho vật tư ;lập dự toán;", "rà soát kho vật tư|lập dự toán"),
        (";; rà soát;  ; báo cáo ; ", "rà soát|báo cáo"),
        ("Sở Y tế: (1) trực; (2) dự trữ thuốc", "Sở Y tế:|trực|dự trữ thuốc"),
        ("Sở Y tế: (i) trực, (ii) dự trữ thuốc, (iii) báo cáo.", "Sở Y tế:|trực,|dự trữ thuốc,|báo cáo."),
        ("Sở Y tế: (a) trực; (b) dự trữ; (đ) báo cáo", "Sở Y tế:|trực|dự trữ|báo cáo"),
        ("Kiểm tra đê. (2) Gia cố kè.", "Kiểm tra đê.|Gia cố kè."),
        ("(1) Kiểm tra đê; (2) gia cố kè", "(1) Kiểm tra đê|gia cố kè"),
        ("Cả hai phương án (1) và (2) đều được", "Cả hai phương án (1) và (2) đều được"),
        ("theo điểm (a) khoản 3; theo điểm (b)", "theo điểm (a) khoản 3|theo điểm (b)"),
        ("đào giếng (sâu 40 m; đường kính 1 m); chở nước", "đào giếng (sâu 40 m; đường kính 1 m)|chở nước"),
        ("trồng rừng (keo (lai; tượng); bạch đàn); làm cỏ", "trồng rừng (keo (lai; tượng); bạch đàn)|làm cỏ"),
        ("phát động “Nhà sạch; vườn đẹp”; chấm điểm", "phát động “Nhà sạch; vườn đẹp”|chấm điểm"),
        ("phát động «Nhà sạch; vườn đẹp»; chấm điểm", "phát động «Nhà sạch; vườn đẹp»|chấm điểm"),
        ('phát động "Nhà sạch; vườn đẹp"; chấm điểm', 'phát động "Nhà sạch; vườn đẹp"|chấm điểm'),
        ("theo “Quy chế (mới; tạm)”; báo cáo", "theo “Quy chế (mới; tạm)”|báo cáo"),
        (f"đào giếng (sâu {LONG}; chở nước", f"đào giếng (sâu {LONG.strip()}|chở nước"),
        ("đào giếng (sâu 40 m; chở nước", "đào giếng (sâu 40 m|chở nước"),
        ("phát động “Nhà sạch; chấm điểm", "phát động “Nhà sạch|chấm điểm"),
        ("đào giếng) sâu; chở nước", "đào giếng) sâu|chở nước"),
        ("bậc (IV); cấp (12) và hạng (z)", "bậc (IV)|cấp (12) và hạng (z)"),
    ],
)
def test_a_sentence_falls_into_clauses(text: str, expected: str) -> None:
    assert clauses(text) == expected.split("|")


def test_brackets_closed_too_late_hold_nothing_together() -> None:
    far = f"đào giếng (sâu {LONG * 2}; rộng); chở nước"
    assert clauses(far) == [f"đào giếng (sâu {(LONG * 2).strip()}", "rộng)", "chở nước"]


@pytest.mark.parametrize("blank", ["", " ", ";", " ; ;", ";;;"])
def test_nothing_to_read_has_no_clause(blank: str) -> None:
    assert clauses(blank) == []


def test_a_list_that_is_given_stays_whole() -> None:
    text = "Sở Y tế; Sở Xây dựng; các xã rà soát; báo cáo"
    assert clauses(text, "Sở Y tế; Sở Xây dựng; các xã") == ["Sở Y tế; Sở Xây dựng; các xã rà soát", "báo cáo"]
    assert clauses(text, "Sở Y tế; Sở Xây dựng") == ["Sở Y tế; Sở Xây dựng", "các xã rà soát", "báo cáo"]


def test_clauses_of_a_piece_keep_the_offsets_of_the_text() -> None:
    text = "Trời khô. Sở Y tế trực; báo cáo; hết. Trời mưa; lũ."
    piece = Span(10, 37)
    assert [(span.start, span.of(text)) for span in clauses_of(text, piece)] == [
        (10, "Sở Y tế trực"),
        (24, "báo cáo"),
        (33, "hết."),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("đào (sâu) và “rộng”", ["(sâu)", "“rộng”"]),
        ("đào (sâu (lắm)) rồi", ["(sâu (lắm))"]),
        ("nói “một «hai» ba” thôi", ["“một «hai» ba”"]),
        ("đào (sâu", []),
        ("đào (sâu “rộng”", ["“rộng”"]),
        ("không gì", []),
    ],
)
def test_brackets_and_quotations_are_seen_where_they_close(text: str, expected: list[str]) -> None:
    assert [span.of(text) for span in held_in(text, Span(0, len(text)))] == expected


@given(st.text(st.sampled_from('aĐ1i ;:,.()“”«»"'), max_size=80), st.data())
@settings(deadline=None)
def test_clauses_are_in_order_inside_the_piece_without_blanks_around_them(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    piece = Span(start, data.draw(st.integers(start, len(text))))
    found = clauses_of(text, piece)
    assert all(piece.holds(clause) and clause.of(text) == clause.of(text).strip() != "" for clause in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
