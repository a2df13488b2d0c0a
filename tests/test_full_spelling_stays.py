"""What is spelled in full is never changed, whatever the corpus: a wrong body or day is worse than no answer."""

from __future__ import annotations

import re
import unicodedata

import pytest

from assistant.understanding import Speller
from assistant.understanding.pairs import SyllablePairs, load_compounds, load_syllables
from corpus.vietnamese import is_written
from eval.cases import SHIPPED, read_cases
from index.store import Store
from index.tokens import unmarked

FAR = """
Con mèo nhà tôi bị ốm thì phải đưa đi khám ở đâu? Giá vàng hôm nay bao nhiêu một chỉ?
Chợ hoa ngày Tết mở cửa đến mấy giờ? Làm sao để nấu nồi phở bò thật ngon? Trời mai có mưa rào không nhỉ?
Ai vô địch giải bóng đá nữ năm ngoái? Quán cà phê gần nhà ga mở cửa lúc nào?
Con trâu đực cày ruộng khác con bò thế nào? Bệnh sởi ở trẻ nhỏ chữa ra sao? Mua vé xem phim tối thứ bảy bằng cách nào?
Tàu hỏa từ Vinh ra Huế chạy mấy tiếng? Vườn vải thiều chín rộ vào tháng mấy?
Cây lúa mùa bị sâu đục thân thì phun thuốc gì? Đàn gà đẻ trứng được cho ăn thóc hay ngô? Hồ Gươm sâu mấy mét?
Ông bà nội tôi sinh quán ở làng nào? Bơi ếch và bơi sải, kiểu nào nhanh hơn? Bún chả và nem rán ăn kèm rau gì?
Máy giặt kêu to quá, sửa hết bao nhiêu tiền? Tiếng đàn bầu có mấy dây? Kẻ trộm cạy cửa thì báo công an phường nào?
Ghế đá công viên bị gãy, ai thay? Thuyền thúng chở được mấy người? Bao giờ trăng tròn nhất trong năm?
Làng gốm Bát Tràng bán chậu cây không? Ngõ nhà tôi ngập nước, kêu ai bây giờ? Trạm bơm xã bên hỏng từ bao giờ?
Hàng rào trường mầm non cao bao nhiêu mét? Bóng đèn đường cháy đã ba hôm, ai chịu trách nhiệm thay?
Chó thả rông cắn người thì phạt bao nhiêu? Giờ giới nghiêm của ký túc xá là mấy giờ? Xe buýt số tám chạy qua cầu nào?
Lão nông trồng dưa hấu lãi mấy triệu một sào? Bão số ba đổ bộ vào đâu? Mâm cỗ cúng rằm gồm những món gì?
Đôi giày da này giá bao nhiêu? Sữa bột cho bé sáu tháng loại nào tốt? Phố cổ cấm xe máy vào những hôm nào?
Đền Hùng mở hội tháng mấy? Anh trai tôi thi trượt đại học thì làm gì? Thầy giáo dạy toán lớp chín tên gì?
Bà cụ bán xôi đầu ngõ nghỉ hôm nào? Suối nước nóng có cho tắm miễn phí không? Rơm rạ sau gặt có được đốt không?
Điều dưỡng trực đêm được nghỉ bù mấy ngày? Hộ trồng keo có được vay vốn rẻ không? Nhà hát chèo diễn vở nào tối nay?
Lái tàu cá cần bằng gì? Ao tôm bị bệnh đốm trắng thì báo ai? Cò mồi vé số bị xử lý thế nào?
Bể bơi phường mở cửa mùa nào? Ve chai, sắt vụn bán ở đâu? Nấm rơm trồng bao lâu thì hái?
Đá bóng ngoài bãi có phải xin phép không? Ca sĩ nào hát bài này? Thuốc nhuộm tóc có hại gì không?
Đỉnh núi nào cao nhất nước ta? Chùa làng sửa mái ngói hết bao nhiêu công thợ? Củ nghệ vàng chữa đau dạ dày thế nào?
Bánh chưng luộc mấy tiếng thì chín? Phường nào lo dọn rác ở chợ đầu mối? Cầu phao qua sông Lô khi nào tháo?
Đèo dốc quanh co, xe tải nặng có được đi không? Máy cày, máy gặt có được giảm thuế không?
Bản mường vùng cao có sóng điện thoại chưa? Dân chài ven vịnh chuyển lên bờ ở khi nào? Ai trông coi kho thóc dự trữ?
Tổ dân phố bầu tổ trưởng vào ngày nào? Sân vận động thay cỏ mấy năm một lần? Ong mật bị chết hàng loạt vì sao?
Giếng khoan cạn nước thì xin ai hỗ trợ? Duy tu mặt cầu do đơn vị nào lo? Gạo cứu đói phát vào dịp nào?
Lò mổ lậu bị đóng cửa từ khi nào? Đường gom hai bên cao tốc ai làm? Cống hộp, rãnh thoát nước ai nạo vét?
Bờ kè sạt lở dài mấy mét? Hạt kiểm lâm nào giữ rừng đầu nguồn? Cột điện đổ sau lốc, ai dựng lại?
Thợ hàn, thợ tiện học nghề ở đâu? Hội chợ việc làm mở ở nhà văn hóa nào? Ai quản trị trang tin của xã?
Bãi xe ngầm xây mấy tầng? Học viên cai nghiện được dạy nghề gì? Lớp xóa mù chữ có mấy học viên?
Thôn nào được thí điểm bầu điện tử?
"""
"""Questions about all that directives seldom tell of, in words of every kind."""
TYPED_BADLY = re.compile(r"noisy|Kế hoạhc")


