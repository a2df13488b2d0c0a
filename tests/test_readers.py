"""The readers: every file becomes its text with true spans, or is refused with a reason that a person understands."""

from __future__ import annotations

import os
import re
import socket
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from corpus.errors import UnreadableDocument
from corpus.readers import SUFFIXES, Limits, parse, read
from corpus.reading import Reading, Span
from corpus.text import stored

NFD = unicodedata.normalize("NFD", "Sở Tư pháp rà soát văn bản")
VIETNAMESE = "Sở Tư pháp rà soát, hoàn thành trước ngày 15 tháng 6 năm 2025; Đường Đỗ Hữu Vị ẵ ỡ"


def reading_of(name: str, source: str | bytes) -> Reading:
    """The reading of a file of that name, with what must hold for every reading."""
    reading = parse(Path(name), source.encode() if isinstance(source, str) else source)
    check(reading)
    return reading


def check(reading: Reading) -> None:
    text = reading.text
    whole = Span(0, len(text))
    assert text == stored(text)
    assert "\r" not in text
    assert all(whole.holds(heading.span) for heading in reading.headings)
    assert all(whole.holds(table.span) for table in reading.tables)
    assert all(one.span.end <= other.span.start for one, other in pairwise(reading.tables))
    for table in reading.tables:
        places: set[tuple[int, int]] = set()
        for cell in table.cells:
            assert table.span.holds(cell.span)
            assert cell.span.of(text) == cell.span.of(text).strip()
            covered = {(cell.row + r, cell.column + c) for r in range(cell.rows) for c in range(cell.columns)}
            assert not places & covered
            places |= covered
        assert all(one.span.end <= other.span.start for one, other in pairwise(c for c in table.cells if len(c.span)))


def page(body: str, head: str = '<meta charset="utf-8">') -> str:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"


def lines(body: str) -> list[str]:
    return reading_of("a.html", page(body)).text.split("\n")


def grid(reading: Reading, number: int = 0) -> list[tuple[int, int, int, int, str]]:
    return [(c.row, c.column, c.rows, c.columns, c.span.of(reading.text)) for c in reading.tables[number].cells]


# --- files -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Công văn số 7 (bản cuối).TXT", "ghi chép.MarkDown", "trang.HTM", NFD + ".md"])
def test_a_file_is_read_by_its_suffix_whatever_its_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("Sở Y tế báo cáo.", encoding="utf-8")
    assert read(path, Limits()).text == "Sở Y tế báo cáo."


def test_the_suffixes_are_these() -> None:
    texts = [".htm", ".html", ".markdown", ".md", ".txt"]
    office = [".doc", ".docx", ".ods", ".odt", ".pdf", ".rtf", ".xls", ".xlsx"]
    pictures = [".jpeg", ".jpg", ".png", ".tif", ".tiff"]
    assert sorted(SUFFIXES) == sorted([*texts, *office, *pictures, ".eml"])


@pytest.mark.parametrize("name", ["a.xyz", "a", ".txt"])
def test_another_suffix_is_refused_with_the_list_of_those_read(tmp_path: Path, name: str) -> None:
    with pytest.raises(
        UnreadableDocument, match=r"không đọc được loại tệp .*đọc được: \.doc, \.docx, \.eml, \.htm, \.html"
    ):
        read(tmp_path / name, Limits())


@pytest.mark.parametrize("suffix", [".htm", ".html", ".markdown", ".md", ".txt"])
@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "tệp rỗng"),
        (b" \n\t\r\n", "tệp rỗng"),
        ("\ufeff\u00a0\u200b\n".encode(), "tệp rỗng"),
        (b"\xef\xbb\xbf", "tệp rỗng"),
        (b"\xff\xfe", "tệp rỗng"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01", "là tệp nhị phân, không phải văn bản"),
        (b"PK\x03\x04\x14\x00\x06\x00\x08\x00", "là tệp nhị phân, không phải văn bản"),
        (bytes(range(1, 256)) * 3, "là tệp nhị phân, không phải văn bản"),
        (b"Quy\x00 che", "là tệp nhị phân, không phải văn bản"),
        ("Quy\x00 chế".encode("utf-16"), "là tệp nhị phân, không phải văn bản"),
        ("Qu\xe9 qu\xe1n".encode("latin-1"), r"không phải UTF-8: byte 0xE9 ở vị trí 2 \(dòng 1\); hãy lưu lại"),
        (b"Dong mot\nC\xaang v\xa8n", r"không phải UTF-8: byte 0xAA ở vị trí 10 \(dòng 2\)"),  # TCVN3
        (b"\xef\xbb\xbfab\xe1", r"không phải UTF-8: byte 0xE1 ở vị trí 5"),
        ("chỉ đạo".encode("utf-16")[:-1], r"không phải UTF-16: byte 0x6F ở vị trí 14"),
    ],
)
def test_what_is_no_text_is_refused_with_its_reason(suffix: str, data: bytes, message: str) -> None:
    with pytest.raises(UnreadableDocument, match=message):
        parse(Path("a" + suffix), data)


