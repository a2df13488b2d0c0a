"""The PDF reader: what the pages show becomes text in reading order, with true spans and the page of each offset."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Sequence

import pytest

from corpus.readers.pdf import pages_without_text, read
from corpus.readers.pdf_pages import Scan
from corpus.readers.pdf_words import Word
from corpus.sections import sections_of
from tests.pdf_files import MARGIN, STEP, Paper, cells_of, lines_of, page, picture, reading_of

# --- words and lines -------------------------------------------------------------------------------------------------


def test_lines_stay_as_the_page_has_them() -> None:
    texts = ["1. Sở Xây dựng rà soát quy hoạch chợ đầu mối,", "báo cáo trước ngày 07/8/2027.", "2. Văn phòng theo dõi."]
    assert lines_of(page(*texts)) == texts


def test_wider_room_between_lines_is_a_blank_line() -> None:
    paper = page("Dòng một của đoạn", "dòng hai của đoạn", "dòng ba")
    paper.lines(["Đoạn sau", "dòng hai"], top=MARGIN + STEP * 4 + 10)
    assert reading_of(paper).text == "Dòng một của đoạn\ndòng hai của đoạn\ndòng ba\n\nĐoạn sau\ndòng hai"


@pytest.mark.parametrize("written", ["Ủy ban nhân dân xã Đồng Kỵ", "hoả tốc, khẩn: ưỡn ẹo", "A\u0301 Ê\u0302 ơ\u0309"])
def test_accents_that_are_drawn_apart_come_back_to_their_letters(written: str) -> None:
    paper = page("Kính gửi:", unicodedata.normalize("NFD", written))
    assert lines_of(paper)[1] == unicodedata.normalize("NFC", written)
    assert unicodedata.is_normalized("NFC", reading_of(paper).text)


def test_ligatures_and_bullets_are_letters_and_signs() -> None:
    assert lines_of(page("hồ sơ oﬃce, tệp ﬁle, WiﬁX", "ki\u00adểm\u200b tra")) == [
        "hồ sơ office, tệp file, WifiX", "kiểm tra",
    ]  # fmt: skip


def test_what_is_drawn_twice_for_bold_is_read_once() -> None:
    paper = page("KẾ HOẠCH tháng 11")
    paper.text(MARGIN + 0.4, MARGIN + STEP, "KẾ HOẠCH tháng 11")
    assert lines_of(paper) == ["KẾ HOẠCH tháng 11"]


def test_a_raised_figure_stays_behind_its_word() -> None:
    paper = Paper()
    paper.add_page()
    paper.write(STEP, "theo Quy chế")
    paper.char_vpos = "SUP"
    paper.write(STEP, "3")
    paper.char_vpos = "LINE"
    paper.write(STEP, " đã ban hành")
    assert lines_of(paper) == ["theo Quy chế3 đã ban hành"]


def test_a_watermark_is_left_out_and_turned_text_is_read() -> None:
    paper = page("Sở Nội vụ trình đề án.")
    with paper.rotation(45, 300, 400):
        paper.text(250, 400, "BẢN NHÁP")
    with paper.rotation(90, 40, 500):
        paper.text(40, 500, "Mẫu ghi dọc lề")
    assert sorted(lines_of(paper)) == ["Mẫu ghi dọc lề", "Sở Nội vụ trình đề án."]


def test_text_beside_the_page_is_no_text_of_it() -> None:
    paper = page("Trong trang")
    paper.text(700, 100, "Ngoài trang")
    assert lines_of(paper) == ["Trong trang"]


def test_a_page_turned_on_its_side_reads_like_any_other() -> None:
    paper = Paper()
    paper.add_page(orientation="landscape")
    paper.lines(["Phụ lục ngang", "Việc thứ nhất"], top=80)
    assert lines_of(paper) == ["Phụ lục ngang", "Việc thứ nhất"]


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("Kế hoạch  trồng rừng\nven biển", "Kế hoạch trồng rừng ven biển"),
        ("Microsoft Word - ban thao cuoi", None),
        ("ke hoach trong rung.pdf", None),
        ("", None),
    ],
)
def test_the_title_is_that_of_the_properties_unless_a_program_put_it_there(written: str, title: str | None) -> None:
    paper = page("x y z")
    paper.set_title(written)
    assert reading_of(paper).title == title


# --- columns ---------------------------------------------------------------------------------------------------------


def test_two_columns_are_read_one_behind_the_other() -> None:
    left = [f"cột trái dòng {n} kể về việc sửa kênh" for n in range(1, 9)]
    right = [f"cột phải dòng {n} kể về việc đắp đê" for n in range(1, 9)]
    paper = page("Tin vắn trong tuần của các xã, phường trên địa bàn tỉnh và các đơn vị trực thuộc")
    paper.lines(left, top=120).lines(right, x=320, top=120)
    paper.lines(["Hết phần tin vắn của tuần này; các xã, phường gửi tin về Văn phòng trước thứ sáu."], top=270)
    lines = lines_of(paper)
    assert lines[1:-1] == left + right
    assert lines[0].startswith("Tin vắn")
    assert lines[-1].startswith("Hết phần")


def test_a_letterhead_and_a_signature_are_read_side_by_side() -> None:
    paper = page()
    paper.lines(["UBND HUYỆN BA BỂ", "PHÒNG NÔNG NGHIỆP", "Số: 41/KH-PNN"], top=70)
    paper.lines(["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"], x=300, top=70)
    paper.lines(["Ba Bể, ngày 4 tháng 3 năm 2027"], x=300, top=102)
    paper.lines(["Phòng Nông nghiệp lập kế hoạch phòng cháy rừng mùa khô và giao các trạm như sau đây:"], top=150)
    paper.lines(["Nơi nhận:", "- Như trên;", "- Lưu: VT."], top=200)
    paper.lines(["TRƯỞNG PHÒNG", "Nông Văn Páo"], x=380, top=200)
    assert lines_of(paper) == [
        "UBND HUYỆN BA BỂ", "PHÒNG NÔNG NGHIỆP", "Số: 41/KH-PNN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc", "Ba Bể, ngày 4 tháng 3 năm 2027",
        "Phòng Nông nghiệp lập kế hoạch phòng cháy rừng mùa khô và giao các trạm như sau đây:",
        "Nơi nhận:", "- Như trên;", "- Lưu: VT.", "TRƯỞNG PHÒNG", "Nông Văn Páo",
    ]  # fmt: skip


def test_rows_of_names_and_values_stay_rows() -> None:
    paper = page()
    for n, (name, post) in enumerate([("Ông Lò A", "Trưởng ban"), ("Bà Vi B", "Phó ban"), ("Ông C", "Ủy viên"),
                                      ("Bà Hà D", "Thư ký"), ("Ông E", "Ủy viên")]):  # fmt: skip
        paper.lines([name], top=100 + n * STEP).lines([post], x=300, top=100 + n * STEP)
    assert lines_of(paper)[:2] == ["Ông Lò A\tTrưởng ban", "Bà Vi B\tPhó ban"]


def test_a_number_far_before_its_item_stays_with_it() -> None:
    paper = page()
    for n in range(1, 7):
        paper.lines([f"{n}."], top=100 + n * STEP)
        paper.lines([f"Trạm {n} kiểm tra đê bao và báo cáo"], x=100, top=100 + n * STEP)
    assert lines_of(paper)[0] == "1.\tTrạm 1 kiểm tra đê bao và báo cáo"


# --- running heads, footers, page numbers ----------------------------------------------------------------------------


WORDS = ["thủy lợi", "đê điều", "trồng rừng", "giống lúa", "nuôi cá", "chợ quê"]


def several(pages: int, **around: object) -> Paper:
    paper = Paper(**around)  # type: ignore[arg-type]
    for number, word in enumerate(WORDS[:pages]):
        paper.add_page()
        paper.lines([f"Đoạn {letter} về {word}" for letter in "abc"], top=120 + number)
    return paper


BODY = [f"Đoạn {letter} về {word}" for word in WORDS[:5] for letter in "abc"]


@pytest.mark.parametrize(
    "foot",
    [
        "{0}",
        "- {0} -",
        "Trang {0}/5",
        "Trang {0} trên 5",
        "{0}/5",
        "Sở Thủy lợi - trang {0}",
        "Tài liệu lưu hành nội bộ",
    ],
)
@pytest.mark.parametrize("top", [40.0, 810.0])
def test_what_comes_back_at_the_edge_of_each_page_is_gone(foot: str, top: float) -> None:
    def edge(paper: Paper) -> None:
        paper.text(280, top, foot.format(paper.page_no()))

    assert lines_of(several(5, foot=edge)) == BODY


def test_the_first_page_may_go_without_a_number_and_even_pages_have_a_head_of_their_own() -> None:
    def edge(paper: Paper) -> None:
        if paper.page_no() > 1:
            paper.text(290, 40, str(paper.page_no()))
        paper.text(57 if paper.page_no() % 2 else 400, 810, "Công báo" if paper.page_no() % 2 else "Số 7 + 8")

    assert lines_of(several(6, head=edge))[:15] == BODY


def test_a_browsers_head_and_foot_are_gone_from_a_single_page() -> None:
    paper = page()
    paper.text(24, 26, "11/2/27, 9:05 AM")
    paper.text(280, 26, "Kế hoạch thủy lợi")
    paper.lines(BODY[:3], top=100)
    paper.text(24, 820, "https://vi.du/ke-hoach.html")
    paper.text(560, 820, "1/1")
    assert lines_of(paper) == BODY[:3]


def test_what_stands_at_the_edge_and_does_not_come_back_stays() -> None:
    paper = Paper()
    for number, (first, last) in enumerate(
        [("Phụ lục 1", "Năm 2027"), ("Phụ lục 2", "giao 15 xã"), ("Phụ lục 3", "12")]
    ):
        paper.add_page()
        paper.lines([first], top=70).lines([f"Nội dung {number}"], top=200).lines([last], top=780)
    assert lines_of(paper) == [
        "Phụ lục 1", "Nội dung 0", "Năm 2027", "Phụ lục 2", "Nội dung 1", "giao 15 xã", "Phụ lục 3", "Nội dung 2", "12",
    ]  # fmt: skip


# --- tables ----------------------------------------------------------------------------------------------------------

HEAD = ["TT", "Nội dung công việc", "Cơ quan chủ trì", "Thời hạn"]
WIDTHS = (40, 220, 120, 90)


def test_a_table_has_its_cells_with_their_spans() -> None:
    paper = page("Danh mục việc cần làm:")
    paper.grid([HEAD, ["1", "Nạo vét kênh", "Sở Thủy lợi", "6/2027"], ["2", "Lập bản đồ", "", "Quý III"]], WIDTHS)
    paper.lines(["Các đơn vị báo cáo kết quả."])
    reading = reading_of(paper)
    assert reading.text == (
        "Danh mục việc cần làm:\nTT | Nội dung công việc | Cơ quan chủ trì | Thời hạn\n"
        "1 | Nạo vét kênh | Sở Thủy lợi | 6/2027\n2 | Lập bản đồ | | Quý III\nCác đơn vị báo cáo kết quả."
    )
    [table] = reading.tables
    assert cells_of(reading, table)[4:] == [
        (1, 0, 1, 1, "1"), (1, 1, 1, 1, "Nạo vét kênh"), (1, 2, 1, 1, "Sở Thủy lợi"), (1, 3, 1, 1, "6/2027"),
        (2, 0, 1, 1, "2"), (2, 1, 1, 1, "Lập bản đồ"), (2, 2, 1, 1, ""), (2, 3, 1, 1, "Quý III"),
    ]  # fmt: skip
    assert table.span.of(reading.text).startswith("TT | ")
    assert table.span.of(reading.text).endswith("| Quý III")


def test_wrapped_lines_of_a_cell_are_one_paragraph_and_paragraphs_keep_their_lines() -> None:
    work = "Rà soát, bổ sung quy hoạch mạng lưới trạm bơm theo Quyết định số 1402-QĐ/BNN"
    paper = page("Bảng").grid([HEAD, ["1", work, "Sở Tài chính\nSở Nội vụ", "2027"]], (40, 160, 120, 90))
    reading = reading_of(paper)
    assert [cell[-1] for cell in cells_of(reading, reading.tables[0])[4:]] == [
        "1", work, "Sở Tài chính\nSở Nội vụ", "2027",
    ]  # fmt: skip


def test_the_number_of_a_document_that_a_narrow_cell_cut_is_whole() -> None:
    paper = Paper()
    paper.add_page()
    drawn(paper, 80, [20, 70], [TOP, ["1", "Sửa Nghị định số 80/2020/N\nĐ-CP; Thông tư số 5/2021/TT\n-BTC", "Sở Y tế"]])
    assert "80/2020/NĐ-CP; Thông tư số 5/2021/TT-BTC" in reading_of(paper).text


def test_merged_cells_reach_over_their_rows_and_columns() -> None:
    rows: list[list[object]] = [
        [("TT", 2, 1), ("Việc", 2, 1), ("Cơ quan", 1, 2)],
        ["chủ trì", "phối hợp"],
        ["1", "Trồng rừng", ("Chi cục Kiểm lâm", 2, 1), "Các xã"],
        ["2", "Giữ rừng", "Công an"],
    ]
    paper = page("Bảng").grid(rows, (40, 200, 120, 110), head=2)
    reading = reading_of(paper)
    assert cells_of(reading, reading.tables[0]) == [
        (0, 0, 2, 1, "TT"), (0, 1, 2, 1, "Việc"), (0, 2, 1, 2, "Cơ quan"), (1, 2, 1, 1, "chủ trì"),
        (1, 3, 1, 1, "phối hợp"), (2, 0, 1, 1, "1"), (2, 1, 1, 1, "Trồng rừng"), (2, 2, 2, 1, "Chi cục Kiểm lâm"),
        (2, 3, 1, 1, "Các xã"), (3, 0, 1, 1, "2"), (3, 1, 1, 1, "Giữ rừng"), (3, 3, 1, 1, "Công an"),
    ]  # fmt: skip


def test_a_table_over_pages_is_one_and_its_head_stands_once() -> None:
    def edge(paper: Paper) -> None:
        paper.text(290, 820, str(paper.page_no()))

    rows = [[str(n), f"Việc thứ {n} của kế hoạch", f"Sở {n}", f"{n % 12 + 1}/2027"] for n in range(1, 91)]
    paper = Paper(foot=edge)
    paper.add_page()
    paper.lines(["Danh mục"], top=80).grid([HEAD, *rows], WIDTHS)
    reading = reading_of(paper)
    [table] = reading.tables
    words = [cell[-1] for cell in cells_of(reading, table)]
    assert words == HEAD + list(itertools.chain.from_iterable(rows))
    assert [cell.header for cell in table.cells[:5]] == [True] * 4 + [False]
    assert len(reading.pages) == 3
    assert all(reading.text[start - 1] == "\n" for start in reading.pages[1:])
    assert [reading.text[start:].split(" |")[0] for start in reading.pages[1:]] == [
        words[4 * reading.text[:start].count("\n") - 4] for start in reading.pages[1:]
    ]


EDGES = (MARGIN, MARGIN + 40, MARGIN + 240, MARGIN + 400)


def drawn(
    paper: Paper, top: float, heights: Sequence[float], rows: Sequence[Sequence[str]], *, open_at: str = ""
) -> None:
    """Draws a part of a table by hand, cells with line ends in them; `open_at` leaves out a rule."""
    levels = list(itertools.accumulate(heights, initial=top))
    for x in EDGES:
        paper.line(x, top, x, levels[-1])
    for y in levels[open_at == "top" : len(levels) - (open_at == "bottom")]:
        paper.line(EDGES[0], y, EDGES[-1], y)
    for y, row in zip(levels, rows, strict=False):
        for x, cell in zip(EDGES, row, strict=False):
            paper.lines(cell.split("\n"), x=x + 4, top=y + 13, step=14)


TOP = ["TT", "Việc", "Chủ trì"]


@pytest.mark.parametrize(
    ("above", "below", "ruled", "whole"),
    [
        (
            "Rà soát các hồ chứa nước và\nlập phương án",
            "ứng phó",
            True,
            "Rà soát các hồ chứa nước và\nlập phương án\nứng phó",
        ),
        ("Rà soát các hồ chứa và các", "Công trình thủy lợi", True, "Rà soát các hồ chứa và các\nCông trình thủy lợi"),
        ("Rà soát các hồ chứa nước:", "- Hồ lớn trước", True, "Rà soát các hồ chứa nước:\n- Hồ lớn trước"),
        # a browser leaves the row open on both pages
        ("Rà soát các hồ chứa nước.", "Ứng phó khẩn cấp.", False, "Rà soát các hồ chứa nước.\nỨng phó khẩn cấp."),
    ],
)
def test_a_row_that_a_page_break_cuts_is_one_row(above: str, below: str, ruled: bool, whole: str) -> None:
    paper = Paper()
    paper.add_page()
    drawn(paper, 720, [20, 40], [TOP, ["1", above, "Sở Nông nghiệp"]], open_at="" if ruled else "bottom")
    paper.add_page()
    drawn(paper, 60, [30, 20], [["", below, ""], ["2", "Tập huấn", "Công an xã"]], open_at="" if ruled else "top")
    reading = reading_of(paper)
    [table] = reading.tables
    assert [cell[-1] for cell in cells_of(reading, table)] == [
        *TOP, "1", whole, "Sở Nông nghiệp", "2", "Tập huấn", "Công an xã",
    ]  # fmt: skip
    assert reading.page_of(reading.text.index(below)) == 2


def test_a_full_row_at_the_head_of_a_page_is_a_row_of_its_own() -> None:
    paper = Paper()
    paper.add_page()
    drawn(paper, 720, [20, 20], [TOP, ["1", "Đo đạc", "Sở Xây dựng"]])
    paper.add_page()
    drawn(paper, 60, [20, 20], [["2", "Cắm mốc", "Các xã"], ["3", "Bàn giao", "Các xã"]])
    reading = reading_of(paper)
    [table] = reading.tables
    assert [cell.row for cell in table.cells] == [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3]


def test_a_cell_merged_over_rows_goes_on_over_the_page_break() -> None:
    def part(paper: Paper, top: float, rows: Sequence[Sequence[str]], lead: str) -> None:
        """Rows of 20 points whose third column is one cell."""
        bottom = top + 20 * len(rows)
        for x in EDGES:
            paper.line(x, top, x, bottom)
        for y in (top, bottom):
            paper.line(EDGES[0], y, EDGES[-1], y)
        for index, row in enumerate(rows):
            paper.line(EDGES[0], top + 20 * index, EDGES[2], top + 20 * index)
            for x, cell in zip(EDGES, row, strict=False):
                paper.lines([cell], x=x + 4, top=top + 20 * index + 14)
        paper.lines([lead], x=EDGES[2] + 4, top=top + 14)

    paper = Paper()
    paper.add_page()
    drawn(paper, 680, [20], [TOP])
    part(paper, 700, [["1", "Đo đạc"], ["2", "Cắm mốc"]], "Chi cục Thủy lợi")
    paper.add_page()
    part(paper, 60, [["3", "Lập bản đồ"], ["4", "Bàn giao"]], "")
    reading = reading_of(paper)
    [table] = reading.tables
    assert (1, 2, 4, 1, "Chi cục Thủy lợi") in cells_of(reading, table)
    assert reading.text.endswith("3 | Lập bản đồ\n4 | Bàn giao")


def test_text_between_two_tables_keeps_them_apart() -> None:
    paper = page("Bảng một").grid([HEAD, ["1", "a", "b", "c"]], WIDTHS)
    paper.add_page()
    paper.lines(["Bảng hai"], top=80).grid([HEAD, ["1", "d", "e", "f"]], WIDTHS)
    assert len(reading_of(paper).tables) == 2


def test_a_frame_around_text_and_a_ruled_letterhead_are_no_tables() -> None:
    paper = page("HỎA TỐC")
    paper.rect(MARGIN - 4, MARGIN, 90, 24)
    paper.set_y(120)
    paper.grid([["UBND XÃ X", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"], ["Số: 3/KH", "Độc lập"]], (200, 270), head=0)
    reading = reading_of(paper)
    assert reading.tables == ()
    assert reading.text.split("\n")[0] == "HỎA TỐC"
    assert "|" not in reading.text


def test_words_of_two_cells_that_nearly_touch_stay_apart() -> None:
    paper = page()
    paper.line(149, 80, 149, 140)
    for x in (60.0, 250.0):
        paper.line(x, 80, x, 140)
    for y in (80, 110, 140):
        paper.line(60, y, 250, y)
    for top, left, right in ((100, "Sở Nội vụ", "Các xã"), (130, "Ban Tổ chức", "Đảng ủy")):
        paper.lines([left], x=148 - paper.get_string_width(left), top=top).lines([right], x=150, top=top)
    reading = reading_of(paper)
    assert [cell[-1] for cell in cells_of(reading, reading.tables[0])] == [
        "Sở Nội vụ", "Các xã", "Ban Tổ chức", "Đảng ủy",
    ]  # fmt: skip


# --- pages -----------------------------------------------------------------------------------------------------------


def test_each_page_begins_at_its_offset_and_an_empty_one_where_the_next_does() -> None:
    paper = page("Trang một")
    paper.add_page()
    paper.add_page()
    paper.lines(["Trang ba, dòng đầu", "dòng sau"], top=80)
    reading = reading_of(paper)
    assert reading.pages == (0, 10, 10)
    assert [reading.page_of(reading.text.index(word)) for word in ("một", "ba", "sau")] == [1, 3, 3]


def test_sections_know_nothing_of_pages() -> None:
    paper = page("I. MỤC TIÊU", "1. Giữ vững đê điều trong mùa mưa bão năm nay và các năm sau,")
    paper.add_page()
    paper.lines(["bảo đảm an toàn cho dân cư.", "2. Tập huấn lực lượng xung kích."], top=80)
    reading = reading_of(paper)
    assert [s.span.of(reading.text) for s in sections_of(reading)][1] == (
        "1. Giữ vững đê điều trong mùa mưa bão năm nay và các năm sau,\nbảo đảm an toàn cho dân cư."
    )


# --- scans -----------------------------------------------------------------------------------------------------------


def scan(pages: str) -> bytes:
    """A file whose pages are by letter: s a scan, t text, m a scan with a stamp of signature, e empty, l a logo."""
    paper = Paper()
    for kind in pages:
        paper.add_page()
        if kind in "sm":
            paper.image(picture(), 0, 0, 595, 842)
        if kind == "l":
            paper.image(picture(30, 30), 280, 30, 40, 40)
        if kind == "m":
            paper.lines(["Người ký: Văn phòng", "Thời gian ký: 05.03.2027 10:11:12"], top=60)
        if kind == "t":
            paper.lines([f"Điều khoản {n} của quy chế làm việc" for n in range(10)], top=100)
    return paper.data()


@pytest.mark.parametrize(
    ("pages", "scanned"),
    [("s", (1,)), ("ms", (1, 2)), ("tste", (2,)), ("t", ()), ("te", ()), ("tsss", (2, 3, 4)), ("lt", ())],
)
def test_pages_that_are_pictures_without_text_are_named(pages: str, scanned: tuple[int, ...]) -> None:
    assert pages_without_text(scan(pages)) == scanned


def test_a_scan_can_be_read_by_whoever_reads_its_pictures() -> None:
    def scanned(number: int) -> Scan:
        words = [
            Word(text, 60.0 + 50 * at, 100, 105.0 + 50 * at, 112, 12) for at, text in enumerate(["Bảng", str(number)])
        ]
        return Scan(tuple(words), (), 595, 842)

    reading = read(scan("tst"), scan_reader=scanned)
    assert reading.text[reading.pages[1] : reading.pages[2]] == "Bảng 2\n"
