"""Labels before a body or a day: "Cơ quan chủ trì: ...", "Thời gian thực hiện: ..."."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from corpus.reading import Span


class Role(StrEnum):
    """What stands behind a label."""

    LEAD = "lead"
    COORDINATING = "coordinating"
    TIME = "time"
    PRODUCT = "product"
    CONTENT = "content"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Label:
    """A label and what stands behind it; spans are offsets in the text it was read from."""

    role: Role
    span: Span
    value: Span


_WHO = r"""
    (?:cơ\ quan|đơn\ vị|bộ\ phận|người|tổ\ chức|nơi|cấp)(?:,\ (?:cơ\ quan|đơn\ vị|tổ\ chức|cá\ nhân|địa\ phương)){0,3}
"""
_DOES = r"""
    (?:được\ giao|được\ phân\ công|chủ\ trì|thực\ hiện|triển\ khai|tổ\ chức|đầu\ mối|chịu\ trách\ nhiệm|trách\ nhiệm
      |phụ\ trách|tham\ mưu|theo\ dõi|soạn\ thảo|trình|báo\ cáo|chính|và|,)
"""
_LABEL = re.compile(
    rf"""
    (?: ^ | (?<=[.;(,\n]) | (?<=[.;(,]\ ) | (?<=[-+–]\ ) )
    (?:
      (?P<coordinating> (?:{_WHO}\ )? (?:chính\ )? (?:cùng\ )? phối\ hợp (?:\ {_DOES}){{0,4}} )
    | (?P<lead>
          {_WHO} (?:\ ?{_DOES}){{1,6}}
        | chủ\ trì(?:\ {_DOES}){{0,3}}
        | phân\ công(?:\ (?:thực\ hiện|nhiệm\ vụ|trách\ nhiệm)){{0,2}}
        | trách\ nhiệm(?:\ (?:thực\ hiện|chủ\ trì)){{0,2}}
        | thực\ hiện )
    | (?P<time>
          (?:thời\ (?:hạn|gian|điểm)|tiến\ độ|hạn|lộ\ trình|hoàn\ thành)
          (?:\ (?:hoàn\ thành|thực\ hiện|triển\ khai|ban\ hành|trình|báo\ cáo|xong|dự\ kiến|cuối\ cùng|gửi|tổ\ chức
               |kết\ thúc|và|,)){{0,5}} )
    | (?P<product>
          (?:dự\ kiến\ )?(?:sản\ phẩm|kết\ quả|đầu\ ra|kết\ quả\ đầu\ ra|hình\ thức\ văn\ bản)
          (?:\ (?:đầu\ ra|dự\ kiến|thực\ hiện|hoàn\ thành|đạt\ được|cần\ đạt|cuối\ cùng)){{0,3}} )
    | (?P<content>
          nội\ dung(?:\ (?:công\ việc|thực\ hiện|nhiệm\ vụ|chủ\ yếu|hoạt\ động)){{0,2}} | nhiệm\ vụ(?:\ cụ\ thể)? )
    | (?P<other>
          kinh\ phí(?:\ thực\ hiện)? | nguồn\ (?:kinh\ phí|vốn)(?:\ thực\ hiện)?
        | địa\ điểm(?:\ (?:tổ\ chức|thực\ hiện))? | hình\ thức(?:\ (?:tổ\ chức|thực\ hiện))?
        | đối\ tượng | phạm\ vi | ghi\ chú | cấp\ trình )
    )
    \s* : \s*
    """,
    re.VERBOSE | re.IGNORECASE,
)


def labels_of(text: str, start: int = 0) -> Sequence[Label]:
    """The labels in a section's text from `start` on, in order; a value reaches to the next label or the end.

    >>> line = "Cơ quan chủ trì: Bộ Y tế. Thời hạn: quý II/2031."
    >>> [(label.role.value, label.value.of(line)) for label in labels_of(line)]
    [('lead', 'Bộ Y tế'), ('time', 'quý II/2031')]
    """
    found = []
    matches = list(_LABEL.finditer(text, start))
    for i, match in enumerate(matches):
        end = matches[i + 1].start() if i + 1 < len(matches) else len(text)
        value = text[match.end() : end].rstrip(" -+–(;,./*")
        if value.count(")") > value.count("(") and value.endswith(")"):
            value = value[:-1].rstrip(" ;,.")
        role = Role(match.lastgroup or "other")
        found.append(Label(role, Span(match.start(), match.end()), Span(match.end(), match.end() + len(value))))
    return found
