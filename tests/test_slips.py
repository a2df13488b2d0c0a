"""Slips of the hand: what they cost, and that the neighbours decide what a word was meant as."""

from __future__ import annotations

from collections import Counter

import pytest

from assistant.understanding import Speller
from assistant.understanding.pairs import SyllablePairs
from assistant.understanding.slips import MOST, Slips, slip_cost
from assistant.understanding.spacing import with_spaces, without_spaces
from index.tokens import tokens

PASSAGES = (
    "Bộ Công Thương chủ trì, phối hợp với Bộ Y tế rà soát thủ tục hành chính, báo cáo trước ngày 15 tháng 9 năm 2031.",
    "Các nhiệm vụ được giao phải hoàn thành đúng thời hạn; cơ quan nào chậm thì giải trình với Bộ Tư pháp.",
    "Hạ tầng viễn thông, mở tài khoản ngân hàng, thương mại điện tử và giá trị gia tăng của kinh tế số tăng 20%.",
    "Người ký kết luận cuộc họp tháng 7 là Phó Chủ tịch; nhiệm vụ của các bộ là đẩy mạnh chuyển đổi số.",
)
FREQUENCIES = Counter(token for passage in PASSAGES * 3 for token in set(tokens(passage)))


@pytest.fixture(scope="module")
def speller() -> Speller:
    return Speller(FREQUENCIES)


@pytest.mark.parametrize(
    ("typed", "full"),
    [
        ("Các nhiêm vụ được giao", "Các nhiệm vụ được giao"),  # the tone was missed
        ("cơ quan nào hoàn thnàh", "cơ quan nào hoàn thành"),  # two keys swapped, the mark with its letter
        ("phải nộp hôf sơ", "phải nộp hồ sơ"),  # the key of the tone, behind
        ("báo cáo truowcs ngày nào", "báo cáo trước ngày nào"),  # keys of Telex that were not read
        ("hoàn thành ddungs thời hạn", "hoàn thành đúng thời hạn"),
        ("mở tai khoản ngân hàng", "mở tài khoản ngân hàng"),  # another word
        ("Bộ Tư pháo báo cáo", "Bộ Tư pháp báo cáo"),
        ("điện tử và gia trị gia tăng", "điện tử và giá trị gia tăng"),
        ("hoàn thành đúng thơi hạn", "hoàn thành đúng thời hạn"),
        ("ngừoi ký kết luận là ai", "người ký kết luận là ai"),
        ("xong vào thagn 7 năm nào", "xong vào tháng 7 năm nào"),  # beside a figure
        ("Bộ Tư phps báo cáo gì", "Bộ Tư phps báo cáo gì"),  # two slips are too many
    ],
)
def test_the_neighbours_tell_what_was_meant(speller: Speller, typed: str, full: str) -> None:
    assert speller.full(typed) == full


@pytest.mark.parametrize(
    ("typed", "full"),
    [
        ("Bộ CôngThương làm gì?", "Bộ Công Thương làm gì?"),
        ("Các nhiệmvụ được giao", "Các nhiệm vụ được giao"),
        ("cac nhiemvu duoc giao", "các nhiệm vụ được giao"),
        ("Các nhi ệm vụ được giao", "Các nhiệm vụ được giao"),
        ("Cơ quan nào chủ tr ì?", "Cơ quan nào chủ trì?"),
        ("hoàn thành trong tháng7", "hoàn thành trong tháng 7"),
    ],
)
def test_spaces_are_put_where_they_belong(speller: Speller, typed: str, full: str) -> None:
    assert speller.full(typed) == full


@pytest.mark.parametrize(
    "text",
    [
        "Văn bản của VPCP và KHCN",
        "sóng 5G, mạng QL6",
        "Bộ Y tế",
        "tháng 7/2031",
        "nhiệm , vụ",
        "Ai ở xã Ia Rsươm?",
        "mã B12, tháng12a",
    ],
)
def test_spaces_elsewhere_stay(text: str) -> None:
    pairs = SyllablePairs(FREQUENCIES)
    assert without_spaces(with_spaces(text, pairs), pairs) == text


@pytest.mark.parametrize(
    ("typed", "near", "far"),
    [
        ("hạgn", "hạng", "hàng"),
        ("cùg", "cùng", "của"),
        ("phiả", "phải", "phí"),
        ("nhiêm", "nhiệm", "nhiều"),
        ("nôpj", "nộp", "nói"),
        ("lm", "làm", "lo"),
        ("đuợc", "được", "đục"),
    ],
)
def test_a_slip_that_keeps_the_marks_costs_less(typed: str, near: str, far: str) -> None:
    assert slip_cost(typed, near) < slip_cost(typed, far)


@pytest.mark.parametrize(("typed", "meant"), [("hạn", "nghị"), ("báo", "tư"), ("a", "nghiêng")])
def test_two_keys_are_too_many(typed: str, meant: str) -> None:
    assert slip_cost(typed, meant) > MOST


def test_the_slips_of_a_word_are_syllables_that_are_not_itself() -> None:
    near = Slips(SyllablePairs(FREQUENCIES)).of("hành")
    assert "hàng" in near
    assert "hành" not in near
    assert max(near.values()) <= MOST


def test_what_a_word_is_in_no_corpus_stays() -> None:
    assert Speller({}).full("Ai nuôi chồn hương, cầy vòi mốc?") == "Ai nuôi chồn hương, cầy vòi mốc?"
