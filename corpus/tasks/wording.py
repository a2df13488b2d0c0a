"""Wordings of a sentence that are no work of their own, and figures that are to be reached."""

from __future__ import annotations

import re

from corpus.reading import Span
from corpus.tasks.orders import Order
from corpus.tasks.words import load_words

FEWEST_WORDS = 4
"""A clause with fewer words tells nothing by itself."""

_WORD = re.compile(r"\w+")
_AND = re.compile(r",? (?:và )?")
_ROLE_ALONE = re.compile(r"(?:chủ trì|phối hợp|thực hiện|tham mưu|triển khai|[\W\d])*", re.IGNORECASE)
_LEAD_IN = re.compile(
    r"""
    [,;.]?\ ? (?:trong\ đó,?\  | cụ\ thể(?:\ là)?,?\  | với\  | theo\ đó,?\  )?
    (?: (?: cần|phải|đặc\ biệt|tập\ trung|lưu\ ý|chú\ trọng|quan\ tâm|thực\ hiện|triển\ khai|tốt|nghiêm\ túc|ngay
          | khẩn\ trương|tiếp\ tục|trước\ mắt|vào|đến|nghiên\ cứu|tuân\ thủ|và|chỉ\ đạo|lãnh\ đạo|quyết\ liệt|hiệu\ quả
          | đồng\ bộ ) ,?\  ){0,12}+
    (?:một\ số|các|những|nội\ dung|nhiệm\ vụ|giải\ pháp|công\ việc|\d{1,2})\b [^.;:]{0,160}?
    \b(?:sau(?:\ đây)?|như\ sau|cụ\ thể|dưới\ đây|là)?\ ?: $
    """,
    re.VERBOSE | re.IGNORECASE,
)
_MUST = re.compile(
    r"""
    (?: (?P<case> (?:Trường\ hợp|Nếu|Khi)\  [^;:.]{0,400}? ,?\  (?:thì\ )? )
      | (?:[^\s;:.]{1,30}\ ){1,14}? )
    (?:phải|cần)\ (?=\w)
    """,
    re.VERBOSE,
)
_SPEAKS = re.compile(
    r"""
    (?:có\ ý\ kiến|kết\ luận|quyết\ định|thông\ báo)\b [^;.]{0,80} :
    | (?:chỉ\ đạo|yêu\ cầu|đề\ nghị|giao|phân\ công|lưu\ ý|thống\ nhất)\b [^;.]{0,80} \bnhư\ sau\ ?:
    """,
    re.VERBOSE | re.IGNORECASE,
)
_RESULT = re.compile(
    r"""
    (?:Kết\ quả|Báo\ cáo|Văn\ bản|Hồ\ sơ|Danh\ sách|Kế\ hoạch|Số\ liệu|Ý\ kiến|Phương\ án)\b [^;]{0,200}?
    \b(?:gửi|báo\ cáo|nộp|trình|hoàn\ thành)\b
    """,
    re.VERBOSE,
)
_TARGET = re.compile(
    r"""
    \b(?:đạt|đạt\ tối\ thiểu|ít\ nhất|tối\ thiểu|trên|tăng|giảm|không\ quá|không\ thấp\ hơn|từ|có)\ 
    (?:\w{1,20}\ ){0,4}? \d[\d.,]{0,15}\ ?(?:%|phần\ trăm|triệu|tỷ|nghìn|ngàn|điểm)[^,;.]{0,200}
    """,
    re.VERBOSE | re.IGNORECASE,
)


def count(text: str, span: Span) -> int:
    """How many words a piece has."""
    return len(_WORD.findall(text, span.start, span.end))


def praises(text: str, sentence: Span) -> bool:
    """True for thanks and praise: "Ghi nhận, đánh giá cao và biểu dương ..."; a lone verb of the list may be work."""
    praise = load_words().praise
    first = praise.at(text, sentence.start)
    further = _AND.match(text, first) if first is not None else None
    return further is not None and praise.at(text, further.end()) is not None


def only_leads_in(text: str, order: Order, clause: Span) -> bool:
    """True for an order that says no more than that work follows, or nothing but a role."""
    action = order.action
    if count(text, action) < 2 or _ROLE_ALONE.fullmatch(text, action.start, action.end):
        return True
    if not text[clause.start : clause.end].endswith(":"):
        return False
    tail = _LEAD_IN.search(text, action.start, clause.end)
    left = text[action.start : tail.start() if tail else clause.end - 1].strip(" ,;")
    empty = load_words().empty.at(left, 0) if left else None
    return len(_WORD.findall(left[empty or 0 :])) < FEWEST_WORDS


def speaks(text: str, order: Order, clause: Span) -> bool:
    """True for words that only open what somebody says: "có ý kiến như sau:", "kết luận:"."""
    return _SPEAKS.fullmatch(text, order.action.start, clause.end) is not None


def hands_in(text: str, clause: Span) -> bool:
    """True for a sentence about what is to be handed in: "Kết quả rà soát gửi về ..."."""
    return _RESULT.match(text, clause.start, clause.end) is not None


def must(text: str, clause: Span) -> tuple[int, bool] | None:
    """Where "phải" or "cần" ends behind what must be so, and True where a case opens it ("Trường hợp ... thì phải")."""
    match = _MUST.match(text, clause.start, clause.end)
    return (match.end(), match["case"] is not None) if match else None


def target_in(text: str, action: Span) -> Span | None:
    """A figure that is to be reached: "đạt 80% dịch vụ công trực tuyến"."""
    match = _TARGET.search(text, action.start, action.end)
    return Span(match.start(), match.end()) if match else None
