"""Many directives out of a few: copies with other bodies, other days and, in most, other topics."""

from __future__ import annotations

import re
from pathlib import Path

MINISTRIES = (
    *("Bộ Thông tin và Truyền thông", "Bộ Kế hoạch và Đầu tư", "Bộ Công an", "Bộ Tài chính", "Bộ Công Thương"),
    *("Bộ Quốc phòng", "Bộ Tư pháp", "Bộ Nội vụ", "Bộ Y tế", "Bộ Xây dựng", "Bộ Ngoại giao"),
    *("Bộ Giao thông vận tải", "Bộ Giáo dục và Đào tạo", "Bộ Khoa học và Công nghệ", "Thanh tra Chính phủ"),
    *("Bộ Tài nguyên và Môi trường", "Bộ Nông nghiệp và Phát triển nông thôn", "Ngân hàng Nhà nước Việt Nam"),
)
"""Bodies that change places with each other: a copy's are those so many places further on."""
TOPICS = (
    *("chuyển đổi số", "dữ liệu", "dịch vụ công", "kinh tế số", "công nghệ thông tin", "an toàn thông tin"),
    *("thanh toán", "định danh", "hạ tầng số", "nhân lực", "thủ tục hành chính", "viễn thông"),
)
FIELDS = (
    *("phòng cháy chữa cháy", "khám bệnh", "cấp nước sạch", "trồng rừng", "đăng kiểm xe", "đánh bắt hải sản"),
    *("bảo tồn di tích", "giảm nghèo", "thủy lợi nội đồng", "tiêm chủng mở rộng", "an toàn thực phẩm", "thi đua"),
    *("quy hoạch đô thị", "xử lý chất thải", "đào tạo nghề", "xuất khẩu gạo", "đường cao tốc", "lưới điện"),
    *("bảo hiểm xã hội", "nhà ở xã hội", "thư viện trường học", "đê điều", "khai thác khoáng sản", "kiểm lâm"),
)
EVERY_OWN = 10
"""One copy in so many keeps the topics of its document."""
_MINISTRY = re.compile("|".join(sorted(MINISTRIES, key=len, reverse=True)))
_TOPIC = re.compile("|".join(sorted(TOPICS, key=len, reverse=True)), re.IGNORECASE)
_YEAR = re.compile(r"(?<=năm )20\d\d\b|(?<=/)20\d\d\b")
_DAY = re.compile(r"(?<=ngày )\d{1,2}(?= tháng)")


def copy_of(text: str, number: int) -> str:
    """The copy of a text with this number; number 0 is the text itself.

    >>> copy_of("Bộ Công an hoàn thành trước ngày 31 tháng 12 năm 2024", 1)
    'Bộ Tài chính hoàn thành trước ngày 4 tháng 12 năm 2025'
    """
    if not number:
        return text

    def other(all_of: tuple[str, ...], word: str, step: int) -> str:
        at = [each.lower() for each in all_of].index(word.lower())
        return all_of[(at + step) % len(all_of)]

    text = _MINISTRY.sub(lambda m: other(MINISTRIES, m[0], number), text)
    text = _YEAR.sub(lambda m: str(int(m[0]) + (number - 1) % 7 + 1), text)
    text = _DAY.sub(lambda m: str((int(m[0]) + number) % 28 + (0 if (int(m[0]) + number) % 28 else 28)), text)
    if number % EVERY_OWN:
        shift = number * 7
        text = _TOPIC.sub(
            lambda m: FIELDS[(next(i for i, t in enumerate(TOPICS) if t == m[0].lower()) * 2 + shift) % len(FIELDS)],
            text,
        )
    return text


def write_copy(originals: Path, folder: Path, number: int) -> None:
    """Writes the copy with this number of each text file into a new folder."""
    folder.mkdir(parents=True)
    for file in sorted(originals.glob("*.txt")):
        (folder / file.name).write_text(copy_of(file.read_text(encoding="utf-8"), number), encoding="utf-8")
