"""Links between documents: what a document itself does to another one, and nothing that it only tells of."""

from __future__ import annotations

import pytest

from corpus.links import Link, Relation
from tests.office_papers import MOTTO, SIGNED, decision, head, links, paper

OLD = "Quyết định số 7/QĐ-UBND ngày 5/6/2029 của Ủy ban nhân dân tỉnh"


def said(found: list[Link]) -> list[tuple[str, str, str | None, str]]:
    return [(link.relation.value, link.number, link.date, link.part) for link in found]


@pytest.mark.parametrize(
    ("article", "expected"),
    [
        (f"Quyết định này có hiệu lực từ ngày ký và thay thế {OLD}.", ("replaces", "7/QĐ-UBND", "2029-06-05", "")),
        (f"Quyết định này thay thế cho {OLD} về trực hè.", ("replaces", "7/QĐ-UBND", "2029-06-05", "")),
        (
            f"Quyết định này có hiệu lực kể từ ngày ký. Thay thế {OLD} về trực hè.",
            ("replaces", "7/QĐ-UBND", "2029-06-05", ""),
        ),
        (f"Bãi bỏ {OLD}.", ("repeals", "7/QĐ-UBND", "2029-06-05", "")),
        (f"Bãi bỏ khoản 2 Điều 5 của {OLD}.", ("repeals", "7/QĐ-UBND", "2029-06-05", "khoản 2 Điều 5")),
        (f"Bãi bỏ {OLD}, trừ Điều 3.", ("repeals", "7/QĐ-UBND", "2029-06-05", "trừ Điều 3")),
        (f"{OLD} hết hiệu lực kể từ ngày Quyết định này có hiệu lực.", ("repeals", "7/QĐ-UBND", "2029-06-05", "")),
        (f"Kể từ ngày Quyết định này có hiệu lực, {OLD} hết hiệu lực.", ("repeals", "7/QĐ-UBND", "2029-06-05", "")),
        (f"Sửa đổi, bổ sung một số điều của {OLD}.", ("amends", "7/QĐ-UBND", "2029-06-05", "một số điều")),
        (f"Đính chính Điều 2 {OLD}.", ("corrects", "7/QĐ-UBND", "2029-06-05", "Điều 2")),
        ("Bãi bỏ Quyết định số 7/QĐ-UBND.", ("repeals", "7/QĐ-UBND", None, "")),
        ("Bãi bỏ Quyết định số 7/QĐ-UBND ngày 31 tháng 02 năm 2029.", ("repeals", "7/QĐ-UBND", None, "")),
    ],
)
def test_what_an_article_does_to_another_document(article: str, expected: tuple[str, str, str | None, str]) -> None:
    text = decision("Về trực hè", "Sở Y tế trực hè.", article)
    found = links(text)
    assert said(found) == [expected]
    assert found[0].span.of(text) in article
    assert found[0].number in found[0].span.of(text)


@pytest.mark.parametrize(
    "article",
    [
        f"Nghị định số 5/2030/NĐ-CP thay thế {OLD}.",
        f"Quyết định này không thay thế {OLD}.",
        f"Giao Sở Y tế trình Ủy ban nhân dân tỉnh sửa đổi {OLD}.",
        "Trường hợp văn bản dẫn chiếu tại Quyết định này được sửa đổi, bổ sung hoặc thay thế thì áp dụng văn bản mới.",
        "Thay thế cán bộ được cử tại Quyết định số 7/QĐ-UBND.",
        "Chỉ thị này thay thế Chỉ thị số 7/CT-UBND.",
        "Sửa đổi Điều 3 như sau: “Quyết định này thay thế Quyết định số 1/QĐ-UBND.”",
        "Bãi bỏ các thủ tục rườm rà.",
    ],
)
def test_what_the_document_does_not_do_itself_is_no_link(article: str) -> None:
    assert links(decision("Về trực hè", "Sở Y tế trực hè.", article)) == []


