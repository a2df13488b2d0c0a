"""What a person tells of himself around a question: who asks, what for, and please. No document answers to that."""

from __future__ import annotations

import re

_SELF = r"(?:chúng |bên |cơ quan |đơn vị |phòng |sở |ban )?(?:tôi|mình|em|tớ)"
_OTHERS = r"(?:quý )?(?:anh(?:[ /]chị)?|chị|bạn|trợ lý|ad|admin|mọi người|các bạn|cô|chú)(?: ơi| à)?"
_TOLD = r"(?:hỏi|biết|xin|xem|tra|tìm|nêu|chỉ|nói|kể|liệt kê|kiểm tra|tổng hợp)"
_HELP = rf"(?: (?:rõ|cụ thể|lại|ra|luôn|thêm|nhanh|một chút))*(?: (?:giúp|hộ|giùm|với|nhé|nha|ạ|đi))*(?: {_SELF})?"
_BEFORE = re.compile(
    rf"(?:(?:dạ|thưa|chào)(?: {_OTHERS})?,? )?"
    rf"(?:(?:{_OTHERS} )?(?:làm ơn |vui lòng |phiền |nhờ |mong |xin |hãy )*(?:{_OTHERS} )?(?:cho |giúp )"
    rf"(?:{_SELF} )?(?:được )?{_TOLD}(?: {_TOLD})?{_HELP}"
    rf"|(?:làm ơn|vui lòng|nhờ|mong|xin)(?: {_OTHERS})? {_TOLD}{_HELP}"
    rf"|(?:{_SELF}|lãnh đạo|sếp|thủ trưởng)(?: {_SELF})?(?: (?:đang|vừa|mới|cũng|rất))* "
    rf"(?:cần|muốn|định|hỏi)(?: (?:là|xem|biết|hỏi|tra|tìm|có))*(?: rằng)?)"
    r"(?:\s*[:,]?\s+|\s*[.?!]*\s*\Z)",
    re.IGNORECASE,
)
"""Please, and that somebody wants to know, before what is asked; or all of a clause."""
_AFTER = re.compile(
    rf"\s*,?\s*(?:xin|nhờ|mong|phiền)(?: {_OTHERS})?(?: cho)?(?: {_SELF})?(?: {_TOLD}){{1,2}}{_HELP}(?=\s*[.?!]*\Z)"
    rf"| (?:giúp|hộ|giùm)(?: {_SELF})?(?: (?:với|nhé|nha|ạ))*(?=\s*[.?!]*\Z)",
    re.IGNORECASE,
)
_OF_SELF = re.compile(rf"(?<!\w){_SELF}(?!\w)", re.IGNORECASE)
_PURPOSE = re.compile(
    rf"(?:để|nhằm) (?:{_SELF}|lãnh đạo|sếp|còn|kịp|tiện|phục vụ|chuẩn bị|làm báo cáo|báo cáo lãnh đạo|đưa vào)(?!\w)",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"(?<!\w)(?:ai|gì|nào|đâu|mấy|sao|bao (?:giờ|nhiêu|lâu|xa)|không\s*\?|chưa\s*\?|danh sách|liệt kê)(?!\w)",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[^,;.?!]*(?:[,;.?!](?!\s|\Z)[^,;.?!]*)*[,;.?!]*\s*")


def without_asides(text: str) -> str:
    """The question less what its author tells of himself, as long as something that asks is left.

    >>> without_asides("Tôi ở phòng tổng hợp, cho hỏi Sở Y tế phải làm gì, để bên tôi còn báo cáo?")
    'Sở Y tế phải làm gì?'
    >>> without_asides("Ai phải giúp tôi làm hồ sơ?")
    'Ai phải giúp tôi làm hồ sơ?'
    """
    kept: list[str] = []
    for clause in filter(None, (m[0] for m in _CLAUSE.finditer(text))):
        left = _BEFORE.sub("", clause, count=1) if _BEFORE.match(clause) else clause
        left = _AFTER.sub("", left)
        if not re.search(r"\w", left):
            continue
        if _ASKS.search(left) is None and (_OF_SELF.search(left) or _PURPOSE.match(left)):
            continue
        kept.append(left)
    told = "".join(kept).strip().rstrip(",;")
    if len(told) == len(text.strip()) or _ASKS.search(told) is None:
        return text
    if text.rstrip().endswith("?"):
        told = told.rstrip(" ,;.") + "?" * (not told.endswith("?"))
    return told[:1].upper() + told[1:]
