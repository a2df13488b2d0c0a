"""The sheet of cases as it is handed out: heads, drop-downs, examples, and a sheet that explains it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from eval.cases import Case
from eval.labels import KINDS, REASONS
from eval.sheet import COLUMNS, LAST_ROW, NO, SHEET, row_of

GUIDE, OPTIONS = "Hướng dẫn", "Danh mục"
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_HEAD = PatternFill("solid", start_color="FF17365D")
_NEEDED = PatternFill("solid", start_color="FF7A4A00")
_EXAMPLE = Font(italic=True, color="FF566472")

EXAMPLES = (
    Case(
        id="vi-du-1", cat="when", question="Bộ Thông tin và Truyền thông phải trình chiến lược bán dẫn khi nào?",
        expect=(("tháng 8 năm 2024", "31/8/2024"),),
        cite=(("Chiến lược Phát triển ngành công nghiệp bán dẫn Việt Nam đến năm 2030",),),
        due=((date(2024, 8, 31),),), forbid=(), answerable=True, history=(),
    ),
    Case(
        id="vi-du-2", cat="followup", question="Hạn là khi nào?", expect=(("tháng 9 năm 2024",),),
        cite=(("hoàn thành phê duyệt hồ sơ đề xuất cấp độ",),), due=((date(2024, 9, 30),),), forbid=(),
        answerable=True, history=("Ai phải phê duyệt hồ sơ đề xuất cấp độ?",),
    ),
    Case(
        id="vi-du-3", cat="abstain", question="Bộ Y tế phải trình chiến lược bán dẫn khi nào?", expect=(), cite=(),
        due=(), forbid=("tháng 8 năm 2024",), answerable=False, history=(), because="other-body",
    ),
)  # fmt: skip

_STEPS = (
    "Mỗi dòng của trang “Trường hợp” là một câu hỏi và câu trả lời đúng. Cột nền nâu là bắt buộc.",
    "Xóa các dòng ví dụ (hoặc để cột Nhận là “không”), rồi điền các dòng của mình; cột Nhận chọn “có”.",
    "Trong một ô, xuống dòng bằng Alt+Enter: mỗi dòng một ý, một đoạn, một ngày. Dấu | ngăn các cách viết đều đúng.",
    "Đoạn căn cứ chép nguyên văn từ văn bản, ngắn thôi nhưng đủ để không lẫn với đoạn khác.",
    "Thời hạn “trước ngày 16/8/2024” viết 16/08/2024|15/08/2024: ngày được nêu và ngày cuối cùng còn kịp.",
    "Nên có cả câu phải từ chối: việc của cơ quan khác, con số văn bản không nêu, chuyện ngoài văn bản.",
    "Chạy: python -m eval run TỆP.xlsx --store KHO --out THƯ_MỤC. Dòng sai được kể ra theo số dòng và tên cột.",
)


def sheet_of(cases: Sequence[Case] = EXAMPLES, *, accepted: str = NO) -> bytes:
    """The workbook: a row for each case, none accepted unless `accepted` says so, drop-downs, and the explanation."""
    book = Workbook()
    sheet = book.active
    sheet.title = SHEET
    sheet.freeze_panes = "D2"
    sheet.append([column.head for column in COLUMNS])
    for case in cases:
        sheet.append(row_of(case, accepted=accepted))
    options = book.create_sheet(OPTIONS)
    for number, column in enumerate(COLUMNS, start=1):
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = column.width
        head = sheet[f"{letter}1"]
        head.font, head.alignment = Font(bold=True, color="FFFFFFFF"), _WRAPPED
        head.fill = _NEEDED if column.needed else _HEAD
        if column.options:
            _add_drop_down(sheet, options, letter, column.options, column.about)
    for row in sheet.iter_rows(min_row=2, max_row=len(cases) + 1):
        for cell in row:
            cell.alignment = _WRAPPED
            cell.data_type = "s"  # a question that begins with "=" is no formula
            if cases is EXAMPLES:
                cell.font = _EXAMPLE
    _fit_to_width(sheet)
    options.sheet_state = "hidden"
    _explain(book.create_sheet(GUIDE, 0))
    book.active = 1
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _add_drop_down(sheet: Worksheet, options: Worksheet, letter: str, values: Sequence[str], about: str) -> None:
    for row, value in enumerate(values, start=1):
        options[f"{letter}{row}"] = value
    among = f"'{OPTIONS}'!${letter}$1:${letter}${len(values)}"
    rule = DataValidation(type="list", formula1=among, allow_blank=True, showErrorMessage=True)
    rule.errorTitle, rule.error = "Không có trong danh sách", about
    rule.add(f"{letter}2:{letter}{LAST_ROW}")
    sheet.add_data_validation(rule)


def _fit_to_width(sheet: Worksheet) -> None:
    """Prints all columns on one page across, lying down."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _explain(sheet: Worksheet) -> None:
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 24, 100
    sheet.append(["Cách điền bảng trường hợp kiểm thử"])
    sheet["A1"].font = Font(bold=True, size=14)
    for number, step in enumerate(_STEPS, start=1):
        sheet.append([f"Bước {number}" if number < len(_STEPS) else "Chạy", step])
    sheet.append([])
    sheet.append(["Cột", "Điền gì"])
    for cell in sheet[sheet.max_row]:
        cell.font = Font(bold=True)
    for column in COLUMNS:
        sheet.append([f"{column.head}{' *' if column.needed else ''}", column.about])
    sheet.append([])
    sheet.append(["Loại câu hỏi", "; ".join(KINDS.values())])
    sheet.append(["Lý do từ chối", "; ".join(list(REASONS.values())[:4])])
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = _WRAPPED
    _fit_to_width(sheet)
