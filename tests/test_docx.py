"""The DOCX reader: what the printed page shows becomes text with true spans."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from corpus.fact_reading import facts_of
from corpus.readers import parse
from corpus.roles import SectionKind
from corpus.sections import sections_of
from tests.docx_files import (
    MERGE,
    ON,
    RELATION,
    counts_by,
    letter,
    level,
    lines,
    numbered,
    numbering,
    of_body,
    p,
    reading_of,
    row,
    table_of,
    tc,
    with_parts,
)
from tests.test_readers import grid, page

# --- paragraphs ------------------------------------------------------------------------------------------------------


def test_paragraphs_and_tables_stand_in_their_order() -> None:
    document = Document()
    document.add_paragraph("Công an tỉnh  rà soát ")
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ["STT", "Việc", "1", "Lập sổ"], strict=True):
        cell.text = text
    document.add_paragraph("")
    document.add_paragraph("Sở Xây dựng\tbáo cáo.\nHạn: tháng 9")
    assert lines(document) == [
        "Công an tỉnh rà soát", "STT | Việc", "1 | Lập sổ", "Sở Xây dựng báo cáo.", "Hạn: tháng 9",
    ]  # fmt: skip


def test_the_text_is_composed() -> None:
    assert lines(of_body(p("Sở Tư pháp") + p("giữ\u00a0số\u200b 7"))) == ["Sở Tư pháp", "giữ số 7"]


def test_headings_have_the_level_of_their_style_or_outline() -> None:
    document = Document()
    document.add_heading("Kế hoạch\nnăm 2027", 0)
    document.add_heading("Mục tiêu", 2)
    document.add_paragraph("Chữ thường")
    document.add_paragraph("Việc chung").paragraph_format.element.get_or_add_pPr().append(
        parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="3"/>')
    )
    document.add_heading("", 1)
    reading = reading_of(document)
    assert [(h.level, h.span.of(reading.text)) for h in reading.headings] == [
        (1, "Kế hoạch năm 2027"), (2, "Mục tiêu"), (4, "Việc chung"),
    ]  # fmt: skip


def test_a_style_says_what_the_styles_below_it_say() -> None:
    styles = f"""<w:styles {nsdecls("w")}>
        <w:style w:type="paragraph" w:styleId="Muc"><w:name w:val="heading 3"/></w:style>
        <w:style w:type="paragraph" w:styleId="Con"><w:basedOn w:val="Muc"/><w:rPr><w:caps/></w:rPr></w:style>
        <w:style w:type="paragraph" w:styleId="Thuong"><w:basedOn w:val="Con"/>
            <w:pPr><w:outlineLvl w:val="9"/></w:pPr><w:rPr><w:caps w:val="0"/></w:rPr></w:style>
        <w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="B"/></w:style>
        <w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style></w:styles>"""
    used = "".join(p(f"Dòng {name}", f'<w:pStyle w:val="{name}"/>') for name in ("Con", "Thuong", "A", "Lạ"))
    reading = reading_of(of_body(used, styles=styles))
    assert reading.text.split("\n") == ["DÒNG CON", "Dòng Thuong", "Dòng A", "Dòng Lạ"]
    assert [(h.level, h.span.of(reading.text)) for h in reading.headings] == [(3, "DÒNG CON")]


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        ("<w:r><w:t>xem </w:t></w:r><w:hyperlink><w:r><w:t>Công văn 8</w:t></w:r></w:hyperlink>", "xem Công văn 8"),
        ("<w:ins><w:r><w:t>thêm</w:t></w:r></w:ins><w:del><w:r><w:delText>bớt</w:delText></w:r></w:del>", "thêm"),
        ("<w:moveFrom><w:r><w:t>từ</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>đến</w:t></w:r></w:moveTo>", "đến"),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r><w:r><w:t>hiện</w:t></w:r>", "hiện"),
        ('<w:r><w:rPr><w:vanish w:val="false"/></w:rPr><w:t>hiện</w:t></w:r>', "hiện"),
        ("<w:r><w:rPr><w:caps/></w:rPr><w:t>kế hoạch</w:t></w:r><w:r><w:t> năm</w:t></w:r>", "KẾ HOẠCH năm"),
        ("<w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t>ô điền</w:t></w:r></w:sdtContent></w:sdt>", "ô điền"),
        ("<w:smartTag><w:r><w:t>ngày 5</w:t></w:r></w:smartTag>", "ngày 5"),
        (
            '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText> DATE </w:instrText></w:r><w:r><w:t>6/7</w:t></w:r>',
            "6/7",
        ),
        ("<w:r><w:t>1/QĐ</w:t><w:noBreakHyphen/><w:t>BC, ki</w:t><w:softHyphen/><w:t>ểm</w:t></w:r>", "1/QĐ-BC, kiểm"),
        ('<w:r><w:t>đạt </w:t><w:sym w:font="Symbol" w:char="F0B3"/><w:t> 85%</w:t></w:r>', "đạt ≥ 85%"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0B3"/><w:t>85%</w:t></w:r>', "85%"),
        ("<m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath>", "a+b"),
    ],
)  # fmt: skip
def test_a_line_is_what_the_page_shows(runs: str, expected: str) -> None:
    assert lines(of_body(f"<w:p>{runs}</w:p>{p('hết')}")) == [expected, "hết"]


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next() -> None:
    deleted = "<w:rPr><w:del/></w:rPr>"
    assert lines(of_body(p("Sở Công ", deleted) + p("Thương") + p("", deleted) + p("cuối", deleted))) == [
        "Sở Công Thương", "cuối",
    ]  # fmt: skip


def test_content_controls_are_no_part_of_the_text() -> None:
    inner = f"<w:sdt><w:sdtPr><w:alias w:val='tên'/></w:sdtPr><w:sdtContent>{p('trong')}</w:sdtContent></w:sdt>"
    assert lines(of_body(p("trước") + inner + p("sau"))) == ["trước", "trong", "sau"]


def test_headers_and_footers_are_left_out() -> None:
    document = Document()
    document.sections[0].header.paragraphs[0].text = "Trang đầu"
    document.sections[0].footer.paragraphs[0].text = "Trang cuối"
    document.add_paragraph("Nội dung")
    assert lines(document) == ["Nội dung"]


BOX = "<w:txbxContent><w:p><w:r><w:t>HỎA TỐC</w:t></w:r></w:p></w:txbxContent>"


@pytest.mark.parametrize(
    "drawing",
    [
        f"<mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{BOX}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{BOX}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>",
        f"<w:pict><v:shape><v:textbox>{BOX}</v:textbox></v:shape></w:pict>",
    ],
)
def test_a_text_box_is_read_once_behind_the_paragraph_that_it_hangs_on(drawing: str) -> None:
    body = f"<w:p><w:r><w:t>Kính gửi: </w:t></w:r><w:r>{drawing}</w:r><w:r><w:t>các sở</w:t></w:r></w:p>"
    assert lines(of_body(body)) == ["Kính gửi: các sở", "HỎA TỐC"]


def test_notes_stand_at_the_end_with_their_mark_at_their_place() -> None:
    def note(kind: str, name: int, text: str, more: str = "") -> str:
        return f"<w:{kind} w:id='{name}' {more}><w:p><w:r><w:{kind}Ref/><w:t> {text}</w:t></w:r></w:p></w:{kind}>"

    def cited(kind: str, name: int) -> str:
        return f"<w:r><w:{kind}Reference w:id='{name}'/></w:r>"

    footnotes = note("footnote", -1, "gạch", 'w:type="separator"') + note("footnote", 2, "Theo số liệu quý I.")
    footnotes += note("footnote", 5, "không được dẫn") + note("footnote", 6, "đã xóa")
    body = (
        f"<w:p><w:r><w:t>Đạt 60%</w:t></w:r>{cited('endnote', 1)}<w:r><w:t> kế hoạch</w:t></w:r>{cited('footnote', 2)}"
        f"<w:del>{cited('footnote', 6)}</w:del>{cited('footnote', 99)}</w:p>{p('hết')}"
    )
    data = of_body(
        body,
        footnotes=f"<w:footnotes {nsdecls('w')}>{footnotes}</w:footnotes>",
        endnotes=f"<w:endnotes {nsdecls('w')}>{note('endnote', 1, 'Ước tính.')}</w:endnotes>",
    )
    assert lines(data) == ["Đạt 60%[1] kế hoạch[2]", "hết", "[1] Ước tính.", "[2] Theo số liệu quý I."]
    reading = reading_of(data)
    assert [s.kind for s in sections_of(reading)][-2:] == [SectionKind.NOTE] * 2


# --- numbering -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("style", "pattern", "expected"),
    [
        ("decimal", "%1.", ["1. a", "2. b"]),
        ("upperRoman", "%1.", ["I. a", "II. b"]),
        ("lowerRoman", "(%1)", ["(i) a", "(ii) b"]),
        ("lowerLetter", "%1)", ["a) a", "b) b"]),
        ("upperLetter", "%1.", ["A. a", "B. b"]),
        ("decimalZero", "%1/", ["01/ a", "02/ b"]),
        ("decimal", "Điều %1.", ["Điều 1. a", "Điều 2. b"]),
        ("bullet", "\uf0b7", ["- a", "- b"]),
        ("bullet", "-", ["- a", "- b"]),
        ("bullet", "+", ["+ a", "+ b"]),
        ("none", "", ["a", "b"]),
        ("none", "%1", ["a", "b"]),
        ("chữ lạ", "%1.", ["1. a", "2. b"]),
    ],
)
def test_the_number_that_word_draws_is_in_the_text(style: str, pattern: str, expected: list[str]) -> None:
    part = numbering({4: level(0, style, pattern)}, {7: counts_by(4)})
    assert lines(of_body(numbered("a", 7) + numbered("b", 7), numbering=part)) == expected


def test_levels_count_within_each_other() -> None:
    levels = level(0, "upperRoman", "%1.") + level(1, "decimal", "%2.") + level(2, "decimal", "%2.%3.")
    part = numbering({0: levels}, {1: counts_by(0)})
    body = "".join(numbered("x", 1, depth) for depth in (0, 1, 2, 2, 1, 2, 0, 1))
    assert [line[:-2] for line in lines(of_body(body, numbering=part))] == [
        "I.", "1.", "1.1.", "1.2.", "2.", "2.1.", "II.", "1.",
    ]  # fmt: skip


def test_a_level_may_count_on_over_the_headings_above_it() -> None:
    on = level(1, "decimal", "Điều %2.", more='<w:lvlRestart w:val="0"/>')
    part = numbering({0: level(0, "upperRoman", "Chương %1") + on}, {1: counts_by(0)})
    body = "".join(numbered("x", 1, depth) for depth in (0, 1, 1, 0, 1))
    assert [line[:-2] for line in lines(of_body(body, numbering=part))] == [
        "Chương I", "Điều 1.", "Điều 2.", "Chương II", "Điều 3.",
    ]  # fmt: skip


def test_lists_of_one_definition_count_on_and_those_that_restart_do_not() -> None:
    start = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    whole = f'<w:lvlOverride w:ilvl="0">{level(0, "lowerLetter", "%1)")}</w:lvlOverride>'
    part = numbering(
        {0: level(0, "decimal", "%1."), 1: level(0, "decimal", "%1.")},
        {1: counts_by(0), 2: counts_by(0), 3: counts_by(0) + start, 4: counts_by(1) + whole},
    )
    body = "".join(numbered("x", number) for number in (1, 2, 3, 3, 1, 4, 4))
    assert [line[:-2] for line in lines(of_body(body, numbering=part))] == ["1.", "2.", "5.", "6.", "7.", "a)", "b)"]


def test_a_legal_number_is_decimal_all_through() -> None:
    levels = level(0, "upperRoman", "%1.") + level(1, "decimal", "%1.%2", more="<w:isLgl/>")
    part = numbering({0: levels}, {1: counts_by(0)})
    assert lines(of_body(numbered("x", 1) + numbered("y", 1, 1), numbering=part)) == ["I. x", "1.1 y"]


def test_styles_number_their_paragraphs() -> None:
    styles = f"""<w:styles {nsdecls("w")}>
        <w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/>
            <w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
        <w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/><w:basedOn w:val="H1"/></w:style>
        </w:styles>"""
    levels = "".join(
        level(i, "decimal", "%1." + f"%{i + 1}." * i, more=f'<w:pStyle w:val="H{i + 1}"/>') for i in (0, 1)
    )
    none = '<w:pStyle w:val="H1"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    body = "".join(p("x", f'<w:pStyle w:val="{name}"/>') for name in ("H1", "H2", "H2")) + p("x", none)
    reading = reading_of(of_body(body, styles=styles, numbering=numbering({0: levels}, {1: counts_by(0)})))
    assert [(h.level, h.span.of(reading.text)) for h in reading.headings] == [
        (1, "1. x"), (2, "1.1. x"), (2, "1.2. x"), (1, "x"),
    ]  # fmt: skip


def test_the_numbers_of_a_list_style_are_found() -> None:
    part = numbering(
        {0: '<w:numStyleLink w:val="DS"/>', 1: '<w:styleLink w:val="DS"/>' + level(0, "lowerLetter", "%1)")},
        {1: counts_by(0)},
    )
    assert lines(of_body(numbered("x", 1), numbering=part)) == ["a) x"]


def test_letters_behind_z_are_doubled_and_odd_starts_are_written_in_digits() -> None:
    odd = [("lowerLetter", 900_000_000), ("upperRoman", 4000), ("upperRoman", 0), ("decimal", None)]
    starts = [("lowerLetter", 27), *odd]
    definitions = {i: level(0, style, "%1.", start) for i, (style, start) in enumerate(starts, 1)}
    part = numbering(definitions, {i: counts_by(i) for i in definitions})
    body = "".join(numbered("x", i) for i in definitions)
    assert lines(of_body(body, numbering=part)) == ["aa. x", "900000000. x", "4000. x", "0. x", "0. x"]


def test_empty_paragraphs_show_their_number_in_a_cell_only() -> None:
    part = numbering({0: level(0, "decimal", "%1.")}, {1: counts_by(0)})
    rows = "".join(
        f"<w:tr><w:tc>{numbered('', 1)}</w:tc><w:tc>{p(text)}</w:tc></w:tr>" for text in ("Lập đề án", "Chi")
    )
    assert lines(of_body(f"{numbered('', 1)}{p('đầu')}<w:tbl>{rows}</w:tbl>", numbering=part)) == [
        "đầu", "2. | Lập đề án", "3. | Chi",
    ]  # fmt: skip


def test_text_with_a_dash_of_its_own_gets_no_second_one() -> None:
    part = numbering({0: level(0, "bullet", "o")}, {1: counts_by(0)})
    assert lines(of_body(numbered("– Rà soát", 1) + numbered("Cấp phép", 1), numbering=part)) == [
        "– Rà soát",
        "- Cấp phép",
    ]


def test_a_list_that_is_defined_nowhere_has_no_numbers() -> None:
    part = numbering({}, {2: counts_by(9)})
    assert lines(of_body(numbered("x", 1) + numbered("y", 2, 12), numbering=part)) == ["x", "y"]
    without = with_parts(of_body(numbered("x", 1)), {"word/numbering.xml": None})
    assert lines(without) == ["x"]


# --- tables ----------------------------------------------------------------------------------------------------------


def test_merged_cells_are_one_cell_with_its_reach() -> None:
    document = Document()
    rows = [["TT", "Việc", "Cơ quan", ""], ["", "", "Chủ trì", "Phối hợp"]]
    rows += [["1", "Lập quỹ", "Sở A", ""], ["2", "Rà soát", "", "Sở C"]]
    table = table_of(document, rows)
    table.cell(0, 2).merge(table.cell(0, 3))
    table.cell(0, 0).merge(table.cell(1, 0))
    table.cell(0, 1).merge(table.cell(1, 1))
    table.cell(2, 2).merge(table.cell(3, 2))
    reading = reading_of(document)
    assert grid(reading) == [
        (0, 0, 2, 1, "TT"), (0, 1, 2, 1, "Việc"), (0, 2, 1, 2, "Cơ quan"),
        (1, 2, 1, 1, "Chủ trì"), (1, 3, 1, 1, "Phối hợp"),
        (2, 0, 1, 1, "1"), (2, 1, 1, 1, "Lập quỹ"), (2, 2, 2, 1, "Sở A"), (2, 3, 1, 1, ""),
        (3, 0, 1, 1, "2"), (3, 1, 1, 1, "Rà soát"), (3, 3, 1, 1, "Sở C"),
    ]  # fmt: skip
    assert reading.text.split("\n")[1:] == ["Chủ trì | Phối hợp", "1 | Lập quỹ | Sở A", "2 | Rà soát | Sở C"]


def test_a_table_is_read_as_the_same_table_in_html() -> None:
    document = Document()
    rows = [["STT", "Nhiệm vụ", "Chủ trì"], ["1", "Lập đề án\nvà trình", "Sở Y tế"], ["2", "", "Sở Nội vụ"]]
    table = table_of(document, rows)
    table.cell(1, 2).merge(table.cell(2, 2)).text = "Sở Y tế"
    table.rows[0]._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
    html = page(
        "<table><thead><tr><td>STT<td>Nhiệm vụ<td>Chủ trì</thead><tr><td>1<td>Lập đề án<br>và trình"
        "<td rowspan=2>Sở Y tế<tr><td>2<td></table>"
    )
    assert reading_of(document) == parse(Path("a.html"), html.encode())


def test_rows_marked_as_repeated_are_the_head_unless_all_are() -> None:
    head = "<w:trPr><w:tblHeader/></w:trPr>"

    def heads(*marked: bool) -> list[bool]:
        rows = "".join(f"<w:tr>{head * m}<w:tc>{p('a')}</w:tc><w:tc>{p('b')}</w:tc></w:tr>" for m in marked)
        return [cell.header for cell in reading_of(of_body(f"<w:tbl>{rows}</w:tbl>")).tables[0].cells[::2]]

    assert heads(True, True, False, True) == [True, True, False, False]
    assert heads(True, True) == [False, False]


def control(inner: str) -> str:
    return f"<w:sdt><w:sdtContent>{inner}</w:sdtContent></w:sdt>"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            row(tc("a"), tc("b"), tc("c")) + row(tc("d"), tc("e"), properties='<w:gridBefore w:val="1"/>'),
            ["0.0 a", "0.1 b", "0.2 c", "1.0 ", "1.1 d", "1.2 e"],
            id="a row that begins in the second column",
        ),
        pytest.param(
            row(tc("a", ON), tc("b", MERGE), tc("c")) + row(tc("d"), tc("e", ON + '<w:gridSpan w:val="2"/>')),
            ["0.0 a", "0.1 b", "0.2 c", "1.0 d", "1.1 e 1x2"],
            id="a merge that nothing begins, and one of another width",
        ),
        pytest.param(
            row(tc("a", MERGE), tc("1")) + row(tc("x", ON), tc("2")) + row(tc("b", MERGE), tc("3")) + row(tc("y", ON)),
            ["0.0 a 2x1", "0.1 1", "1.1 2", "2.0 b 2x1", "2.1 3"],
            id="one merge below the other, with text hidden behind",
        ),
        pytest.param(
            row(tc("a"), tc("b")) + row(tc("x"), properties="<w:del/>") + row(tc("x"), properties="<w:hidden/>")
            + row(tc("c"), tc("d"), properties="<w:ins/>"),
            ["0.0 a", "0.1 b", "1.0 c", "1.1 d"],
            id="rows that were deleted or hidden",
        ),
        pytest.param(
            row(tc("a"), tc("b")) + control(row(tc("c"), control(tc("d")))),
            ["0.0 a", "0.1 b", "1.0 c", "1.1 d"],
            id="rows and cells in content controls",
        ),
    ],
)  # fmt: skip
def test_the_grid_is_that_of_the_page(rows: str, expected: list[str]) -> None:
    cells = grid(reading_of(of_body(f"<w:tbl>{rows}</w:tbl>")))
    reaches = {(1, 1): ""}
    assert [f"{r}.{c} {text}" + reaches.get((h, w), f" {h}x{w}") for r, c, h, w, text in cells] == expected


def test_paragraphs_of_a_cell_are_lines_of_it() -> None:
    document = Document()
    table = table_of(document, [["Việc", "Hạn"], ["Sở A lập sổ", "15/8/2028"]])
    table.cell(1, 0).add_paragraph("- Sở B góp ý")
    reading = reading_of(document)
    assert reading.text.split("\n") == ["Việc | Hạn", "Sở A lập sổ", "- Sở B góp ý | 15/8/2028"]
    assert grid(reading)[2] == (1, 0, 1, 1, "Sở A lập sổ\n- Sở B góp ý")


def test_a_table_inside_a_cell_stays_in_the_cell() -> None:
    document = Document()
    table = table_of(document, [["A", "B"], ["", "b"]])
    head = parse_xml(f"<w:tblHeader {nsdecls('w')}/>")
    table.rows[0]._tr.get_or_add_trPr().append(head)
    inner = table.cell(1, 0).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "x", "y"
    assert grid(reading_of(document))[2:] == [(1, 0, 1, 1, "x\ny"), (1, 1, 1, 1, "b")]


# --- documents -------------------------------------------------------------------------------------------------------


def test_the_facts_of_a_letter_are_found() -> None:
    reading = reading_of(letter())
    sections = sections_of(reading)
    facts = facts_of(reading, sections)
    assert (facts.number, facts.issuer, facts.date) == ("87/KH-UBND", "ỦY BAN NHÂN DÂN TỈNH HẢI VÂN", "2027-05-04")
    assert facts.title == "Kế hoạch Phòng, chống hạn mặn mùa khô năm 2027"
    assert [(s.label, s.span.of(reading.text)[:12]) for s in sections if s.label] == [
        ("1", "1. Sở Nông n"),
        ("2", "2. Công ty T"),
    ]
    assert len(reading.tables) == 1
    assert {SectionKind.RECIPIENTS, SectionKind.SIGNATURE, SectionKind.ROW} <= {s.kind for s in sections}


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Kế hoạch  chuyển đổi số năm 2028", "Kế hoạch chuyển đổi số năm 2028"),
        ("", None),
        ("Kế hoạch", None),
        ("Microsoft Word - kh 12 so hoa", None),
        ("KH 12 cuoi cung.doc", None),
        ("ỦY BAN NHÂN DÂN TỈNH HẢI VÂN", None),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", None),
        ("BỘ KHOA HỌC VÀ CÔNG NGHỆ", None),
        ("Bộ Khoa học và Công nghệ hướng dẫn", "Bộ Khoa học và Công nghệ hướng dẫn"),
    ],
)
def test_a_title_is_what_somebody_gave_and_no_program(title: str, expected: str | None) -> None:
    document = Document()
    document.core_properties.title = title
    document.add_paragraph("chữ")
    assert reading_of(document).title == expected


def test_a_file_of_the_strict_standard_is_read() -> None:
    data = of_body(p("Nội dung"))
    source = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml")
    strict = source.replace(
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    assert lines(with_parts(data, {"word/document.xml": strict})) == ["Nội dung"]


@pytest.mark.parametrize("target", ["NULL", "#_Toc8", "media/mat.png", "../../../../etc/passwd", "file:///etc/passwd"])
def test_relations_to_what_is_not_there_do_no_harm(target: str) -> None:
    data = of_body(p("Nội dung"))
    name = "word/_rels/document.xml.rels"
    relations = zipfile.ZipFile(io.BytesIO(data)).read(name).decode()
    for kind in ("image", "footnotes", "endnotes"):
        relation = f'<Relationship Id="x{kind}" Type="{RELATION}/{kind}" Target="{target}"/></Relationships>'
        relations = relations.replace("</Relationships>", relation)
    assert lines(with_parts(data, {name: relations})) == ["Nội dung"]