@pytest.mark.parametrize("suffix", [".txt", ".md"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_text_is_the_files_own_in_nfc_with_lf(suffix: str, encoding: str) -> None:
    source = f"  {NFD} 🚒\r\nhai\rba\n\n *bốn* \x0c năm\u2028sáu  "
    reading = reading_of("a" + suffix, source.encode(encoding))
    assert reading.text == "  Sở Tư pháp rà soát văn bản 🚒\nhai\nba\n\n *bốn* \x0c năm\u2028sáu  "


def test_a_file_that_vanished_is_named_so(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument, match="tệp không còn ở đó"):
        read(tmp_path / "mất.txt", Limits())


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "thư mục.txt").mkdir()
    with pytest.raises(UnreadableDocument, match="là thư mục, không phải tệp"):
        read(tmp_path / "thư mục.txt", Limits())


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "ống.txt")
    with pytest.raises(UnreadableDocument, match="không phải tệp thường"):
        read(tmp_path / "ống.txt", Limits())


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (PermissionError(13, "Permission denied"), "không có quyền đọc tệp"),
        (OSError(5, "Input/output error"), "không đọc được tệp: Input/output error"),
        (FileNotFoundError(2, "gone"), "tệp không còn ở đó"),
    ],
)
def test_an_error_of_the_system_becomes_a_line_for_the_person(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, message: str
) -> None:
    path = tmp_path / "a.txt"
    path.write_text("chữ", encoding="utf-8")

    def fail(*_args: object, **_kwargs: object) -> None:
        raise error

    monkeypatch.setattr(Path, "open", fail)
    with pytest.raises(UnreadableDocument, match=message):
        read(path, Limits())


def test_a_file_over_the_limit_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "to.txt"
    with path.open("wb") as file:
        file.truncate(Limits().bytes * 1000)  # a sparse file: reading it would take 64 GB
    with pytest.raises(UnreadableDocument, match=r"tệp quá lớn: 67\.108\.864\.000 byte, giới hạn 67\.108\.864 byte"):
        read(path)


def test_a_file_of_just_the_limit_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"12345")
    assert read(tmp_path / "a.txt", Limits(bytes=5)).text == "12345"
    with pytest.raises(UnreadableDocument, match="quá lớn"):
        read(tmp_path / "a.txt", Limits(bytes=4))
    with pytest.raises(ValueError, match="not a limit: bytes = 0"):
        Limits(bytes=0)


@given(st.text())
def test_stored_is_idempotent_and_plain_text_is_stored_text(text: str) -> None:
    assert stored(stored(text)) == stored(text)
    try:
        reading = reading_of("a.txt", text.encode("utf-8", "replace"))
    except UnreadableDocument:
        return
    assert reading == Reading(stored(text.encode("utf-8", "replace").decode().removeprefix("\ufeff")))


# --- Markdown --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "words", "level"),
    [
        ("# Kế hoạch năm", "Kế hoạch năm", 1),
        ("  ### Nhiệm vụ ###  ", "Nhiệm vụ", 3),
        ("# # #", "#", 1),
        ("> ## Trong trích dẫn", "Trong trích dẫn", 2),
        ("- # Trong mục", "Trong mục", 1),
        ("Tên kế hoạch\n====", "Tên kế hoạch", 1),
        ("> Hai\n> dòng  \n> ---", "Hai\n> dòng", 2),
        ("## Số **15** và `mã`", "Số **15** và `mã`", 2),
        ("---\ntitle: Không phải mục\n---\n\n# Mục", "Mục", 1),
        ("---\n# ghi chú\nkhóa: x\n...\n## Mục", "Mục", 2),
    ],
)
def test_markdown_headings_are_their_words(source: str, words: str, level: int) -> None:
    reading = reading_of("a.md", source)
    assert [(heading.span.of(reading.text), heading.level) for heading in reading.headings] == [(words, level)]
    assert reading.text == source


