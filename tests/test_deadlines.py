"""Deadlines: what running text and labels name as a time, by when it is, and what is none."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import fields
from datetime import date
from importlib import import_module
from importlib.resources import files
from pkgutil import iter_modules

import pytest
from hypothesis import given
from hypothesis import strategies as st

import corpus.tasks.deadlines as package
from corpus.tasks.deadlines import Deadline, Issued, find_deadlines, read_deadline
from corpus.tasks.deadlines.vocabulary import load_vocabulary
from corpus.tasks.task import DueDate

ISSUED = Issued.of("2027-05-12")  # a Wednesday
LENGTH = 100_000

# words, relation, first day, last day; "" where none is named. Each stands in "Sở Y tế tập huấn cán bộ {words}."
TIMES = [
    # before: the day named itself
    ("trước ngày 16 tháng 8 năm 2027", "before", "2027-08-16", ""),
    ("trước ngày 05 tháng 8", "before", "2027-08-05", ""),
    ("trước ngày 9/9/2027", "before", "2027-09-09", ""),
    ("trước ngày 09-9-2027", "before", "2027-09-09", ""),
    ("trước ngày 9.9.2027", "before", "2027-09-09", ""),
    ("trước ngày 30/6", "before", "2027-06-30", ""),
    ("trước ngày 10/5", "before", "2028-05-10", ""),
    ("trước ngày 12/5", "before", "2027-05-12", ""),
    ("trước 31/12/2027", "before", "2027-12-31", ""),
    ("trước 5/8", "before", "2027-08-05", ""),
    ("trước ngày\xa005\xa0tháng\xa08", "before", "2027-08-05", ""),
    ("trước ngày 31 tháng 12 năm nay", "before", "2027-12-31", ""),
    ("trước ngày 31 tháng 01 năm sau", "before", "2028-01-31", ""),
    ("trước ngày 31, tháng 7, năm 2027", "before", "2027-07-31", ""),
    ("trước ngày 15 tháng này", "before", "2027-05-15", ""),
    ("trước ngày 10 tháng tới", "before", "2027-06-10", ""),
    ("trước ngày 20 tháng mười năm 2027", "before", "2027-10-20", ""),
    ("trước ngày mùng 2 tháng 9", "before", "2027-09-02", ""),
    ("trước thời điểm 01/10/2027", "before", "2027-10-01", ""),
    ("trước năm 2030", "before", "2030-01-01", ""),
    ("trước tháng 9 năm 2027", "before", "2027-09-01", ""),
    ("trước tháng 9/2027", "before", "2027-09-01", ""),
    ("trước quý IV năm 2027", "before", "2027-10-01", ""),
    ("trước cuối năm 2027", "before", "2027-12-31", ""),
    ("trước thứ Sáu tuần này", "before", "2027-05-14", ""),
    ("trước thứ Năm, ngày 20/5/2027", "before", "2027-05-20", ""),
    ("chậm nhất trước ngày 31/12/2027", "before", "2027-12-31", ""),
    ("muộn nhất trước ngày 31/12/2027", "before", "2027-12-31", ""),
    ("đến trước ngày 01/7/2027", "before", "2027-07-01", ""),
    ("từ nay đến trước ngày 01/7/2027", "before", "2027-07-01", ""),
    ("trước ngày 30/6, 30/9 và 31/12/2027", "before", "2027-06-30", "2027-12-31"),
    ("trước ngày 15/6 và ngày 15/11/2027", "before", "2027-06-15", "2027-11-15"),
    # by
    ("chậm nhất ngày 10 tháng 12 năm 2027", "by", "2027-12-10", ""),
    ("chậm nhất là ngày 10/12/2027", "by", "2027-12-10", ""),
    ("chậm nhất vào ngày 10/12/2027", "by", "2027-12-10", ""),
    ("chậm nhất đến ngày 10/12", "by", "2027-12-10", ""),
    ("chậm nhất 31/12/2027", "by", "2027-12-31", ""),
    ("chậm nhất trong tháng 9 năm 2027", "by", "2027-09-01", "2027-09-30"),
    ("chậm nhất trong quý II/2028", "by", "2028-04-01", "2028-06-30"),
    ("chậm nhất cuối tháng 9", "by", "2027-09-21", "2027-09-30"),
    ("chậm nhất hết ngày 20/6/2027", "by", "2027-06-20", ""),
    ("muộn nhất là ngày 20/6/2027", "by", "2027-06-20", ""),
    ("muộn nhất đến hết năm 2028", "by", "2028-01-01", "2028-12-31"),
    ("không muộn hơn ngày 20/6/2027", "by", "2027-06-20", ""),
    ("không chậm hơn ngày 20 tháng 6", "by", "2027-06-20", ""),
    ("không quá ngày 20/6/2027", "by", "2027-06-20", ""),
    ("đến hết ngày 20/6/2027", "by", "2027-06-20", ""),
    ("đến hết tháng 6 năm 2027", "by", "2027-06-01", "2027-06-30"),
    ("đến hết quý III/2027", "by", "2027-07-01", "2027-09-30"),
    ("đến hết năm 2027", "by", "2027-01-01", "2027-12-31"),
    ("đến hết 31/12/2027", "by", "2027-12-31", ""),
    ("hết tháng 6", "by", "2027-06-01", "2027-06-30"),
    ("hết quý II năm 2027", "by", "2027-04-01", "2027-06-30"),
    ("hết năm 2027", "by", "2027-01-01", "2027-12-31"),
    ("hết năm", "by", "2027-01-01", "2027-12-31"),
    ("đến ngày 30/9/2027", "by", "2027-09-30", ""),
    ("đến 30/9/2027", "by", "2027-09-30", ""),
    ("đến năm 2035", "by", "2035-01-01", "2035-12-31"),
    ("đến 2035", "by", "2035-01-01", "2035-12-31"),
    ("đến cuối năm 2027", "by", "2027-10-01", "2027-12-31"),
    ("đến tháng 10/2027", "by", "2027-10-01", "2027-10-31"),
    ("cho đến tháng 10 năm 2027", "by", "2027-10-01", "2027-10-31"),
    ("từ nay đến hết năm 2027", "by", "2027-05-12", "2027-12-31"),
    ("từ nay đến cuối năm", "by", "2027-05-12", "2027-12-31"),
    ("từ nay đến năm 2030", "by", "2027-05-12", "2030-12-31"),
    ("trước 17 giờ ngày 05/8", "by", "2027-08-05", ""),
    ("trước 17 giờ 00 phút ngày 05/8/2027", "by", "2027-08-05", ""),
    ("trước 11h30 ngày 20/5/2027", "by", "2027-05-20", ""),
    ("trước 09:00, ngày 20 tháng 5", "by", "2027-05-20", ""),
    ("trước 8h sáng ngày 20/5/2027", "by", "2027-05-20", ""),
    ("hạn chót là ngày 20/5/2027", "by", "2027-05-20", ""),
    ("hạn cuối cùng: 20/5/2027", "by", "2027-05-20", ""),
    # during
    ("trong tháng 8 năm 2027", "during", "2027-08-01", "2027-08-31"),
    ("trong tháng 8/2027", "during", "2027-08-01", "2027-08-31"),
    ("trong tháng 8", "during", "2027-08-01", "2027-08-31"),
    ("trong tháng 02/2028", "during", "2028-02-01", "2028-02-29"),
    ("trong tháng 3", "during", "2028-03-01", "2028-03-31"),
    ("trong tháng này", "during", "2027-05-01", "2027-05-31"),
    ("trong tháng tới", "during", "2027-06-01", "2027-06-30"),
    ("trong tháng mười hai năm 2027", "during", "2027-12-01", "2027-12-31"),
    ("trong đầu tháng 8/2027", "during", "2027-08-01", "2027-08-10"),
    ("vào giữa tháng 8/2027", "during", "2027-08-11", "2027-08-20"),
    ("vào cuối tháng 8/2027", "during", "2027-08-21", "2027-08-31"),
    ("trong các tháng 10, 11 năm 2027", "during", "2027-10-01", "2027-11-30"),
    ("trong tháng 10 và tháng 11/2027", "during", "2027-10-01", "2027-11-30"),
    ("trong tháng 10-12/2027", "during", "2027-10-01", "2027-12-31"),
    ("trong Quý I năm 2028", "during", "2028-01-01", "2028-03-31"),
    ("trong quý III/2027", "during", "2027-07-01", "2027-09-30"),
    ("trong quý III", "during", "2027-07-01", "2027-09-30"),
    ("trong quý I", "during", "2028-01-01", "2028-03-31"),
    ("trong quí 4 năm 2027", "during", "2027-10-01", "2027-12-31"),
    ("trong Quý 04/2027", "during", "2027-10-01", "2027-12-31"),
    ("trong quý hai năm 2028", "during", "2028-04-01", "2028-06-30"),
    ("trong quý này", "during", "2027-04-01", "2027-06-30"),
    ("trong quý tới", "during", "2027-07-01", "2027-09-30"),
    ("trong quý I và quý II năm 2028", "during", "2028-01-01", "2028-06-30"),
    ("trong quý III, IV/2027", "during", "2027-07-01", "2027-12-31"),
    ("trong năm 2027", "during", "2027-01-01", "2027-12-31"),
    ("trong năm nay", "during", "2027-01-01", "2027-12-31"),
    ("trong năm sau", "during", "2028-01-01", "2028-12-31"),
    ("trong các năm 2028, 2029", "during", "2028-01-01", "2029-12-31"),
    ("trong giai đoạn 2028 - 2030", "during", "2028-01-01", "2030-12-31"),
    ("trong 6 tháng cuối năm 2027", "during", "2027-07-01", "2027-12-31"),
    ("trong 06 tháng đầu năm 2028", "during", "2028-01-01", "2028-06-30"),
    ("trong sáu tháng cuối năm", "during", "2027-07-01", "2027-12-31"),
    ("trong 9 tháng đầu năm 2028", "during", "2028-01-01", "2028-09-30"),
    ("trong nửa cuối năm 2027", "during", "2027-07-01", "2027-12-31"),
    ("trong nửa đầu của năm 2028", "during", "2028-01-01", "2028-06-30"),
    ("vào đầu năm 2028", "during", "2028-01-01", "2028-03-31"),
    ("vào giữa năm 2028", "during", "2028-04-01", "2028-06-30"),
    ("vào cuối năm 2027", "during", "2027-10-01", "2027-12-31"),
    ("trong tuần này", "during", "2027-05-10", "2027-05-16"),
    ("trong tuần tới", "during", "2027-05-17", "2027-05-23"),
    ("trong tuần 1 tháng 6", "during", "2027-05-31", "2027-06-06"),
    ("trong tuần đầu tháng 9/2027", "during", "2027-08-30", "2027-09-05"),
    ("trong tuần thứ hai của tháng 6", "during", "2027-06-07", "2027-06-13"),
    ("trong tuần cuối tháng 6 năm 2027", "during", "2027-06-21", "2027-06-27"),
    ("trong ngày 20/5/2027", "during", "2027-05-20", ""),
    ("trong ngày hôm nay", "during", "2027-05-12", ""),
    ("vào ngày 20/5/2027", "during", "2027-05-20", ""),
    ("vào lúc 8 giờ ngày 20/5/2027", "during", "2027-05-20", ""),
    ("từ ngày 01/6/2027 đến ngày 31/8/2027", "during", "2027-06-01", "2027-08-31"),
    ("từ 01/6 đến 31/8/2027", "during", "2027-06-01", "2027-08-31"),
    ("từ ngày 15 đến hết ngày 20 tháng 6", "during", "2027-06-15", "2027-06-20"),
    ("từ ngày 15-20/6/2027", "during", "2027-06-15", "2027-06-20"),
    ("từ tháng 6 đến tháng 8 năm 2027", "during", "2027-06-01", "2027-08-31"),
    ("từ tháng 11 đến tháng 3 năm sau", "during", "2027-11-01", "2028-03-31"),
    ("từ quý III/2027 đến quý I/2028", "during", "2027-07-01", "2028-03-31"),
    ("từ năm 2028 đến năm 2030", "during", "2028-01-01", "2030-12-31"),
    ("từ ngày 20/12 đến ngày 10/01/2028", "during", "2027-12-20", "2028-01-10"),
    ("ngày 20 tháng 6 năm 2027", "during", "2027-06-20", ""),
    ("quý IV năm 2027", "during", "2027-10-01", "2027-12-31"),
    # counted
    ("trong 15 ngày kể từ ngày ban hành", "during", "2027-05-12", "2027-05-27"),
    ("trong vòng 10 ngày kể từ ngày ban hành Chỉ thị này", "during", "2027-05-12", "2027-05-22"),
    ("trong thời hạn 05 ngày làm việc kể từ ngày ký", "during", "2027-05-12", "2027-05-19"),
    ("trong 05 ngày làm việc, kể từ ngày ký ban hành", "during", "2027-05-12", "2027-05-19"),
    ("trong 30 (ba mươi) ngày kể từ ngày Quyết định này được ban hành", "during", "2027-05-12", "2027-06-11"),
    ("trong vòng 02 tháng kể từ ngày ký Kế hoạch này", "during", "2027-05-12", "2027-07-12"),
    ("trong 02 tuần kể từ hôm nay", "during", "2027-05-12", "2027-05-26"),
    ("trong 01 năm kể từ ngày ban hành", "during", "2027-05-12", "2028-05-12"),
    ("trong vòng 48 giờ kể từ khi ban hành", "during", "2027-05-12", "2027-05-14"),
    ("chậm nhất 20 ngày kể từ ngày ban hành", "by", "2027-05-12", "2027-06-01"),
    ("chậm nhất sau 20 ngày kể từ ngày ban hành", "by", "2027-05-12", "2027-06-01"),
    ("không quá 20 ngày kể từ ngày ban hành", "by", "2027-05-12", "2027-06-01"),
    ("trong vòng một tháng kể từ ngày ban hành", "during", "2027-05-12", "2027-06-12"),
    ("trong vòng 10 ngày tới", "during", "2027-05-12", "2027-05-22"),
    ("trong 30 ngày kể từ ngày 01/6/2027", "during", "2027-06-01", "2027-07-01"),
    ("trong 10 ngày kể từ ngày nhận được văn bản", "event", "", ""),
    ("trong vòng 05 ngày làm việc sau khi nhận đủ hồ sơ", "event", "", ""),
    ("chậm nhất 03 ngày sau khi kết thúc đợt kiểm tra", "event", "", ""),
    ("trong 15 ngày kể từ ngày ban hành Nghị định thay thế", "event", "", ""),
    ("chậm nhất 07 ngày trước khi tổ chức lấy ý kiến", "event", "", ""),
    # recurring
    ("hằng tháng", "recurring", "", ""),
    ("hàng quý", "recurring", "", ""),
    ("hằng tuần, hằng tháng", "recurring", "", ""),
    ("hàng tháng, quý, năm", "recurring", "", ""),
    ("hằng năm hoặc đột xuất", "recurring", "", ""),
    ("hằng quý và đột xuất khi có yêu cầu", "recurring", "", ""),
    ("định kỳ", "recurring", "", ""),
    ("định kỳ hằng quý", "recurring", "", ""),
    ("định kì hàng tháng", "recurring", "", ""),
    ("định kỳ 6 tháng, hằng năm", "recurring", "", ""),
    ("định kỳ 03 tháng một lần", "recurring", "", ""),
    ("định kỳ (hằng năm)", "recurring", "", ""),
    ("6 tháng/lần", "recurring", "", ""),
    ("mỗi quý một lần", "recurring", "", ""),
    ("trước ngày 20/11 hằng năm", "recurring", "", ""),
    ("trước ngày 20 tháng 11 hàng năm", "recurring", "", ""),
    ("trước ngày 20 hằng tháng", "recurring", "", ""),
    ("vào ngày 20 hằng tháng", "recurring", "", ""),
    ("trước 16:30 thứ Năm hằng tuần", "recurring", "", ""),
    ("trước 30/5 và 30/11 hằng năm", "recurring", "", ""),
    ("hằng năm (trước ngày 20 tháng 11)", "recurring", "", ""),
    ("hằng năm, trước ngày 20/11", "recurring", "", ""),
    ("định kỳ hằng quý (trước ngày 20 của tháng cuối quý)", "recurring", "", ""),
    ("định kỳ trước ngày 20/11 hằng năm", "recurring", "", ""),
    ("hằng tuần trước 15 giờ thứ Sáu hằng tuần", "recurring", "", ""),
    ("trước ngày 05 của tháng kế tiếp", "recurring", "", ""),
    # ongoing
    ("thường xuyên", "ongoing", "", ""),
    ("thường xuyên, liên tục", "ongoing", "", ""),
    ("năm 2027 và các năm tiếp theo", "ongoing", "", ""),
    ("trong năm 2027 và những năm tiếp theo", "ongoing", "", ""),
    ("từ năm 2028", "ongoing", "", ""),
    ("từ năm 2028 trở đi", "ongoing", "", ""),
    ("từ 01/7/2027", "ongoing", "", ""),
    ("kể từ ngày 01/7/2027", "ongoing", "", ""),
    ("bắt đầu từ quý III/2027", "ongoing", "", ""),
    # event
    ("tại kỳ họp thứ 5", "event", "", ""),
    ("tại Kỳ họp thứ 5 Quốc hội khóa XVII", "event", "", ""),
    ("tại kỳ họp cuối năm 2027 của Hội đồng nhân dân tỉnh", "event", "", ""),
    ("trước Tết Nguyên đán", "event", "", ""),
    ("trước Tết Nguyên đán Mậu Thân 2028", "event", "", ""),
    ("từ nay đến Tết Nguyên đán", "event", "", ""),
    ("ngay sau Tết", "event", "", ""),
    ("trước mùa mưa bão năm 2027", "event", "", ""),
    ("trước năm học mới", "event", "", ""),
    ("trong năm học 2027-2028", "event", "", ""),
    ("theo lộ trình", "event", "", ""),
    ("theo đúng tiến độ đề ra", "event", "", ""),
    ("trước khi trình Hội đồng nhân dân tỉnh", "event", "", ""),
    ("ngay sau khi kết thúc kiểm tra", "event", "", ""),
    ("đến khi hoàn thành", "event", "", ""),
]


def day(words: str) -> date | None:
    return date.fromisoformat(words) if words else None


def found(text: str, issued: Issued = ISSUED) -> list[str]:
    return [deadline.due.text for deadline in find_deadlines(text, issued)]


def only(text: str, issued: Issued = ISSUED) -> Deadline:
    [deadline] = find_deadlines(text, issued)
    return deadline


@pytest.mark.parametrize(("words", "relation", "first", "last"), TIMES)
def test_a_deadline_keeps_its_words(words: str, relation: str, first: str, last: str) -> None:
    text = f"Sở Y tế tập huấn cán bộ {words}."
    due = only(text).due
    assert (due.text, due.relation) == (words, relation)
    assert (due.start, due.end) == (day(first), day(last or first))
    assert due.span.of(text) == words
    assert due.rule


@pytest.mark.parametrize(("words", "relation", "first", "last"), TIMES)
def test_a_deadline_opens_a_sentence_as_well(words: str, relation: str, first: str, last: str) -> None:
    text = f"{words[0].upper()}{words[1:]}, Sở Y tế báo cáo kết quả."
    deadlines = find_deadlines(text, ISSUED)
    assert [(each.due.relation, each.due.end) for each in deadlines] == [(relation, day(last or first))]


# --- What is no deadline --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Căn cứ Nghị định số 212/2026/NĐ-CP ngày 19 tháng 10 năm 2027 của Chính phủ",
        "tại Công văn số 77/UBND-NC ngày 05/8/2027 của tỉnh",
        "theo Văn bản số 9015/STC ngày 30/6/2027",
        "Luật Lưu trữ ngày 21 tháng 6 năm 2028",
        "Thông báo kết luận ngày 20/5/2027 của Chủ tịch",
        "Kế hoạch số 55-KH/TU, ngày 26/5/2028 của Tỉnh ủy",
        "(Quyết định số 41/QĐ-BXD ngày 01/7/2027)",
        "tại cuộc họp ngày 12/7/2027, các sở đã thống nhất",
        "tại phiên họp thường kỳ tổ chức vào ngày 28/5/2027",
        "Ngày 03/3/2027, tại trụ sở tỉnh, Chủ tịch họp",
        "Ngày 20/10/2027, tại Cần Thơ, Bộ trưởng chủ trì hội nghị",
        "tính đến ngày 31/5/2027, toàn tỉnh giải ngân 40%",
        "tính đến hết tháng 6 năm 2027",
        "lũy kế đến hết tháng 5",
        "số liệu đến hết tháng 6",
        "đến ngày 19/5/2027 đã có 12 xã báo cáo",
        "đến hết quý II/2027 mới hoàn thành 30% khối lượng",
        "do đợt mưa lũ từ ngày 16-22/3/2027 gây ra",
        "từ ngày 01/01/2026 đến nay",
        "từ tháng 6/2025 đến nay, công tác này",
        "Nghị quyết có hiệu lực từ ngày 01/7/2027",
        "có hiệu lực thi hành kể từ ngày 01 tháng 8 năm 2027",
        "có hiệu lực kể từ ngày ký ban hành",
        "kết quả xử lý đạt 4.512/6.700 thủ tục",
        "đã giao 34/34 địa phương",
        "trực 24/7 tại trụ sở",
        "đạt 5/8 chỉ tiêu",
        "hoàn thành trước 5/8 chỉ tiêu đề ra",
        "đến 2027 hộ dân được cấp nước",
        "theo Chỉ thị 34/CT-TTg",
        "Đề án phát triển đô thị thông minh đến năm 2035",
        "Chiến lược quốc gia giai đoạn 2028-2035, tầm nhìn đến năm 2050",
        "phát triển ngành đến năm 2030, tầm nhìn 2050",
        "“Nâng cao chất lượng giống cây trồng đến năm 2035”",
        "định hướng đến năm 2045",
        "Kế hoạch phát triển kinh tế - xã hội năm 2028",
        "dự toán ngân sách năm 2028",
        "Đại hội Đảng bộ tỉnh nhiệm kỳ 2030-2035",
        "kế hoạch đầu tư công trung hạn 2031-2035",
        "trong 5 năm 2031-2035 tăng gấp đôi",
        "kết quả 10 tháng năm 2026",
        "kỷ niệm 90 năm ngày 19/12",
        "chào mừng ngày 02/9/2027",
        "Quý I tăng 6%, năm 2026 tăng 5%",
        "mở rộng sau năm 2028",
        "bố trí kinh phí chi thường xuyên",
        "trung tâm giáo dục thường xuyên",
        "trước Quốc hội và cử tri",
        "trong ngày, trong đêm",
        "Quý vị đại biểu; năm học; tuần hoàn; tuần tra; hạn chế; hàng hóa",
        "được thông qua tại kỳ họp thứ 9 ngày 27 tháng 6",
        "trong 03 ngày liên tiếp",
        "trong 6 tháng qua",
        "ngày 45 tháng 13 năm 2027",
        "ngày 31/02/2028",
        "số điện thoại 0912.345.678",
        "12/05/2027/QĐ-UBND",
        "20/5/2027-BC",
        "Hà Nội, ngày 12 tháng 5 năm 2027",
    ],
)
def test_what_is_no_deadline_is_left_out(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("theo Công văn số 9/UBND ngày 5/8/2026 trước ngày 10/6/2027", ["trước ngày 10/6/2027"]),
        ("tại cuộc họp ngày 12/4/2027, hoàn thành trong quý III/2027", ["trong quý III/2027"]),
        ("xây dựng Đề án đến năm 2035, trình trước 01/9/2027", ["trước 01/9/2027"]),
        ("báo cáo 6 tháng trước ngày 15/6", ["trước ngày 15/6"]),
        ("rà soát trước ngày 10/6; báo cáo trước ngày 15/6", ["trước ngày 10/6", "trước ngày 15/6"]),
    ],
)
def test_a_deadline_beside_another_time_is_found(text: str, words: list[str]) -> None:
    assert found(text) == words


# --- The year that is not written -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("issued", "end"),
    [
        ("2027-05-12", "2028-03-31"),
        ("2027-03-31", "2027-03-31"),
        ("2027-04", "2028-03-31"),
        ("2027-03", "2027-03-31"),
        ("2027", "2027-03-31"),
        (None, ""),
    ],
)
def test_a_missing_year_is_the_documents_own_or_the_next(issued: str | None, end: str) -> None:
    due = only("hoàn thành trước ngày 31/3", Issued.of(issued)).due
    assert (due.relation, due.end) == ("before", day(end))


@pytest.mark.parametrize("words", ["trong tuần này", "trong 10 ngày kể từ ngày ban hành", "trong tháng tới"])
def test_without_an_issue_day_the_relation_stays(words: str) -> None:
    due = only(f"Sở Y tế báo cáo {words}.", Issued()).due
    assert (due.text, due.relation, due.start, due.end) == (words, "during", None, None)


def test_a_time_told_about_looks_back() -> None:
    assert found("quý I sản lượng đạt 90%") == []
    assert only("thời hạn: quý I").due.end == date(2028, 3, 31)


# --- What brings a deadline in --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "introduced", "whole"),
    [
        ("rà soát hồ sơ, hoàn thành trước ngày 10/6/2027.", True, ", hoàn thành trước ngày 10/6/2027"),
        ("rà soát hồ sơ; hoàn thành trong tháng 6.", True, "; hoàn thành trong tháng 6"),
        ("rà soát hồ sơ; thời hạn hoàn thành: tháng 6/2027", True, "; thời hạn hoàn thành: tháng 6/2027"),
        ("rà soát hồ sơ (hoàn thành xong trước ngày 10/6).", True, "(hoàn thành xong trước ngày 10/6)"),
        ("rà soát hồ sơ (trước ngày 10/6) để báo cáo", True, "(trước ngày 10/6)"),
        ("rà soát hồ sơ, bảo đảm hoàn thành trước ngày 10/6", True, ", bảo đảm hoàn thành trước ngày 10/6"),
        ("rà soát hồ sơ và hoàn thành trước ngày 10/6.", True, "hoàn thành trước ngày 10/6"),
        ("rà soát xong trong tháng 6.", True, "xong trong tháng 6"),
        ("rà soát ngay trong tháng 6.", True, "ngay trong tháng 6"),
        ("rà soát hồ sơ trước ngày 10/6.", True, "trước ngày 10/6"),
        ("rà soát hồ sơ, trước ngày 10/6.", True, ", trước ngày 10/6"),
        ("khẩn trương hoàn thành trước ngày 10/6 việc kiểm kê", True, "trước ngày 10/6"),
        ("thi công hoàn thành trước ngày 10/6.", True, "trước ngày 10/6"),
        ("Trước ngày 10/6, Sở Y tế rà soát", True, "Trước ngày 10/6, "),
        ("Tiến độ hoàn thành: 9/2027", True, "Tiến độ hoàn thành: 9/2027"),
        ("đẩy nhanh tiến độ hoàn thành trước ngày 10/6.", True, "trước ngày 10/6"),
        ("Hạn nộp: 10/6/2027", True, "Hạn nộp: 10/6/2027"),
        ("Thời gian thực hiện: Thường xuyên", True, "Thời gian thực hiện: Thường xuyên"),
        ("phấn đấu đến năm 2030 đạt 90%", True, "đến năm 2030"),
        ("hoàn thành trong 15 ngày.", True, "hoàn thành trong 15 ngày"),
        ("đến ngày 30/9/2027 hoàn thành", True, "đến ngày 30/9/2027"),
        ("đến năm 2030 đạt 90%", False, "đến năm 2030"),
        ("từ nay đến hết năm 2027 tập trung", False, "từ nay đến hết năm 2027"),
        ("thường xuyên kiểm tra", False, "thường xuyên"),
        ("hằng năm rà soát", False, "hằng năm"),
        ("triển khai năm 2028", False, "năm 2028"),
        ("khánh thành vào ngày 19/8/2027", False, "vào ngày 19/8/2027"),
        ("nhiệm vụ được giao trong năm 2027", False, "trong năm 2027"),
        ("dự án được phê duyệt trước ngày 01/7/2024", False, "trước ngày 01/7/2024"),
    ],
)
def test_words_bring_a_deadline_in_and_go_with_it(text: str, introduced: bool, whole: str) -> None:
    deadline = only(text)
    assert (deadline.introduced, deadline.whole.of(text)) == (introduced, whole)


# --- Labels and table cells -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "relation", "first", "last", "words"),
    [
        ("2028", "during", "2028-01-01", "2028-12-31", "2028"),
        ("2028 - 2035", "during", "2028-01-01", "2035-12-31", "2028 - 2035"),
        ("2028, 2029 và 2030", "during", "2028-01-01", "2030-12-31", "2028, 2029 và 2030"),
        ("9/2027", "during", "2027-09-01", "2027-09-30", "9/2027"),
        ("09/2027", "during", "2027-09-01", "2027-09-30", "09/2027"),
        ("9-12/2027", "during", "2027-09-01", "2027-12-31", "9-12/2027"),
        ("Tháng 9-12", "during", "2027-09-01", "2027-12-31", "Tháng 9-12"),
        ("30/6/2027", "during", "2027-06-30", "2027-06-30", "30/6/2027"),
        ("31/3", "during", "2028-03-31", "2028-03-31", "31/3"),
        ("IV/2027", "during", "2027-10-01", "2027-12-31", "IV/2027"),
        ("Quý III/2027 - Quý I/2028", "during", "2027-07-01", "2028-03-31", "Quý III/2027 - Quý I/2028"),
        ("Quý III Năm 2027", "during", "2027-07-01", "2027-09-30", "Quý III Năm 2027"),
        ("Quý I", "during", "2028-01-01", "2028-03-31", "Quý I"),
        ("Năm 2028", "during", "2028-01-01", "2028-12-31", "Năm 2028"),
        ("Cả năm 2028", "during", "2028-01-01", "2028-12-31", "Cả năm 2028"),
        ("  Trước ngày 10/6/2027.", "before", "2027-06-10", "2027-06-10", "Trước ngày 10/6/2027"),
        ("Hoàn thành trong quý III/2027", "during", "2027-07-01", "2027-09-30", "trong quý III/2027"),
        ("Trước 30/5 và 30/11 hằng năm", "recurring", "", "", "Trước 30/5 và 30/11 hằng năm"),
        ("Thường xuyên", "ongoing", "", "", "Thường xuyên"),
        ("- Nhiệm vụ thường xuyên;", "ongoing", "", "", "Nhiệm vụ thường xuyên"),
        ("Liên tục", "ongoing", "", "", "Liên tục"),
        ("Thường xuyên, theo tình hình thực tế", "ongoing", "", "", "Thường xuyên, theo tình hình thực tế"),
        ("Hàng năm", "recurring", "", "", "Hàng năm"),
        ("Theo kế hoạch kiểm tra hằng năm", "recurring", "", "", "Theo kế hoạch kiểm tra hằng năm"),
        ("2027 và các năm tiếp theo", "ongoing", "", "", "2027 và các năm tiếp theo"),
        ("Từ năm 2028", "ongoing", "", "", "Từ năm 2028"),
        ("Theo lộ trình của Bộ", "event", "", "", "Theo lộ trình của Bộ"),
        ("Theo kế hoạch năm 2028", "event", "", "", "Theo kế hoạch năm 2028"),
        ("Khi có yêu cầu", "event", "", "", "Khi có yêu cầu"),
        ("Sau khi Luật được thông qua", "event", "", "", "Sau khi Luật được thông qua"),
        ("Năm học 2027 - 2028", "event", "", "", "Năm học 2027 - 2028"),
        ("15 ngày kể từ ngày ban hành", "during", "2027-05-12", "2027-05-27", "15 ngày kể từ ngày ban hành"),
        ("15 ngày", "event", "", "", "15 ngày"),
        ("Ban hành trong năm 2028. Thực hiện thường xuyên", "during", "2028-01-01", "2028-12-31", "trong năm 2028"),
        ("Trình tháng 7/2027; ban hành tháng 9/2027", "during", "2027-09-01", "2027-09-30", "tháng 9/2027"),
    ],
)
def test_the_value_of_a_label_is_a_deadline(value: str, relation: str, first: str, last: str, words: str) -> None:
    due = read_deadline(value, ISSUED)
    assert due is not None
    assert (due.relation, due.start, due.end, due.text) == (relation, day(first), day(last), words)
    assert due.span.of(value) == words


@pytest.mark.parametrize(
    "value",
    ["", " ", "-", "–", "x", "X", "…", "(*)", "1", "12", "100%", "Bộ Y tế", "Theo quy định", "31/02/2028", "45/13/2027",
     "2027/QĐ-UBND", "Nguồn chi thường xuyên", "Công văn số 12/SYT ngày 5/8/2027", "Không", "I", "II", "123456789"],
)  # fmt: skip
def test_a_value_that_names_no_time_is_none(value: str) -> None:
    assert read_deadline(value, ISSUED) is None


# --- What holds for any text ----------------------------------------------------------------------------------

PIECES = [
    *(
        " ",
        "\xa0",
        "\n",
        ",",
        ";",
        ".",
        ":",
        "(",
        ")",
        "/",
        "-",
        "–",
        "5",
        "8",
        "31",
        "12",
        "2027",
        "0",
        "II",
        "IV",
        "“",
    ),
    *("ngày", "tháng", "quý", "năm", "tuần", "giờ", "trước", "chậm nhất", "đến", "hết", "trong", "vào", "từ", "kể từ"),
    *("hằng", "định kỳ", "thường xuyên", "tại kỳ họp thứ", "theo lộ trình", "khi", "Tết", "cuối", "6 tháng đầu năm"),
    *("ban hành", "hoàn thành", "thời hạn", "giai đoạn", "ngày làm việc", "nay", "sau", "và", "thứ Sáu", "lần", "số"),
]
TEXTS = st.one_of(
    st.text(),
    st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join),
    st.lists(st.sampled_from(PIECES)).map("".join),
)
ISSUES = st.one_of(
    st.just(Issued()),
    st.dates().map(lambda issued: Issued.of(issued.isoformat())),
    st.builds(Issued, st.just(2027), st.integers(1, 12)),
)


def assert_sound(text: str, due: DueDate) -> None:
    assert due.text
    assert due.span.end <= len(text)
    assert due.span.of(text) == due.text
    assert (due.start is None) == (due.end is None)
    if due.start and due.end:
        assert due.start <= due.end
        assert due.relation in ("before", "by", "during")


@given(TEXTS, ISSUES)
def test_every_deadline_of_any_text_is_sound(text: str, issued: Issued) -> None:
    position = 0
    for deadline in find_deadlines(text, issued):
        assert_sound(text, deadline.due)
        assert deadline.due.span.start >= position
        assert deadline.whole.holds(deadline.due.span)
        assert deadline.whole.end <= len(text)
        position = deadline.due.span.end


@given(TEXTS, ISSUES)
def test_every_label_of_any_text_is_sound(text: str, issued: Issued) -> None:
    if due := read_deadline(text, issued):
        assert_sound(text, due)


# --- Texts made to be slow ------------------------------------------------------------------------------------

HOSTILE = [
    *(" ", "1", "12-", "1, ", "2027, ", "2027-", "5/8 và ", "ngày ", "ngày 5, ", "ngày 5-", "tháng 8 "),
    *("tháng 8, ", "quý II, ", "năm 2027 và ", "trước ", "chậm nhất ", "trong 5 ngày ", "trong 5 ngày kể từ "),
    *("đến năm 2030 ", "từ ", "từ 5/8 đến ", "hằng năm, ", "định kỳ 6 tháng, ", "trước ngày 5 hằng năm "),
    *("thường xuyên ", "trước khi ", "ngay sau ", "tại kỳ họp thứ 5 ", "trước Tết ", "thời hạn ", "hoàn thành "),
    *("Nghị định số 5/NĐ-CP ngày 5/8 ", "(", "“", "a", "kế hoạch năm 2028 ", "tại cuộc họp ", "17:00 "),
    *("thứ Sáu ", "ngày cuối cùng của ", "này "),
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_long_repetition_is_read_in_linear_time(piece: str) -> None:
    text = piece * (LENGTH // len(piece))
    find_deadlines(f"{text} trước ngày 5/8", ISSUED)


@pytest.mark.parametrize("piece", [" ", "1", "2027, ", "ngày 5, ", "hằng năm, ", "theo lộ trình ", "khi ", "-"])
def test_a_long_label_is_read_in_linear_time(piece: str) -> None:
    read_deadline(piece * (LENGTH // len(piece)), ISSUED)


def patterns() -> list[re.Pattern[str]]:
    """Every compiled pattern of the package."""
    found: list[re.Pattern[str]] = []

    def walk(value: object) -> None:
        if isinstance(value, re.Pattern):
            found.append(value)
        elif isinstance(value, tuple):
            for each in value:
                walk(each)
        elif hasattr(value, "words"):
            walk(value.words)

    for module in iter_modules(package.__path__):
        for value in vars(import_module(f"{package.__name__}.{module.name}")).values():
            walk(value)
    vocabulary = load_vocabulary()
    for field in fields(vocabulary):
        walk(getattr(vocabulary, field.name))
    return list(dict.fromkeys(found))


def test_every_pattern_is_known_to_the_walk() -> None:
    assert len(patterns()) > 70


@pytest.mark.parametrize(
    "piece", ["     ", "1/1, ", "ngày 5, ", "trong 5 ngày ", "hằng năm, ", "2027, ", "kế hoạch ", "a", "tháng 8 và "]
)
def test_every_pattern_is_linear(piece: str) -> None:
    text = piece * (20_000 // len(piece)) + "\0"
    for rule in patterns():
        for _ in rule.finditer(text):
            pass


# --- The words ------------------------------------------------------------------------------------------------


def test_the_word_lists_are_clean() -> None:
    raw = (files("corpus.tasks.deadlines") / "words.toml").read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", raw)
    assert "\t" not in raw
    for table in tomllib.loads(raw).values():
        for name, words in table.items():
            assert len(words) == len(set(words)), name
            for word in words:
                assert word == " ".join(word.lower().split()), word
