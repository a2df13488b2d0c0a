"""Doubles that implement the real interfaces."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from assistant.answer import Answer, Citation, Corpus
from assistant.answering.standing import Cited, Standing
from assistant.page.model import Narrowing, Told
from corpus.errors import BadQuestion
from index.entry import Due, Entry, Status

DOCUMENTS = Path(__file__).parents[1] / "corpus" / "documents"
NOTICE = "002_a1224c4dc0de3d89.txt"
REPORT = "001_d4585ced43a8a699.txt"
TITLES = {
    NOTICE: "Thông báo kết luận Hội nghị Thường trực Chính phủ về chuyển đổi số với các đồng chí Bộ trưởng, "
    "Trưởng ngành, Chủ tịch Ủy ban nhân dân tỉnh, thành phố trực thuộc trung ương",
    REPORT: "Thủ tướng Phạm Minh Chính chủ trì họp tổng kết hoạt động chuyển đổi số quốc gia 2024",
}

HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(2)>",
    "<img src=//127.0.0.2/beacon.png>",
    "![beacon](http://127.0.0.2/beacon.png)",
    "[bấm vào đây](javascript:alert(3))",
    '"><svg onload=alert(4)>',
    "</div></button><iframe src='javascript:alert(5)'></iframe>",
    "&lt;script&gt;alert(6)&lt;/script&gt;",
    "```mermaid\ngraph TD; A-->B\n```",
    "$$\\href{javascript:alert(7)}{x}$$",
    "<style>body{display:none}</style>",
    "<details open ontoggle=alert(8)>",
    "\n\n# Tiêu đề giả\n\n<a href='http://127.0.0.2/'>liên kết</a>",
    "${alert(9)} {{constructor.constructor('alert(10)')()}}",
    "<form action=http://127.0.0.2/><button>Đăng nhập</button></form>",
    "\u202eđảo chiều\u202c và \ue000dấu riêng\ue001",
)
"""Words that must come out as words, wherever they stand."""


def cited(n: int, document: str, quote: str, section: str = "", heading: str = "", date: str | None = None) -> Citation:
    """A citation of a shipped document; the passage is the quote's paragraph with its neighbours."""
    text = (DOCUMENTS / document).read_text("utf-8")
    start = text.index(quote)
    first = text.rfind("\n", 0, max(0, text.rfind("\n", 0, start))) + 1
    last = text.find("\n", text.find("\n", start + len(quote)) + 1)
    return Citation(
        n=n,
        document=document,
        title=TITLES[document],
        date=date,
        section=section,
        quote=quote,
        start=start,
        end=start + len(quote),
        issuer="Văn phòng Chính phủ" if document == NOTICE else "VOV1",
        official=document == NOTICE,
        heading=heading,
        passage=text[first:last],
        passage_start=first,
    )


LEVELS = cited(
    1,
    NOTICE,
    "Các bộ, ngành, địa phương khẩn trương hoàn thành phê duyệt hồ sơ đề xuất cấp độ chậm nhất trong tháng 9 năm 2024",
    "B.II.8.a",
    "B.II.8.a — Về an ninh mạng, an toàn thông tin mạng",
    "2024-07-19",
)
POLICE = cited(
    2,
    NOTICE,
    "b) Bộ Công an chủ trì, phối hợp với Bộ Quốc phòng, Bộ Thông tin và Truyền thông tăng cường phối hợp",
    "B.II.8.b",
    "B.II.8.b — Về an ninh mạng, an toàn thông tin mạng",
    "2024-07-19",
)
RESOLUTION = cited(
    1,
    NOTICE,
    "Thời hạn hoàn thành trước ngày 16 tháng 8 năm 2024.",
    "B.II.10",
    "B.II.10",
    "2024-07-19",
)
SIGNING = cited(
    2,
    REPORT,
    "Đến cuối năm 2025, tất cả cán bộ, công chức cấp xã, huyện, tỉnh phải xử lý công việc trên môi trường mạng",
    date="2025-02-06",
)

ANSWERS = {
    "an toàn thông tin": Answer(
        question="",
        status="answered",
        reason=None,
        answer="Có 2 nhiệm vụ về an toàn thông tin trong Thông báo kết luận ngày 19/7/2024:\n"
        "- Các bộ, ngành, địa phương hoàn thành phê duyệt hồ sơ đề xuất cấp độ chậm nhất trong tháng 9 năm 2024. [1]\n"
        "- Bộ Công an chủ trì, phối hợp với Bộ Quốc phòng, Bộ Thông tin và Truyền thông: thường xuyên đánh giá, "
        "hướng dẫn, giám sát, bảo vệ hệ thống thông tin; không nêu thời hạn. [2]",
        citations=(LEVELS, POLICE),
        seconds=0.04,
    ),
    "nghị quyết": Answer(
        question="",
        status="answered",
        reason=None,
        answer="Bộ Thông tin và Truyền thông chủ trì, phối hợp với Bộ Công an và Văn phòng Chính phủ, đề xuất Chính "
        "phủ ban hành Nghị quyết về chuyển đổi số trước ngày 16 tháng 8 năm 2024. [1] Sau đó, đến cuối năm 2025, tất "
        "cả cán bộ, công chức các cấp phải xử lý công việc trên môi trường mạng và ký số. [2]",
        citations=(RESOLUTION, SIGNING),
        seconds=0.03,
    ),
    "bóng đá": Answer(
        question="",
        status="abstained",
        reason="không đoạn nào nói về đội tuyển bóng đá",
        answer="Không văn bản nào trong 5 văn bản đã nạp nêu nhiệm vụ về đội tuyển bóng đá.",
        neighbours=(LEVELS, SIGNING),
        seconds=0.02,
    ),
}