@pytest.mark.parametrize(
    "source", ["#không cách", "    # thụt bốn", "```\n# mã\n```", "#", "<!--\n# ẩn\n-->", "\\# chữ"]
)
def test_what_only_looks_like_a_markdown_heading_is_none(source: str) -> None:
    assert reading_of("a.md", source).headings == ()


@pytest.mark.parametrize(
    ("source", "title"),
    [
        ("## Hai\n\n# **Kế** [hoạch](http://x) `số` 1 &amp; 2\n\n# Sau", "Kế hoạch số 1 & 2"),
        ("Kế\nhoạch\n===", "Kế hoạch"),
        ("## Chỉ có bậc hai", None),
    ],
)
def test_the_markdown_title_is_the_first_heading_of_level_one(source: str, title: str | None) -> None:
    assert reading_of("a.md", source).title == title


def test_a_rule_at_the_beginning_of_markdown_is_no_front_matter() -> None:
    reading = reading_of("a.md", "---\n\n# Mục\n\n---\n")
    assert [heading.span.of(reading.text) for heading in reading.headings] == ["Mục"]


@pytest.mark.parametrize(
    ("source", "cells"),
    [
        (
            "| STT | Việc |\n|:---|---:|\n| 1 | Báo cáo | thừa |\n| 2 |\n",
            ["STT", "Việc", "1", "Báo cáo", "thừa", "2", ""],
        ),
        ("a|b\n-|-\n`x\\|y` z|  hai\n", ["a", "b", "`x\\|y` z", "hai"]),
        ("> | a | b |\n> |---|---|\n> | 1 | - 2 |", ["a", "b", "1", "- 2"]),
        ("1. | a | b |\n   |---|---|\n   | | 2 |", ["a", "b", "", "2"]),
        ("| một cột |\n|---|\n| dòng |", ["một cột", "dòng"]),
    ],
)
def test_markdown_tables_have_their_cells(source: str, cells: list[str]) -> None:
    reading = reading_of("a.md", source)
    (table,) = reading.tables
    assert [cell.span.of(reading.text) for cell in table.cells] == cells
    width = sum(cell.header for cell in table.cells)
    assert [cell.row for cell in table.cells[: width + 1]] == [0] * width + [1]
    assert table.span.of(reading.text) in source


@given(
    st.one_of(
        st.text(),
        st.text("#->|*=~`\\ \n\tab1.)[](<:&ệ\u0301\r", max_size=60),
        st.lists(st.sampled_from(["| a | b |", "|--|:-:|", "# x #", "> ", "- ", "a|b|c", "===", "", "```", "  "])).map(
            "\n".join
        ),
    )
)
def test_markdown_spans_are_what_the_library_reads_there(text: str) -> None:
    try:
        reading = reading_of("a.md", text.encode("utf-8", "replace"))
    except UnreadableDocument:
        return
    assert reading.text == stored(text.encode("utf-8", "replace").decode().removeprefix("\ufeff"))
    if re.match(r"---[ \t]*\n", reading.text):
        return
    tokens = MarkdownIt("commonmark").enable("table").parse(reading.text)
    pairs = list(pairwise(tokens))
    cells = [inline.content for token, inline in pairs if token.type in ("th_open", "td_open")]
    found = [cell.span.of(reading.text).replace("\\|", "|") for table in reading.tables for cell in table.cells]
    assert [cell for cell in cells if cell] == [cell for cell in found if cell] or len(found) > len(cells)
    headings = [inline.content for token, inline in pairs if token.type == "heading_open" and inline.content]
    assert len(headings) == len(reading.headings)
    for content, heading in zip(headings, reading.headings, strict=True):
        words = heading.span.of(reading.text)
        assert words == content or ("\n" in content and words.startswith(content.partition("\n")[0].rstrip()))