def marked(text: str) -> bool:
    words = re.findall(r"[^\W\d_]{2,}", text)
    return bool(sum(unmarked(w) != w.lower() for w in words) > len(words) / 2)


@pytest.fixture(scope="module")
def speller(shipped_store: Store) -> Speller:
    with shipped_store.reading() as (_, generation):
        assert generation is not None
        return Speller(generation.words.frequencies())


@pytest.fixture(params=["over the shipped documents", "over nothing"])
def either(request: pytest.FixtureRequest, speller: Speller) -> Speller:
    return speller if request.param == "over the shipped documents" else Speller({})


def changed(speller: Speller, texts: list[str]) -> dict[str, str]:
    return {text: full for text in texts if (full := speller.full(text)) != text}


def test_the_own_questions_stay(either: Speller) -> None:
    cases = [case for case in read_cases(SHIPPED) if not TYPED_BADLY.search(f"{case.id} {case.question}")]
    asked = [unicodedata.normalize("NFC", turn) for case in cases for turn in (case.question, *case.history)]
    asked = [turn for turn in asked if marked(turn)]
    assert len(asked) > 150
    assert changed(either, asked) == {}


def test_questions_about_other_things_stay(either: Speller) -> None:
    asked = re.findall(r"\S[^?]*\?", FAR)
    assert len(asked) > 80
    assert changed(either, asked) == {}


def test_the_sentences_of_the_documents_stay_as_questions(speller: Speller, shipped_store: Store) -> None:
    asked = []
    for document in shipped_store.documents():
        text = re.sub(r"\s*\n(?=[a-zà-ỹđ])", " ", shipped_store.text(document.name))
        for sentence in re.split(r"[.;:]\s|\n", text):
            words = sentence.strip(" -+*.;:").split()
            asked += [" ".join(words[i : i + 20]) + "?" for i in range(0, len(words) - 4, 20)]
    asked = [question for question in asked if marked(question)]
    assert len(asked) > 400
    assert changed(speller, asked) == {}


@pytest.mark.parametrize(
    ("typed", "corpus"),
    [
        ("Ban quản trị chung cư làm gì?", {"quảng trị": 99, "quảng": 99, "trị": 99, "và quảng": 9}),
        ("Xã nào tạo đà cho du lịch?", {"đào tạo": 99, "tạo đào": 9, "đào": 99, "tạo": 99}),
        ("Năm trọng tâm trong quan điểm là gì?", {"trọng tâm": 33, "tâm trọng": 4, "quan trọng": 11, "trọng quan": 1}),
        ("Thành phố hợp tác với ai?", {"phối hợp": 99, "phối": 99, "hợp": 99}),
    ],
)
def test_a_word_stays_where_the_corpus_is_full_of_another(typed: str, corpus: dict[str, int]) -> None:
    counts = dict.fromkeys({s for pair in corpus for s in pair.split()}, 99) | corpus
    assert Speller(counts).full(typed) == typed


@pytest.mark.parametrize(
    "text",
    ["khí các-bon", "TP.HCM làm gì với rác?", "chuyện ở Hoằng Hóa", "Ai lo vốn ODA, FDI, KHCN?", "Đắk Lắk, Krông Pắk"],
)
def test_names_and_loans_stay(either: Speller, text: str) -> None:
    assert either.full(text) == text


def test_the_syllables_are_written_as_vietnamese_is() -> None:
    native = {s for s in load_syllables() if unmarked(s) != s}
    assert len(native) > 4000
    assert sorted(s for s in native if not is_written(s)) == []


def test_the_compounds_are_of_known_syllables_and_stand_once() -> None:
    compounds = load_compounds()
    pairs = SyllablePairs({})
    assert [word for word in compounds if compounds.count(word) > 1] == []
    assert [word for word in compounds if " " not in word or not all(pairs.is_word(s) for s in word.split())] == []