def test_each_document_of_an_enumeration_is_linked_with_its_day() -> None:
    article = (
        "Quyết định này thay thế các Quyết định: số 7/QĐ-UBND ngày 5/6/2029, số 8/QĐ-UBND ngày 6/6/2029 và Quyết định "
        "số 9/QĐ-UBND ngày 7/6/2029 của UBND tỉnh."
    )
    found = links(decision("Về trực hè", "Trực.", article))
    days = [("7/QĐ-UBND", "2029-06-05"), ("8/QĐ-UBND", "2029-06-06"), ("9/QĐ-UBND", "2029-06-07")]
    assert [(link.number, link.date) for link in found] == days
    assert found[-1].issuer == "UBND tỉnh"


def test_the_items_below_a_colon_are_linked() -> None:
    article = (
        "Các văn bản sau đây hết hiệu lực kể từ ngày Quyết định này có hiệu lực:\n\na) Quyết định số 7/QĐ-UBND ngày "
        "5/6/2029;\n\nb) Khoản 3 Điều 4 Quyết định số 9/QĐ-UBND ngày 7/6/2029."
    )
    assert said(links(decision("Về trực hè", "Trực.", article))) == [
        ("repeals", "7/QĐ-UBND", "2029-06-05", ""),
        ("repeals", "9/QĐ-UBND", "2029-06-07", "Khoản 3 Điều 4"),
    ]


def test_one_sentence_may_replace_one_document_and_repeal_another() -> None:
    article = "Quyết định này thay thế Quyết định số 7/QĐ-UBND và bãi bỏ Chỉ thị số 8/CT-UBND."
    assert [(link.relation, link.number) for link in links(decision("Về trực hè", "Trực.", article))] == [
        (Relation.REPLACES, "7/QĐ-UBND"),
        (Relation.REPEALS, "8/CT-UBND"),
    ]


def test_the_title_says_it_too() -> None:
    found = links(decision(f"Sửa đổi, bổ sung một số điều của {OLD}", "Trực."))
    assert said(found) == [("amends", "7/QĐ-UBND", "2029-06-05", "một số điều")]
    assert found[0].rule == "title"


def test_a_plan_carries_out_what_its_title_and_its_first_sentence_name() -> None:
    opening = (
        "Thực hiện Chỉ thị số 9/CT-TTg ngày 1/2/2031 của Thủ tướng Chính phủ về trực hè và Kế hoạch số 8/KH-BYT ngày "
        "3/2/2031 của Bộ Y tế thực hiện Nghị quyết số 1-NQ/TW, UBND tỉnh ban hành Kế hoạch như sau:"
    )
    body = "1. Sở Y tế sửa đổi Quyết định số 7/QĐ-UBND.\n\n2. Thực hiện Chỉ thị số 33/CT-TTg ngày 3/3/2030."
    text = paper(head("UBND TỈNH KON TUM", "Số: 12/KH-UBND"), "KẾ HOẠCH\nTrực hè", opening, body, SIGNED)
    assert [(link.relation.value, link.number, link.issuer) for link in links(text)] == [
        ("implements", "9/CT-TTg", "Thủ tướng Chính phủ"),
        ("implements", "8/KH-BYT", "Bộ Y tế"),
    ]


def test_a_notice_follows_an_earlier_one() -> None:
    opening = "Tiếp theo Thông báo số 9/TB-VPCP ngày 1 tháng 2 năm 2031, Văn phòng Chính phủ thông báo:"
    text = paper(head("VĂN PHÒNG CHÍNH PHỦ", "Số: 12/TB-VPCP"), "THÔNG BÁO\nVề trực hè", opening, "1. Trực hè.", SIGNED)
    assert said(links(text)) == [("continues", "9/TB-VPCP", "2031-02-01", "")]


def test_a_report_links_nothing_even_above_the_document_that_it_tells_of() -> None:
    report = f"Tỉnh vừa ban hành văn bản mới\n\nQuyết định này thay thế {OLD}.\n"
    assert links(report) == []
    assert MOTTO[0] in decision("Về trực hè", "Trực.")
    assert links(report + "\n" + decision("Về trực hè", "Trực.")) == []