# --- HTML: lines -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>Một \n\t hai&nbsp;&nbsp;ba</p><p></p><p> bốn </p>", ["Một hai ba", "bốn"]),
        ("một<br>hai<br/><br>ba<hr>bốn", ["một", "hai", "ba", "bốn"]),
        ("<div>ngoài<div>trong</div>sau</div>", ["ngoài", "trong", "sau"]),
        ("<p>Ch<b>ỉ</b> th<span>ị</span> &lt;15&gt; &amp; m&#7897;t &#x1F692;</p>", ["Chỉ thị <15> & một 🚒"]),
        (f"<p>{NFD}</p><p>e<b>\u0301</b></p>", ["Sở Tư pháp rà soát văn bản", "é"]),
        ("<p>thu&shy;ật\u200b ngữ</p>", ["thuật ngữ"]),
        ("<ol><li>Một<li>Hai<ol type=a start=3><li>Ba</ol></ol>", ["1. Một", "2. Hai", "c) Ba"]),
        ("<ol type=I><li>Một<li value=4>Bốn<li>Năm</ol>", ["I. Một", "IV. Bốn", "V. Năm"]),
        ("<ol reversed><li>x<li>y</ol><ol style='list-style-type: upper-alpha'><li>z</ol>", ["2. x", "1. y", "A) z"]),
        ("<ul><li>một</li><li></li><li>- hai</li><li>a) ba</li></ul>", ["- một", "- hai", "a) ba"]),
        ("<ul style='list-style:none'><li>một</li></ul>", ["một"]),
        ("<ol><li><ul><li>x</li></ul>y</li><li><p>z</p><p>t</p></li></ol>", ["1. - x", "y", "2. z", "t"]),
        ("<pre>một\n  hai</pre><p style='white-space: pre-line'>ba\nbốn</p>", ["một", "hai", "ba", "bốn"]),
        ("<dl><dt>Hạn</dt><dd>30/6</dd></dl>", ["Hạn", "30/6"]),
        ("<p>a<script>x</script><style>y</style><!-- z --><template>t</template>b</p>", ["ab"]),
        ("<p>Một <b>hai <i>ba</b> bốn</i><p>năm<table><tr><td>x</table>sáu", ["Một hai ba bốn", "năm", "x", "sáu"]),
        ("<![if !supportLists]><span>1.&nbsp; </span><![endif]>Rà soát<o:p></o:p>", ["1. Rà soát"]),
        ("a < b &unknown; <5", ["a < b &unknown; <5"]),
        ("<p>một</p>\x0b<p>\x01hai</p>", ["một", "hai"]),
    ],
)
def test_html_is_what_a_reader_sees(body: str, expected: list[str]) -> None:
    assert lines(body) == expected


def test_html_headings_stay_on_one_line() -> None:
    reading = reading_of(
        "a.html", page("<h1>Kế hoạch<br>năm 2025</h1><p>chữ</p><h3><a href=x>Mục</a> một</h3><h2></h2>")
    )
    assert [(h.span.of(reading.text), h.level) for h in reading.headings] == [("Kế hoạch năm 2025", 1), ("Mục một", 3)]


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title> Chỉ thị \n 15 </title>", "<h1>Khác</h1>", "Chỉ thị 15"),
        ("<title>Chỉ thị 15 - Cổng thông tin</title>", "<h1>Chỉ thị 15</h1>", "Chỉ thị 15"),
        ("<title></title><meta property='og:title' content='Chỉ thị 16'>", "<h1>Khác</h1>", "Chỉ thị 16"),
        ("", "<h1> </h1><h1>Chỉ <i>thị</i> 17</h1>", "Chỉ thị 17"),
        ("", "<p>x</p>", None),
    ],
)
def test_the_html_title(head: str, body: str, title: str | None) -> None:
    assert reading_of("a.html", page(body + "<p>chữ</p>", '<meta charset="utf-8">' + head)).title == title


# --- HTML: tables ----------------------------------------------------------------------------------------------------