class FakeAsker:
    """An Asker with canned answers, chosen by a word in the question; remembers what it was asked.

    "lỗi" raises an error that nobody foresaw, "chậm" takes a second, "hostile N" answers with HOSTILE[N] in every
    field; a question over 1,000 characters is refused as the pipeline would.
    """

    def __init__(self) -> None:
        self.asked: list[tuple[str, tuple[str, ...]]] = []
        self.stands: dict[str, Standing] = {}

    def ask(self, question: str, history: Sequence[str] = ()) -> Answer:
        """One canned answer; an unknown question is declined."""
        self.asked.append((question, tuple(history)))
        if len(question) > 1000:
            raise BadQuestion(f"Câu hỏi dài {len(question)} ký tự, tối đa 1000. Xin hỏi ngắn hơn.")
        if "lỗi" in question:
            raise ZeroDivisionError("a bug that the person must not read about")
        if "chậm" in question:
            time.sleep(1)
        if question.startswith("hostile "):
            return hostile(HOSTILE[int(question.split()[1])])
        for word, answer in ANSWERS.items():
            if word in question:
                return answer
        return Answer(question, "abstained", "không có căn cứ", "Không có đoạn văn bản nào trả lời câu hỏi này.")

    def standing(self, citations: Sequence[Cited]) -> list[Standing]:
        """What `stands` tells of each citation's document; all others stand."""
        return [self.stands.get(cited.document, Standing.STANDS) for cited in citations]

    def describe(self) -> Corpus:
        """The shipped documents, two of them by name."""
        return Corpus(documents=5, official=1, press=4, newest="2025-02-06", titles=tuple(TITLES.values()))


class FakeDesk:
    """A desk of one person over a FakeAsker; what it is narrowed to stands in brackets, nothing is kept."""

    def __init__(self, asker: FakeAsker | None = None, follow_ups: Sequence[str] = ()) -> None:
        self.asker = asker or FakeAsker()
        self.leads = tuple(follow_ups)

    def worded(self, question: str, narrowing: Narrowing) -> str:
        """The question with the body."""
        return f"{question} ({narrowing.body})" if narrowing else question

    def ask(self, question: str, history: Sequence[str], conversation: str) -> Told:
        """The asker's answer, kept in "c1" or where it is told."""
        return Told(question, self.asker.ask(question, history), conversation or "c1", len(history) + 1)

    def follow_ups(self, told: Told) -> tuple[str, ...]:
        """Those that it was made with."""
        return self.leads if told.answer.status == "answered" else ()

    def conversation(self, id: str) -> Sequence[Told]:  # noqa: A002
        """Every conversation is one question long."""
        return [self.ask(id, (), id)]


def hostile(payload: str) -> Answer:
    """An answer with `payload` in every field that a document can fill, as citation and as neighbour."""
    before, after = f"Trước {payload}\n", f"\nSau {payload}"
    citation = Citation(
        n=1,
        document=payload,
        title=f"Tiêu đề {payload}",
        date=payload,
        section=payload,
        quote=f"Trích {payload}",
        start=100 + len(before),
        end=100 + len(before) + len(f"Trích {payload}"),
        number=payload,
        issuer=payload,
        heading=payload,
        passage=f"{before}Trích {payload}{after}",
        passage_start=100,
    )
    return Answer(payload, "answered", None, f"Trả lời {payload} [1]", (citation,), (citation,))


def before(words: str, day: date) -> Due:
    """A deadline that leaves its day out."""
    return Due(words, "before", day, day, day - timedelta(days=1))


ENTRY = Entry(
    id="0a1b2c3d4e5f",
    document="cv/118.html",
    title="Công văn về dữ liệu khám bệnh, chữa bệnh",
    number="118/VPCP-KGVX",
    date="2031-03-07",
    official=True,
    lead=("Bộ Y tế",),
    coordinating=("Bộ Công an",),
    today=(),
    action="trình Chính phủ đề án dùng chung dữ liệu khám bệnh, chữa bệnh",
    product="",
    target="",
    due=before("trước ngày 16/8/2031", date(2031, 8, 16)),
    section="2.a",
    quote="a) Bộ Y tế chủ trì, phối hợp với Bộ Công an trình Chính phủ\nđề án dùng chung dữ liệu khám bệnh, chữa bệnh "
    "trước ngày 16/8/2031.",
    start=40,
    end=168,
    rule="lead_verb",
    inherited=(),
    status=Status.IN_TIME,
    done=None,
    edited=None,
    group="0a1b2c3d4e5f",
)
"""A task with a day; `entry` makes others of it."""


def entry(id: str = ENTRY.id, **fields: object) -> Entry:  # noqa: A002  as the field is called
    """ENTRY with another id, a group of its own, and other fields."""
    return replace(ENTRY, **({"id": id, "group": id} | fields))  # type: ignore[arg-type]  # any field
