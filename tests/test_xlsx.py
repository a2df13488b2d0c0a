"""The XLSX reader: sheets become headings, lines and tables with true spans; a hostile workbook ends at its limit."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.chart import BarChart
from openpyxl.styles import Font

from corpus.errors import UnreadableDocument
from corpus.readers import parse
from corpus.readers.xlsx_values import shown
from corpus.reading import Reading
from corpus.tasks.deadlines import Issued
from corpus.tasks.tables import read_tables
from tests.legacy_text import in_tcvn3
from tests.test_readers import check, grid

HEAD = ["STT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời hạn", "Sản phẩm"]
SHEET = "xl/worksheets/sheet1.xml"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def book_of(*rows: Sequence[object], title: str = "Theo dõi") -> Workbook:
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    return book


def reading_of(source: Workbook | bytes) -> Reading:
    reading = parse(Path("a.xlsx"), source if isinstance(source, bytes) else saved(source))
    check(reading)
    return reading


def lines(source: Workbook | bytes) -> list[str]:
    return reading_of(source).text.split("\n")


def with_parts(data: bytes, parts: Mapping[str, str]) -> bytes:
    old = zipfile.ZipFile(io.BytesIO(data))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in {**dict.fromkeys(old.namelist()), **parts}:
            new.writestr(name, parts[name] if name in parts else old.read(name))
    return file.getvalue()


def with_sheet(content: str) -> bytes:
    return with_parts(saved(book_of(["chữ"])), {SHEET: f"<worksheet {MAIN}>{content}</worksheet>"})


def told(reading: Reading) -> list[tuple[str, list[str], list[str], date | None, str | None]]:
    found = read_tables(reading, reading.tables, Issued.of("2031-02-14"), lambda _: 0)
    return [
        (
            task.action.of(reading.text),
            [body.name for body in task.lead],
            [body.name for body in task.coordinating],
            task.due.end if task.due else None,
            task.product.of(reading.text) if task.product else None,
        )
        for table in found
        for task in table.tasks
    ]


# --- a register of tasks --------------------------------------------------------------------------------------------


def register() -> Workbook:
    book = book_of(
        ["UBND TỈNH LAM SƠN", None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
        ["SỞ NỘI VỤ", None, None, "Độc lập - Tự do - Hạnh phúc"],
        [],
        ["BẢNG THEO DÕI NHIỆM VỤ QUÝ III"],
        ["(kèm theo Công văn số 45/SNV-VP)"],
        HEAD,
        ["I", "Chuyển đổi số"],
        [1, "Số hóa sổ hộ tịch", "Sở Tư pháp", "Công an tỉnh", date(2031, 9, 30), "Cơ sở dữ liệu"],
        [2, "Thay máy trạm cấp xã", "Sở Tài chính", None, "Quý IV/2031", "Tờ trình"],
        ["II", "Giao thông"],
        [3, "Sửa cầu treo Bản Mế", "Sở Xây dựng", None, datetime(2031, 8, 5), "Biên bản nghiệm thu"],
        [4, "Cắm biển báo bến đò", None, None, None, None],
        [],
        [None, None, None, None, "NGƯỜI LẬP BIỂU"],
    )
    sheet = book.active
    sheet.merge_cells("A4:F4")
    sheet.merge_cells("B7:F7")
    sheet.merge_cells("C11:C12")
    sheet.row_dimensions[9].hidden = True
    sheet.column_dimensions["D"].hidden = True
    return book


def test_a_register_is_read_with_the_text_around_it() -> None:
    reading = reading_of(register())
    assert reading.text.split("\n")[:7] == [
        "Theo dõi",
        "UBND TỈNH LAM SƠN", "SỞ NỘI VỤ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
        "BẢNG THEO DÕI NHIỆM VỤ QUÝ III", "(kèm theo Công văn số 45/SNV-VP)",
    ]  # fmt: skip
    assert reading.text.endswith("\nNGƯỜI LẬP BIỂU")
    assert [heading.span.of(reading.text) for heading in reading.headings] == ["Theo dõi"]
    assert [cell[4] for cell in grid(reading)][:6] == HEAD


def test_the_tasks_of_a_register_are_those_of_its_rows_hidden_ones_too() -> None:
    assert told(reading_of(register())) == [
        ("Số hóa sổ hộ tịch", ["Sở Tư pháp"], ["Công an tỉnh"], date(2031, 9, 30), "Cơ sở dữ liệu"),
        ("Thay máy trạm cấp xã", ["Sở Tài chính"], [], date(2031, 12, 31), "Tờ trình"),
        ("Sửa cầu treo Bản Mế", ["Sở Xây dựng"], [], date(2031, 8, 5), "Biên bản nghiệm thu"),
        ("Cắm biển báo bến đò", ["Sở Xây dựng"], [], None, None),
    ]


def test_a_register_that_goes_on_behind_blank_rows_keeps_its_columns() -> None:
    rows: list[list[object]] = [[*HEAD], [1, "Đo đạc bãi bồi", "Sở Xây dựng", None, "Quý II/2031"], [], [], []]
    rows.append([2, "Lập sổ bến đò", "Công an tỉnh", None, "Quý III/2031"])
    assert [task[1] for task in told(reading_of(book_of(*rows)))] == [["Sở Xây dựng"], ["Công an tỉnh"]]


def test_merged_cells_reach_over_rows_and_columns() -> None:
    book = book_of(
        ["TT", "Việc", "Cơ quan", None, "Hạn"],
        [None, None, "Chủ trì", "Phối hợp", None],
        [1, "Nạo vét", "Sở A", "Sở B", "Quý I"],
    )
    for area in ("A1:A2", "B1:B2", "C1:D1", "E1:E2"):
        book.active.merge_cells(area)
    assert grid(reading_of(book))[:6] == [
        (0, 0, 2, 1, "TT"), (0, 1, 2, 1, "Việc"), (0, 2, 1, 2, "Cơ quan"), (0, 4, 2, 1, "Hạn"),
        (1, 2, 1, 1, "Chủ trì"), (1, 3, 1, 1, "Phối hợp"),
    ]  # fmt: skip


def test_every_sheet_is_a_heading_hidden_ones_too_and_empty_ones_are_none() -> None:
    book = book_of(["chữ"], title="Một")
    book.create_sheet("Trống")
    hidden = book.create_sheet("Danh mục")
    hidden["C900"] = "Sở Y tế\nbệnh viện tỉnh"
    hidden.sheet_state = "hidden"
    book.create_chartsheet("Biểu đồ").add_chart(BarChart())
    reading = reading_of(book)
    assert reading.text == "Một\nchữ\nDanh mục\nSở Y tế\nbệnh viện tỉnh"
    assert len(reading.headings) == 2


def test_a_formula_is_its_stored_value_and_no_link_is_followed() -> None:
    cells = (
        '<c r="A1"><f>SUM(1,2)</f><v>3</v></c>'
        '<c r="B1" t="str"><f>WEBSERVICE("http://127.0.0.1:9/x")</f><v>đã lưu</v></c>'
        '<c r="C1"><f>\'[sổ khác.xlsx]T\'!A1</f></c><c r="D1" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
    )
    assert lines(with_sheet(f'<sheetData><row r="1">{cells}</row></sheetData>'))[1:] == ["3", "đã lưu", "#DIV/0!"]


def test_old_fonts_in_a_sheet_are_repaired() -> None:
    book = book_of(["b¸o c¸o"], [in_tcvn3(words) for words in HEAD])
    book.active.append([1, *map(in_tcvn3, ["Đo mực nước", "Sở Y tế", "", "Quý I/2032", "Số liệu"])])
    book.active["A1"].font = Font(name=".VnTimeH")
    assert lines(book)[1:] == ["BÁO CÁO", " | ".join(HEAD), "1 | Đo mực nước | Sở Y tế | | Quý I/2032 | Số liệu"]


# --- what a cell shows ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "form", "expected"),
    [
        (date(2031, 2, 3), "m/d/yy", "03/02/2031"),
        (datetime(2031, 2, 3, 7, 45), "yyyy-mm-dd h:mm:ss", "03/02/2031 07:45"),
        (date(2031, 2, 1), "mm/yyyy", "02/2031"),
        (date(2031, 1, 1), '"Năm" yyyy', "2031"),
        (timedelta(hours=30), "[h]:mm", "30:00"),
        (0.5, "0%", "50%"),
        (12.345, "0.00", "12,35"),
        (12.5, "0.0##", "12,5"),
        (-1234567.5, "#,##0.0", "-1.234.567,5"),
        (7, "000", "007"),
        (3, '"Quý "0', "Quý 3"),
        (5, '_-* #,##0 "đ"_-', "5 đ"),
        (2031.0, "General", "2031"),
        (1 / 3, "General", "0,3333333333"),
        (1e-7, "General", "0,0000001"),
        (True, "General", "TRUE"),
        ("0012", "@", "0012"),
    ],
)
def test_a_cell_shows_its_value_as_vietnamese_writes_it(value: object, form: str, expected: str) -> None:
    assert shown(value, form) == expected


@given(st.one_of(st.floats(), st.integers(), st.datetimes(), st.dates(), st.times()), st.text(max_size=20))
def test_any_value_in_any_format_is_a_line(value: object, form: str) -> None:
    assert isinstance(shown(value, form), str)


@settings(max_examples=30, deadline=None)
@given(
    st.dictionaries(
        st.tuples(st.integers(1, 30), st.integers(1, 12)), st.from_regex(r"\A[a-zđ]{1,6}\Z"), min_size=1, max_size=40
    ),
    st.lists(st.tuples(st.integers(1, 30), st.integers(1, 12), st.integers(0, 4), st.integers(0, 4)), max_size=4),
)
def test_no_word_of_a_sheet_is_lost_but_those_under_merged_cells(
    words: dict[tuple[int, int], str], areas: list[tuple[int, int, int, int]]
) -> None:
    book = Workbook()
    covered: set[tuple[int, int]] = set()
    for (row, column), word in words.items():
        book.active.cell(row, column, word)
    data = saved(book)
    merged = []
    for row, column, down, across in areas:
        places = {(r, c) for r in range(row, row + down + 1) for c in range(column, column + across + 1)}
        if (row, column) in words and not places & covered and len(places) > 1:
            covered |= places
            merged.append((row, column, row + down, column + across))
            for place in places - {(row, column)}:
                words.pop(place, None)
                book.active.cell(*place).value = None
    if merged:
        for top, left, bottom, right in merged:
            book.active.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
        data = saved(book)
    found = " ".join(lines(data)[1:]).replace("|", " ").split()
    assert sorted(found) == sorted(words.values())


REGISTER = saved(register())

# --- hostile and broken ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "tệp rỗng"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), r"Excel đời cũ \(\.xls\)"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "có mật khẩu"),
        (b"STT;Viec", "không phải tệp Excel"),
        (b"PK\x03\x04" + bytes(100), "bị hỏng"),
        (saved(book_of(["chữ"]))[:-200], "bị hỏng"),
        (saved(Workbook()), "không có ô nào có chữ"),
        (with_sheet("<sheetData><row"), "bị hỏng"),
        (with_sheet('<sheetData><row r="1"><c r="A1" t="s"><v>99</v></c></row></sheetData>'), "bị hỏng"),
    ],
)
def test_what_is_no_workbook_is_refused_with_its_reason(data: bytes, message: str) -> None:
    with pytest.raises(UnreadableDocument, match=message):
        parse(Path("a.xlsx"), data)


def test_entities_are_not_read() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "chữ"><!ENTITY b SYSTEM "file:///etc/hostname">]>'
    sheet = f'<worksheet {MAIN}><sheetData><row r="1"><c r="A1" t="str"><v>&a;&b;</v></c></row></sheetData></worksheet>'
    with pytest.raises(UnreadableDocument, match="bị hỏng"):
        parse(Path("a.xlsx"), with_parts(saved(book_of(["chữ"])), {SHEET: bomb + sheet}))


def test_a_bomb_ends_at_the_stated_sizes() -> None:
    with pytest.raises(UnreadableDocument, match="quá lớn khi giải nén"):
        parse(Path("a.xlsx"), with_sheet("<sheetData/>" + " " * 140_000_000))
    empty = '<row r="1">' + '<c r="A1" s="1"/>' * 100 + "</row>"
    with pytest.raises(UnreadableDocument, match="quá nhiều ô"):
        parse(Path("a.xlsx"), with_sheet(f"<sheetData>{empty * 70_000}</sheetData>"))


def test_gaps_cost_nothing() -> None:
    far = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    data = with_sheet(f'<dimension ref="A1:XFD1048576"/><sheetData>{far}</sheetData>'
                      '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')  # fmt: skip
    assert lines(data)[1:] == ["1"]


def test_a_sheet_of_too_many_places_is_refused() -> None:
    def name(column: int) -> str:
        return chr(65 + column // 676) + chr(65 + column // 26 % 26) + chr(65 + column % 26)

    rows = "".join(f'<row r="{at}"><c r="{name(at)}{at}"><v>1</v></c></row>' for at in range(1, 2001))
    with pytest.raises(UnreadableDocument, match=r"2\.000 dòng và 2\.000 cột"):
        parse(Path("a.xlsx"), with_sheet(f"<sheetData>{rows}</sheetData>"))


def read_or_refuse(data: bytes) -> None:
    try:
        check(parse(Path("a.xlsx"), data))
    except UnreadableDocument as error:
        refusal = str(error)
    else:
        refusal = ""
    assert "\n" not in refusal


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_damaged_workbook_is_read_or_refused(data: st.DataObject) -> None:
    whole = bytearray(REGISTER)
    for _ in range(data.draw(st.integers(1, 8))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    read_or_refuse(bytes(whole))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_sheet_with_damaged_markup_is_read_or_refused(data: st.DataObject) -> None:
    sheet = bytearray(zipfile.ZipFile(io.BytesIO(REGISTER)).read(SHEET))
    for _ in range(data.draw(st.integers(1, 4))):
        sheet[data.draw(st.integers(0, len(sheet) - 1))] = data.draw(st.sampled_from(b'<>/"0129AZst &'))
    read_or_refuse(with_parts(REGISTER, {SHEET: sheet.decode("utf-8", "replace")}))