def test_a_row_is_one_quote_and_each_cell_has_its_span() -> None:
    source = """<p>Trước</p><table><caption>Phụ lục</caption><thead><tr><th>STT<th>Việc<th>Hạn</thead>
        <tr><td rowspan=2>1<td>Rà soát<br>danh mục<td>Quý I<tr><td><p>Báo cáo</p><ul><li>sơ bộ</ul><td>
        <tr><td><td colspan=2>Chung</table>Sau"""
    reading = reading_of("a.html", page(source))
    assert reading.text == (
        "Trước\nPhụ lục\nSTT | Việc | Hạn\n1 | Rà soát\ndanh mục | Quý I\nBáo cáo\n- sơ bộ\n| Chung\nSau"
    )
    assert grid(reading) == [
        (0, 0, 1, 1, "STT"),
        (0, 1, 1, 1, "Việc"),
        (0, 2, 1, 1, "Hạn"),
        (1, 0, 2, 1, "1"),
        (1, 1, 1, 1, "Rà soát\ndanh mục"),
        (1, 2, 1, 1, "Quý I"),
        (2, 1, 1, 1, "Báo cáo\n- sơ bộ"),
        (2, 2, 1, 1, ""),
        (3, 0, 1, 1, ""),
        (3, 1, 1, 2, "Chung"),
    ]
    assert [cell.header for cell in reading.tables[0].cells] == [True] * 3 + [False] * 7


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        # the letterhead
        (
            "<tr><td>UBND TỈNH<br>Số: 1/KH<td>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM<tr><td>x<td>ngày 1",
            ["UBND TỈNH", "Số: 1/KH", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "x", "ngày 1"],
        ),
        ("<tr><td>Nơi nhận:<br>- Lưu: VT<td>CHỦ TỊCH", ["Nơi nhận:", "- Lưu: VT", "CHỦ TỊCH"]),
        ("<tr><td>một<tr><td>hai", ["một", "hai"]),
        ("<tr><td>lạc<td></table>", ["lạc"]),
    ],
)
def test_a_table_that_lays_out_the_page_is_read_cell_by_cell(table: str, expected: list[str]) -> None:
    reading = reading_of("a.html", page(f"<table>{table}</table>"))
    assert reading.text.split("\n") == expected
    assert reading.tables == ()


def test_the_table_inside_a_layout_table_is_found() -> None:
    inner = "<table border=1><tr><td>a<td>b<tr><td>c<td>d</table>"
    reading = reading_of("a.html", page(f"<table><tr><td>menu<td>đầu{inner}cuối{inner}<tr><td>x<td>y</table>"))
    assert reading.text.split("\n") == ["menu", "đầu", "a | b", "c | d", "cuối", "a | b", "c | d", "x", "y"]
    assert [table.span.of(reading.text) for table in reading.tables] == ["a | b\nc | d"] * 2


def test_a_table_inside_a_cell_of_a_data_table_stays_in_the_cell() -> None:
    inner = "<table><tr><td>x<td>y<tr><td>z<td>t</table>"
    reading = reading_of("a.html", page(f"<table><tr><th>A<th>B<tr><td>{inner}<td>b</table>"))
    assert grid(reading) == [(0, 0, 1, 1, "A"), (0, 1, 1, 1, "B"), (1, 0, 1, 1, "x\ny\nz\nt"), (1, 1, 1, 1, "b")]


def test_text_that_strayed_between_cells_is_not_lost() -> None:
    reading = reading_of("a.html", page("<table>lạc<tr>một<td>a</td>hai<td>b<tr><td>c<td>d</table>"))
    assert re.findall(r"\w+", reading.text) == ["lạc", "một", "a", "hai", "b", "c", "d"]


def test_an_item_that_begins_with_a_table_keeps_its_number() -> None:
    assert lines("<ol><li><table><tr><th>a<th>b<tr><td>c<td>d</table>sau</ol>") == ["1.", "a | b", "c | d", "sau"]


def test_spans_of_cells_are_bounded() -> None:
    reading = reading_of(
        "a.html", page("<table><tr><td rowspan=99999 colspan=99999>x<td colspan=-1>y<tr><td rowspan=0>z")
    )
    assert grid(reading) == [(0, 0, 2, 200, "x"), (0, 200, 1, 1, "y"), (1, 200, 1, 1, "z")]


def test_a_merged_cell_ends_with_its_group_of_rows() -> None:
    reading = reading_of(
        "a.html",
        page(
            "<table><thead><tr><th rowspan=3>A<th>B</thead><tbody><tr><td rowspan=0>c<td>d<tr><td>e</tbody>"
            "<tbody><tr><td>g<td>h</table>"
        ),
    )
    assert grid(reading) == [
        (0, 0, 1, 1, "A"), (0, 1, 1, 1, "B"),
        (1, 0, 2, 1, "c"), (1, 1, 1, 1, "d"), (2, 1, 1, 1, "e"),
        (3, 0, 1, 1, "g"), (3, 1, 1, 1, "h"),
    ]  # fmt: skip


# --- HTML: the main content ------------------------------------------------------------------------------------------

