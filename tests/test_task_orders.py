"""Orders: who is told to do what in a clause, and the many clauses in which nobody is told to do anything."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.reading import Span
from corpus.tasks.deadlines import Issued, find_deadlines
from corpus.tasks.orders import Order, read_order
from corpus.tasks.predicates import predicate_at

ISSUED = Issued.of("2031-03-05")

_MARK = re.compile(r"[\[\]<>{}]")


def unmarked(marked: str) -> str:
    return _MARK.sub("", marked)


def order_in(text: str) -> Order | None:
    times = [deadline.due.span for deadline in find_deadlines(text, ISSUED)]
    return read_order(text, Span(0, len(text)), times)


def marked(text: str, order: Order | None) -> str:
    """The text with the bodies in charge in [...], those beside them in <...>, the work in {...}."""
    if order is None:
        return text
    at = [(body.span, "[", "]") for body in order.lead]
    at += [(body.span, "<", ">") for body in order.coordinating]
    at += [(order.action, "{", "}")] if len(order.action) else []
    for span, opener, closer in sorted(at, key=lambda each: each[0].start, reverse=True):
        text = text[: span.start] + opener + text[span.start : span.end] + closer + text[span.end :]
    return text


# --- orders ------------------------------------------------------------------------------------------------
# [who is in charge], <who is beside them>, {what is to be done}

ASSIGNED = [
    "Giao [Sở Nội vụ] {rà soát vị trí việc làm của các trạm y tế}.",
    "Giao cho [Chi cục Thủy lợi] {kiểm tra các cống dưới đê}",
    "Giao nhiệm vụ cho [Trung tâm Khuyến nông] {tập huấn cho nông dân vùng bãi}",
    "Yêu cầu [Công an tỉnh] {tăng cường tuần tra ban đêm}",
    "Yêu cầu [Công an tỉnh] phải {tăng cường tuần tra ban đêm}",
    "Đề nghị [Viện kiểm sát nhân dân tỉnh] {kiểm sát chặt chẽ các vụ phá rừng}",
    "Trân trọng đề nghị [Bộ Ngoại giao] {xem xét, cho ý kiến về đoàn ra năm 2032}",
    "Phân công [Sở Văn hóa, Thể thao và Du lịch] {theo dõi tiến độ tu bổ 3 đình làng}",
    "Ủy quyền cho [Sở Xây dựng] {ký văn bản thỏa thuận hướng tuyến}",
    "Thống nhất giao [Sở Tài chính] {bố trí 3,5 tỷ đồng cho 12 giếng khoan}",
    "Đồng ý giao [Ban Quản lý khu kinh tế] {lập quy hoạch bến cá}",
    "Tiếp tục giao [Sở Công Thương] {theo dõi giá xăng dầu}",
    "Kêu gọi [các doanh nghiệp] {đóng góp vào quỹ cứu trợ}",
    "Nhắc nhở [Ủy ban nhân dân huyện Đăk Bla] {thực hiện nghiêm chế độ báo cáo}",
    "Thủ tướng Chính phủ chỉ đạo [Bộ Công Thương] {cân đối nguồn xăng dầu cho các đảo}",
    "Thủ tướng yêu cầu [Bộ Xây dựng] {công bố giá đất san lấp}",
    "Thủ tướng cũng đề nghị [Bộ Quốc phòng] {bố trí trực thăng chở hàng}",
    "Thủ tướng Chính phủ nhấn mạnh, yêu cầu [Bộ Y tế] {dự trữ đủ vắc xin dại}",
    "Phó Thủ tướng Lê Văn An giao [Bộ Y tế] {xây dựng phương án cách ly}",
    "Ủy ban nhân dân tỉnh yêu cầu [Sở Công Thương] {kiểm tra các chợ đầu mối}",
    "Chủ tịch Ủy ban nhân dân tỉnh giao [Sở Tư pháp] {thẩm định dự thảo quy chế}",
    "Ban Chỉ đạo yêu cầu [các thành viên] {báo cáo kết quả kiểm tra}",
    "Hội đồng nhân dân tỉnh đề nghị [Kiểm toán nhà nước khu vực XII] {kiểm toán dự án kè}",
    "Đồng thời yêu cầu [Ban Dân tộc] {cấp phát 1.200 bồn chứa nước}",
    "đồng thời, đề nghị [Hội Nông dân tỉnh] {vận động hội viên đào ao trữ nước}",
    "Bên cạnh đó, giao [Thanh tra tỉnh] {thanh tra việc cấp phép khai thác cát}",
    "giao [Sở Y tế], [Sở Tài chính] và [Công an tỉnh] {kiểm tra các nhà thuốc}",
    "Yêu cầu Bộ trưởng các Bộ: [Quốc phòng], [Công an] {trực chỉ huy 24/24 giờ}",
    "Giao các sở: [Xây dựng], [Nội vụ] {lập tổ công tác}",
    "Giao [Sở Y tế] chủ trì {biên soạn sổ tay phòng dịch}",
    "Giao [Sở Y tế] chủ trì, phối hợp với <Sở Tài chính>, <Công an tỉnh> {kiểm tra các nhà thuốc}",
    "Giao [Sở Y tế] chủ trì, phối hợp <các cơ quan liên quan> {biên soạn sổ tay phòng dịch}",
    "Giao [Sở Y tế] (Chi cục Dân số) {khảo sát hộ sinh con một bề}",
    "Giao [Sở Nội vụ] trong tháng 6/2031 {trình đề án sắp xếp trường học}",
    "Trong tháng 6/2031, giao [Sở Nội vụ] {trình đề án sắp xếp trường học}",
    "Về nước sạch: giao [Ủy ban nhân dân cấp xã] {lắp đặt bồn chứa cho từng hộ}",
    "Về nước sạch, giao [Ủy ban nhân dân cấp xã] {lắp đặt bồn chứa cho từng hộ}",
    "Căn cứ kết quả đo mưa, yêu cầu [Đài Khí tượng Thủy văn tỉnh] {cảnh báo lũ quét}",
    "Để kịp mùa khô, đề nghị [Sở Nông nghiệp và Môi trường] {cắm mốc hành lang hồ chứa}",
    "Đối với 7 hồ xuống cấp, giao [Chi cục Thủy lợi] {lập phương án sửa chữa}",
    "Trên cơ sở báo cáo của Sở Y tế, giao [Sở Tài chính] {thẩm định nhu cầu thuốc}",
    "Trong quá trình thực hiện, yêu cầu [các chủ đầu tư] {đăng tải tiến độ từng gói thầu}",
    "Qua kiểm tra tại 5 xã, Chủ tịch Ủy ban nhân dân tỉnh giao [Sở Xây dựng] {xử lý dứt điểm điểm đen}",
    "(2) Giao [Sở Tư pháp] {thẩm định dự thảo quy chế}",
    "- Giao [Sở Tư pháp] {thẩm định dự thảo quy chế};",
]  # fmt: skip

TOLD = [
    "[Bộ Giáo dục và Đào tạo] cần {rà soát chương trình bơi lội}",
    "[Sở Công Thương] phải {công khai số điện thoại đường dây nóng}",
    "[Ủy ban nhân dân cấp xã] có trách nhiệm {lập danh sách hộ thiếu nước}",
    "[Các sở, ngành] có nhiệm vụ {cập nhật số liệu lên hệ thống}",
    "[Ban Quản lý dự án] {chịu trách nhiệm về chất lượng các gói thầu kè}",
    "[Sở Y tế] {khẩn trương rà soát tủ thuốc thôn bản}",
    "[Sở Tài chính] {bố trí kinh phí mua 40 máy bơm}",
    "[Các sở, ban, ngành] {tiếp tục cắt giảm hội họp}",
    "[Công an tỉnh] {chủ động phương án phân luồng xe tải}",
    "[Các bộ, ngành, địa phương] {không ban hành thêm giấy phép con}",
    "[Người đứng đầu cơ quan, đơn vị] {chịu trách nhiệm trước Chủ tịch Ủy ban nhân dân tỉnh}",
    "[Bộ Y tế] {chỉ đạo các Sở Y tế dự trữ thuốc}",
    "[Bộ Nông nghiệp và Môi trường] {hướng dẫn Ủy ban nhân dân các tỉnh trồng tre chắn sóng}",
    "[Ủy ban nhân dân tỉnh] cần {giao Sở Nội vụ làm đầu mối}",
    "[Sở Khoa học và Công nghệ] chủ trì {xây dựng bản đồ ngập số}",
    "[Sở Nội vụ] chủ trì, phối hợp với <Sở Tài chính>, <Sở Xây dựng> {tham mưu phương án nhà công vụ}",
    "[Sở Nội vụ] chủ trì phối hợp với <Sở Tài chính> và <các cơ quan có liên quan> {tham mưu phương án nhà công vụ}",
    "[Sở Nội vụ] chủ trì, phối hợp chặt chẽ với <Sở Tài chính> {tham mưu phương án nhà công vụ}",
    "[Sở Nội vụ] chủ trì, cùng với <Sở Tài chính> {tham mưu phương án nhà công vụ}",
    "[Sở Nội vụ] chủ trì, phối hợp <Sở Tài chính>, <các đơn vị liên quan> {tham mưu phương án nhà công vụ}",
    "[Sở Nội vụ] làm đầu mối, chủ trì, phối hợp với <Sở Tài chính> {tham mưu phương án nhà công vụ}",
    "[Sở Nội vụ] có trách nhiệm chủ trì, phối hợp với <Sở Tài chính> {tham mưu phương án nhà công vụ}",
    "[Sở Nội vụ], [Sở Tài chính] {rà soát quỹ nhà công vụ}",
    "[Hội Chữ thập đỏ tỉnh] {tổ chức hiến máu tại 8 xã}",
    "[Các sở, ngành] theo chức năng, nhiệm vụ được giao {tháo gỡ vướng mắc cho hợp tác xã}",
    "[Các bộ, ngành], theo chức năng, nhiệm vụ, quyền hạn của mình, {rà soát các điều kiện kinh doanh}",
    "[Ủy ban nhân dân cấp xã] căn cứ tình hình thực tế {bố trí điểm sơ tán}",
    "[Sở Xây dựng] trong phạm vi chức năng, nhiệm vụ, quyền hạn có trách nhiệm {cấp phép thi công đường ống}",
    "[Sở Xây dựng] (cơ quan thường trực) {tổng hợp khó khăn của các nhà thầu}",
    "Căn cứ Nghị quyết số 12/NQ-HĐND, [Sở Tài chính] {phân bổ vốn sửa chữa cầu treo}",
    "Trên cơ sở kết quả rà soát, [Sở Nội vụ] {trình danh sách thôn sáp nhập}",
    "Trên cơ sở đề xuất của Sở Y tế, [Sở Tài chính] {cân đối nguồn mua sinh phẩm}",
    "Để chuẩn bị mùa mưa, [Chi cục Thủy lợi] cần {kiểm tra 24 cống lấy nước}",
    "Đối với các hồ chứa xuống cấp, [Ủy ban nhân dân cấp xã] {bố trí người trực canh}",
    "Trong quá trình thực hiện, nếu có vướng mắc, [các đơn vị] {báo cáo Sở Tư pháp}",
    "Sau khi có kết luận thanh tra, [Sở Xây dựng] {thu hồi các khoản chi sai}",
    "Về giáo dục: [Sở Giáo dục và Đào tạo] {mở 14 lớp xóa mù chữ}",
    "Trước ngày 15/8/2031, [Sở Y tế] {gửi danh sách trạm y tế xuống cấp}",
    "Chậm nhất ngày 20/9/2031, [các chủ đầu tư] phải {giải ngân hết vốn kéo dài}",
    "Định kỳ hằng tháng, [Sở Công Thương] {báo cáo giá xăng dầu}",
    "[Sở Công Thương] trước ngày 10/5/2031 {báo cáo giá xăng dầu}",
    "[Sở Công Thương], trước ngày 10/5/2031, {báo cáo giá xăng dầu}",
    "Đồng thời, [Sở Công Thương] {công bố giá xăng dầu}",
    "Riêng [Sở Công Thương] {báo cáo giá xăng dầu hằng ngày}",
    "Thời gian tới, [các địa phương] cần {nâng cao chất lượng trạm y tế}",
    "Thứ ba, [Sở Y tế] {tập huấn cấp cứu đuối nước}",
    "Đồng chí [Giám đốc Sở Y tế] {trực tiếp chỉ đạo việc tiêm phòng dại}",
]  # fmt: skip

LEFT_OUT = [
    "{Rà soát, bổ sung kho vật tư phòng lũ};",
    "{khẩn trương bàn giao mặt bằng bến phà}",
    "cần {bàn giao mặt bằng bến phà}",
    "Đồng thời, {tổ chức cắm biển cảnh báo đuối nước}",
    "(3) {cập nhật bản đồ ngập lụt};",
    "Chủ trì, phối hợp với <Sở Tài chính> {lập dự toán đào giếng}",
    "Phối hợp với <Công an tỉnh> {kiểm tra bến cát}",
    "{Phối hợp xử lý các bến cát trái phép}",
    "{Báo cáo kết quả trước ngày 15/8/2031}.",
    "Trước ngày 15/8/2031, {hoàn thành nạo vét 3 kênh}",
    "Trên cơ sở bản đồ ngập, {di dời 40 hộ ven suối}",
]  # fmt: skip


@pytest.mark.parametrize("expected", [*ASSIGNED, *TOLD, *LEFT_OUT])
def test_an_order_names_who_is_told_to_do_what(expected: str) -> None:
    text = unmarked(expected)
    assert marked(text, order_in(text)) == expected


@pytest.mark.parametrize("expected", ASSIGNED)
def test_behind_a_verb_of_assigning_work_is_assigned(expected: str) -> None:
    order = order_in(unmarked(expected))
    assert order is not None
    assert order.assigned


@pytest.mark.parametrize("expected", TOLD)
def test_a_subject_with_what_it_does_is_told_without_a_verb_of_assigning(expected: str) -> None:
    order = order_in(unmarked(expected))
    assert order is not None
    assert not order.assigned


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("Sở Y tế cần trực cấp cứu", True),
        ("Sở Y tế phải trực cấp cứu", True),
        ("Sở Y tế có trách nhiệm trực cấp cứu", True),
        ("Giao Sở Y tế phải trực cấp cứu", True),
        ("Sở Y tế trực cấp cứu", False),
        ("Giao Sở Y tế trực cấp cứu", False),
    ],
)
def test_can_and_phai_bind(text: str, bound: bool) -> None:
    order = order_in(text)
    assert order is not None
    assert order.bound is bound


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("đồng thời, công bố giá xăng dầu", True),
        ("Bên cạnh đó, Sở Y tế trực cấp cứu", True),
        ("và báo cáo kết quả trực", True),
        ("báo cáo kết quả trực", False),
        ("Sở Y tế trực cấp cứu, đồng thời báo cáo", False),
    ],
)
def test_a_word_joins_an_order_to_the_one_before(text: str, joined: bool) -> None:
    order = order_in(text)
    assert order is not None
    assert order.joined is joined


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Giao Sở Y tế trực cấp cứu", "assigned"),
        ("Sở Y tế trực cấp cứu", "subject"),
        ("Để kịp mùa khô, Sở Y tế trực cấp cứu", "framed"),
        ("Về cấp cứu: Sở Y tế trực cả đêm", "topic"),
        ("trực cấp cứu", "none"),
    ],
)
def test_an_order_says_which_rule_read_it(text: str, rule: str) -> None:
    order = order_in(text)
    assert order is not None
    assert order.rule == rule


@pytest.mark.parametrize(
    ("text", "lead"),
    [
        ("Giao Sở Y tế, Sở Xây dựng:", ["Sở Y tế", "Sở Xây dựng"]),
        ("Ủy ban nhân dân tỉnh yêu cầu các sở, ban, ngành:", ["các sở, ban, ngành"]),
    ],
)
def test_bodies_before_a_closing_colon_are_told_what_stands_below(text: str, lead: list[str]) -> None:
    order = order_in(text)
    assert order is not None
    assert [body.name for body in order.lead] == lead
    assert len(order.action) == 0
    assert order.assigned


def test_members_of_a_list_carry_the_kind_that_is_named_once() -> None:
    order = order_in("Giao Giám đốc các Sở: Y tế, Xây dựng chủ trì, phối hợp với các Bộ: Công an, Y tế lập tổ công tác")
    assert order is not None
    assert [body.name for body in order.lead] == ["Giám đốc Sở Y tế", "Giám đốc Sở Xây dựng"]
    assert [body.name for body in order.coordinating] == ["Bộ Công an", "Bộ Y tế"]


def test_an_order_is_read_inside_its_span_alone() -> None:
    text = "Sở Nội vụ rà soát; Sở Y tế trực cấp cứu; Công an tỉnh tuần tra"
    order = read_order(text, Span(19, 39))
    assert order is not None
    assert [body.span.of(text) for body in order.lead] == ["Sở Y tế"]
    assert order.action.of(text) == "trực cấp cứu"


# --- refusals ----------------------------------------------------------------------------------------------

NOBODY_IS_TOLD = {
    "past": [
        "Sở Y tế đã hoàn thành việc tiêm vắc xin cho 12.000 trẻ",
        "Bộ Xây dựng vừa ban hành thông tư về đường ven sông",
        "Ủy ban nhân dân tỉnh từng chỉ đạo việc này",
        "Thủ tướng Chính phủ đã giao Bộ Y tế xây dựng đề án thuốc nam",
        "Ngày 02/02/2031, Ủy ban nhân dân tỉnh đã yêu cầu Sở Y tế kiểm tra nhà thuốc",
        "Đến nay, các xã đã lập xong danh sách hộ thiếu nước",
        "Trong năm qua, Sở Y tế đã triển khai 40 đợt khám lưu động",
        "Công an tỉnh đang điều tra vụ cháy chợ",
        "Ủy ban nhân dân các xã chưa lập phương án sơ tán",
        "Sở Tài chính chưa bố trí vốn cho 3 cây cầu",
        "Bộ Nội vụ sẽ trình đề án vào dịp khác",
    ],
    "passive": [
        "Tuyến đường tỉnh 675 được Sở Xây dựng nâng cấp",
        "Dự án kè do Ban Quản lý dự án làm chủ đầu tư",
        "Các vướng mắc được Sở Tư pháp tháo gỡ từng bước",
        "Trạm y tế xã được giao thêm 2 biên chế",
        "Hồ sơ gửi về Sở Nội vụ bị trả lại nhiều lần",
    ],
    "result": [
        "Sản lượng lúa của tỉnh tăng 5,2% so với cùng kỳ",
        "Toàn tỉnh có 84 xã đạt chuẩn nông thôn mới",
        "Có 12/15 sở, ngành giải ngân trên 90%",
        "Tỷ lệ hộ nghèo còn 3,1%",
        "Nhiều mô hình hay tại các xã vùng cao được nhân rộng",
        "Nhờ sự vào cuộc của Sở Y tế, dịch sởi lắng xuống",
    ],
    "praise": [
        "Chủ tịch Ủy ban nhân dân tỉnh ghi nhận nỗ lực của Sở Y tế",
        "Thủ tướng biểu dương Bộ Quốc phòng và nhân dân các xã vùng lũ",
        "Thường trực Chính phủ đánh giá cao Bộ Công an trong đợt cứu nạn",
        "Thủ tướng nhấn mạnh vai trò của đội ngũ cán bộ cơ sở",
        "Thủ tướng cảm ơn các y bác sĩ của Bộ Y tế",
        "Thủ tướng nêu rõ quan điểm của Chính phủ về nhà ở",
    ],
    "noun phrase": [
        "Quyết định số 12/QĐ-UBND của Ủy ban nhân dân tỉnh về quỹ nhà công vụ",
        "Kế hoạch của Sở Y tế về tiêm chủng mùa mưa",
        "Báo cáo số 5/BC-SYT của Sở Y tế",
        "Ý kiến của các bộ, ngành tại cuộc họp",
        "Công tác phối hợp giữa Sở Y tế và Sở Tài chính",
        "Mối quan hệ giữa các sở, ngành và Ủy ban nhân dân cấp xã",
        "Trách nhiệm của Sở Xây dựng",
        "Sự chỉ đạo của Thủ tướng Chính phủ",
        "Lãnh đạo Sở Y tế, Sở Tài chính và đại diện 12 doanh nghiệp",
        "Sở Y tế, Sở Tài chính và Công an tỉnh",
        "Các đồng chí Ủy viên Ban Thường vụ Tỉnh ủy",
        "Giao thông trên quốc lộ 24 thông suốt",
        "Giao dịch đất đai trầm lắng từ đầu năm",
        "Yêu cầu của Bộ Y tế là phù hợp",
        "Đề nghị của Sở Nội vụ tại Tờ trình số 45/TTr-SNV",
    ],
    "việc": [
        "Việc giao Sở Y tế làm chủ đầu tư còn lúng túng",
        "Việc Bộ Tài chính bố trí vốn là rất cần thiết",
        "Công tác giao Ủy ban nhân dân cấp xã quản lý đường còn chậm",
    ],
    "quotation": [
        "Nghị quyết số 5 ghi: “giao Sở Y tế rà soát tủ thuốc”",
        "Ông nói: \"Sở Y tế phải trực cấp cứu\"",
        "Khẩu hiệu “Bộ Y tế đồng hành cùng người bệnh” treo ở cổng",
        "Theo nội dung “giao Sở Nội vụ lập tổ công tác” tại Công văn số 9",
    ],
}  # fmt: skip


@pytest.mark.parametrize(("why", "text"), [(why, text) for why, texts in NOBODY_IS_TOLD.items() for text in texts])
def test_nobody_is_told_to_do_anything(why: str, text: str) -> None:
    assert marked(text, order_in(text)) == text


# --- predicates --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Sở Y tế| rà soát", "rà soát"),
        ("Sở Y tế|, rà soát", "rà soát"),
        ("Sở Y tế|: rà soát", "rà soát"),
        ("Sở Y tế| - rà soát", "rà soát"),
        ("Sở Y tế| (Cục Dân số) rà soát", "rà soát"),
        ("Sở Y tế| theo chức năng, nhiệm vụ được giao, rà soát", "rà soát"),
        ("Sở Y tế| (Cục Dân số), theo thẩm quyền, cần rà soát", "cần rà soát"),
        ("|Rà soát", "Rà soát"),
        ("Sở Y tế| được giao rà soát", "được giao rà soát"),
    ],
)
def test_the_words_that_tell_what_to_do_follow(text: str, found: str) -> None:
    before, behind = text.split("|")
    at = predicate_at(before + behind, len(before), len(before + behind))
    assert at is not None
    assert (before + behind)[at:] == found


@pytest.mark.parametrize(
    "text",
    [
        *("Sở Y tế| Rà soát", "Sở Y tế| đã rà soát", "Sở Y tế| được rà soát", "Sở Y tế| của tỉnh", "Sở Y tế|"),
        *("Sở Y tế| và rà soát", "Sở Y tế|. rà soát", "Báo cáo| xử lý được nêu", "|báo cáo số 5", "Sở Y tế| (", "|"),
    ],
)
def test_other_words_tell_nobody_what_to_do(text: str) -> None:
    before, behind = text.split("|")
    assert predicate_at(before + behind, len(before), len(before + behind)) is None


PIECES = [
    *("Giao ", "yêu cầu ", "Thủ tướng ", "Sở Y tế", "Bộ Công an", "các xã", " chủ trì", ", phối hợp với ", ", ", ": "),
    *("rà soát kho", " cần ", " đã ", "(", ")", "“", "”", "; ", "trước ngày 5/5", "Để ", "theo chức năng", " và ", "."),
]


@given(st.lists(st.sampled_from(PIECES), max_size=16).map("".join), st.data())
@settings(deadline=None)
def test_an_order_lies_in_its_span(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    span = Span(start, data.draw(st.integers(start, len(text))))
    times = [deadline.due.span for deadline in find_deadlines(text, ISSUED)]
    order = read_order(text, span, times)
    if order is not None:
        assert span.holds(order.action)
        assert all(span.holds(body.span) and len(body.span) for body in (*order.lead, *order.coordinating))