LETTER = """<table border=0><tr><td><p>ỦY BAN NHÂN DÂN<br>TỈNH HẢI VÂN</p><p>Số: 15/CT-UBND</p></td>
<td><p><b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</b></p><p><i>Hải Vân, ngày 03 tháng 3 năm 2025</i></p></td></tr></table>
<p>CHỈ THỊ</p><p>Về việc tăng cường phòng cháy, chữa cháy rừng mùa khô năm 2025</p>
<p>Nắng nóng kéo dài làm tăng nguy cơ cháy rừng tại các huyện miền núi; Chủ tịch tỉnh yêu cầu:</p>
<ol><li>Sở Nông nghiệp và Môi trường rà soát phương án chữa cháy của chủ rừng trước ngày 20 tháng 3 năm 2025.</li>
<li>Công an tỉnh kiểm tra các khu vực trọng điểm, theo <a href="/vb/1">Luật Phòng cháy</a>.</li></ol>
<table><tr><td>STT</td><td>Nhiệm vụ</td><td>Email</td></tr>
<tr><td>1</td><td>Mua thiết bị</td><td>a@haivan.vn</td></tr></table>
<p>Tải về: <a href="a.pdf">15-CT.pdf</a></p>
<table><tr><td><b>Nơi nhận:</b><br>- Như trên.</td><td>KT. CHỦ TỊCH<br>Trần Văn Mẫu</td></tr></table>"""
LETTER_LINES = """ỦY BAN NHÂN DÂN
TỈNH HẢI VÂN
Số: 15/CT-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Hải Vân, ngày 03 tháng 3 năm 2025
CHỈ THỊ
Về việc tăng cường phòng cháy, chữa cháy rừng mùa khô năm 2025
Nắng nóng kéo dài làm tăng nguy cơ cháy rừng tại các huyện miền núi; Chủ tịch tỉnh yêu cầu:
1. Sở Nông nghiệp và Môi trường rà soát phương án chữa cháy của chủ rừng trước ngày 20 tháng 3 năm 2025.
2. Công an tỉnh kiểm tra các khu vực trọng điểm, theo Luật Phòng cháy.
STT | Nhiệm vụ | Email
1 | Mua thiết bị | a@haivan.vn
Tải về: 15-CT.pdf
Nơi nhận:
- Như trên.
KT. CHỦ TỊCH
Trần Văn Mẫu"""
PORTAL = """<form id="aspnetForm"><div id="header"><div class="banner"><a href="/">CỔNG THÔNG TIN TỈNH HẢI VÂN</a></div>
<ul class="mainMenu"><li><a href="/">Trang chủ</a><li><a href="/a">Giới thiệu</a><li><a href="/b">Văn bản</a></ul></div>
<div class="breadcrumb"><a href="/">Trang chủ</a> &gt; Văn bản</div><div class="row"><div class="col-9">
<div class="tools"><a href="#">In bài</a> | <a href="#">Gửi email</a> | <a href="#">Chia sẻ</a></div>{}
<div class="khoi"><h3>Tin liên quan</h3>
<ul><li><a href="1">Bắt xe gỗ lậu</a><li><a href="2">Khánh thành cầu</a></ul></div>
</div><div class="col-3"><div class="box"><h4>Thông báo</h4><ul><li><a href=1>Lịch tiếp công dân tháng ba</a>
<li><a href=2>Lịch cắt điện tuần này của tỉnh</a><li><a href=3>Kết quả xổ số kiến thiết</a></ul></div></div></div>
<div id="ft"><p>© Bản quyền thuộc Cổng thông tin tỉnh Hải Vân. Chịu trách nhiệm chính: Ông Thử</p></div>
<div style="display: none">Đăng nhập để bình luận</div><script>theo_doi()</script></form>"""
NEWS = """<header><a href=/>BÁO MẪU</a><nav><a href=1>Thời sự</a><a href=2>Kinh tế</a></nav></header>
<div class="cookie-consent">Chúng tôi dùng cookie để nhớ bạn đọc. <button>Đồng ý</button></div>
<main><article>{}<div class="share-bar"><a href=#>Facebook</a><a href=#>Zalo</a></div>
<p><strong>Đọc thêm:</strong></p><ul><li><a href=1>Cháy rừng ở tỉnh bên</a><li><a href=2>Giá xăng hôm nay</a></ul>
<div class="tags">Từ khóa: <a href=1>cháy rừng</a></div></article>
<section id="comments"><h3>Bình luận (1)</h3><p>Bạn đọc A: chỉ thị rất kịp thời, mong được thực hiện nghiêm ở cơ sở.</p>
</section></main><aside class="sidebar"><h3>Đọc nhiều</h3><ol><li><a href=1>Đội nhà thắng đậm</a></ol></aside>
<footer><p>Tổng biên tập: Trần Thị Mẫu. Giấy phép số 1/GP.</p></footer>"""


@pytest.mark.parametrize("frame", ["{}", PORTAL, NEWS, "<div class='modal'>{}</div>", "<td class='related'>{}"])
def test_the_whole_letter_and_nothing_else_is_read(frame: str) -> None:
    reading = reading_of("a.html", page(frame.replace("{}", LETTER)))
    assert reading.text == LETTER_LINES
    assert [cell[-1] for cell in grid(reading)] == ["STT", "Nhiệm vụ", "Email", "1", "Mua thiết bị", "a@haivan.vn"]


@pytest.mark.parametrize("frame", [PORTAL, NEWS])
def test_without_the_library_the_letter_is_whole_as_well(frame: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object, **_kwargs: object) -> str:
        raise RecursionError

    monkeypatch.setattr("trafilatura.extract", fail)
    assert LETTER_LINES in reading_of("a.html", page(frame.replace("{}", LETTER))).text


@pytest.mark.parametrize(
    "part",
    [
        '<footer class="footer">Nơi nhận: như trên</footer>',
        '<div class="related">Điều 3. Tổ chức thực hiện</div>',
        "<h3>Văn bản liên quan</h3><p>Luật Phòng cháy và các nghị định</p>",
        "<p>Trang <a href=x>Facebook</a> của Sở đăng lại chỉ thị</p>",
        "<p class=MsoFooter>Kế hoạch này thay kế hoạch cũ</p>",
        "<table><tr><td>Văn bản khác</td><td><a href=x>Công văn 3</a></td></tr><tr><td>Zalo<td>b</td></tr></table>",
    ],
)
def test_in_doubt_a_part_stays(part: str) -> None:
    words = re.findall(r"\w+", re.sub(r"<[^>]*>", " ", part))
    assert re.findall(r"\w+", "\n".join(lines(LETTER + part)))[-len(words) :] == words


def test_a_page_that_is_all_menu_is_still_read() -> None:
    assert lines("<nav><a href=1>Một</a> <a href=2>Hai</a> <a href=3>Ba</a></nav>") == ["Một Hai Ba"]


@pytest.mark.parametrize("source", ["<script>x</script>", "<!-- chữ -->", "<!DOCTYPE html>", "<p>&nbsp;</p>"])
def test_a_page_without_a_word_is_refused(source: str) -> None:
    with pytest.raises(UnreadableDocument, match="trang HTML không có chữ nào để đọc"):
        parse(Path("a.html"), source.encode())


# --- HTML: bytes and odd trees ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        page(f"<p>{VIETNAMESE}</p>").encode(),
        page(f"<p>{VIETNAMESE}</p>", "").encode("utf-8-sig"),
        page(f"<p>{VIETNAMESE}</p>", "<meta charset=utf-16>").encode(),
        page(f"<p>{VIETNAMESE}</p>", "<meta charset=utf-16>").encode("utf-16"),
        page(f"<p>{VIETNAMESE}</p>", "<meta charset=utf-16>").encode("utf-16-le"),
        page(f"<p>{VIETNAMESE}</p>", "<meta charset=utf-16>").encode("utf-16-be"),
        page(f"<p>{VIETNAMESE}</p>", "<meta charset=windows-1252>").encode(),
        f"<?xml version='1.0' encoding='utf-8'?>{page(f'<p>{VIETNAMESE}</p>')}".encode(),
    ],
)
def test_the_charset_of_a_page(data: bytes) -> None:
    assert reading_of("a.html", data).text == VIETNAMESE


@pytest.mark.parametrize("head", ["<meta charset='Windows-1258'>", "<meta content='text/html; charset=windows-1258'>"])
def test_windows_1258_is_read_where_it_is_declared(head: str) -> None:
    letters = {"ờ": "ơ\u0300", "ộ": "ô\u0323", "à": "a\u0300", "ả": "a\u0309", "ị": "i\u0323"}
    source = "".join(letters.get(letter, letter) for letter in page("<p>Đường bộ và nhà ở tại thị xã</p>", head))
    data = source.replace("ở", "ơ\u0309").replace("ạ", "a\u0323").replace("ã", "a\u0303").encode("cp1258")
    assert reading_of("a.html", data).text == "Đường bộ và nhà ở tại thị xã"


def test_a_false_or_unknown_charset_is_refused() -> None:
    for head in ("<meta charset=utf-8>", "<meta charset=viscii>", ""):
        with pytest.raises(UnreadableDocument, match="không phải UTF-8: byte 0xE1"):
            parse(Path("a.html"), page("<p>\xe1 \xe0</p>", head).encode("latin-1"))


@pytest.mark.parametrize("depth", [300, 2500, 10_000])
@pytest.mark.parametrize("tag", ["div", "span", "ul><li", "table><tr><td"])
def test_a_deep_tree_is_read(tag: str, depth: int) -> None:
    ends = "".join(f"</{name}>" for name in reversed(tag.split("><")))
    source = f"<p>đầu</p>{f'<{tag}>' * depth}<p>Báo cáo <b>trước</b></p>ngày 15{ends * depth}<p>cuối</p>"
    assert re.findall(r"\w+", "\n".join(lines(source))) == ["đầu", "Báo", "cáo", "trước", "ngày", "15", "cuối"]


def test_nothing_is_fetched_and_no_entity_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bí mật.txt").write_text("BIMAT", encoding="utf-8")
    uri = (tmp_path / "bí mật.txt").as_uri()

    def refuse(*_args: object, **_kwargs: object) -> None:
        raise AssertionError("the reader opened a socket")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    source = (
        f'<!DOCTYPE html [<!ENTITY x SYSTEM "{uri}">]><html><head><base href="http://127.0.0.1/">'
        f'<link rel=stylesheet href=x><meta http-equiv=refresh content="0;url=http://127.0.0.1/"></head>'
        f'<body><p>Chữ &x;</p><img src=y><iframe src="{uri}"></iframe><object data="{uri}"></object></body></html>'
    )
    text = reading_of("a.html", source).text
    assert "Chữ" in text
    assert "BIMAT" not in text


WORDS = st.integers(0, 999).map(lambda number: f" tu{number} ")
INLINE = st.recursive(
    WORDS,
    lambda inner: st.tuples(
        st.sampled_from(["b", "i", "a", "span", "font", "sup", "o:p"]), st.lists(inner, max_size=3)
    ).map(lambda pair: f"<{pair[0]}>{''.join(pair[1])}</{pair[0]}>"),
    max_leaves=4,
)
TREES = st.recursive(
    st.one_of(INLINE, INLINE.map(lambda words: f"<p>{words}</p>"), st.just("<br>")),
    lambda inner: st.one_of(
        st.tuples(
            st.sampled_from(["div", "section", "blockquote", "center", "h2", "dd", "form", "address", "fieldset"]),
            st.lists(inner, max_size=4),
        ).map(lambda pair: f"<{pair[0]}>{''.join(pair[1])}</{pair[0]}>"),
        st.tuples(st.sampled_from(["ul", "ol"]), st.lists(inner, max_size=3)).map(
            lambda pair: f"<{pair[0]}>{''.join(f'<li>{item}</li>' for item in pair[1])}</{pair[0]}>"
        ),
        st.lists(
            st.lists(st.tuples(st.sampled_from(["td", "th", "td rowspan=2", "td colspan=3"]), inner), max_size=3)
        ).map(
            lambda rows: (
                "<table>"
                + "".join(f"<tr>{''.join(f'<{cell}>{tree}</{cell[:2]}>' for cell, tree in row)}</tr>" for row in rows)
                + "</table>"
            )
        ),
    ),
    max_leaves=20,
)


@settings(deadline=None, max_examples=60)
@given(st.lists(TREES, min_size=1))
def test_every_word_of_a_page_survives_in_order(trees: list[str]) -> None:
    words = re.findall(r"tu\d+", "".join(trees))
    frame = PORTAL.replace("{}", f"<div>{''.join(trees)}{LETTER}</div>")
    for body in ("".join(trees), frame):
        try:
            reading = reading_of("a.html", page(body))
        except UnreadableDocument:
            assert not words
            continue
        assert re.findall(r"tu\d+", reading.text) == words
