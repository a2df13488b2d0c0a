"""The words of a letter: by its page where that says all, else by its plain text, in whichever charset."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from corpus.errors import UnreadableDocument
from corpus.letters import Letter
from corpus.readers.eml import read


def letter(plain: str | None, page: str | None = None, charset: str = "utf-8") -> bytes:
    message = EmailMessage()
    message["Subject"] = "Về việc báo cáo"
    if plain is not None:
        message.set_content(plain, charset=charset)
    if page is not None:
        message.add_alternative(page, subtype="html")
    return bytes(message)


def test_a_page_goes_before_the_plain_text_and_the_subject_is_the_title() -> None:
    reading = read(letter("Bộ Y tế báo cáo.\n", "<html><body><p>Bộ Y tế báo cáo <b>ngay</b>.</p></body></html>"))
    assert (reading.text.strip(), reading.title) == ("Bộ Y tế báo cáo ngay.", "Về việc báo cáo")


def test_a_page_that_lost_words_gives_way_to_the_plain_text() -> None:
    plain = "1. Bộ Y tế báo cáo trước ngày 05/8/2031.\n2. Bộ Công an kiểm tra.\n"
    assert read(letter(plain, "<html><body><p>Xem bản chữ.</p></body></html>")).text.strip() == plain.strip()
    assert read(letter(plain, "<html><body><img src='x.png'></body></html>")).text.strip() == plain.strip()


def test_a_declared_charset_is_believed_where_it_reads_the_bytes() -> None:
    assert "Straße" in read(letter("Straße và Bo Y te.\n", charset="latin-1")).text
    wrong = b"Subject: x\nContent-Type: text/plain; charset=no-such\n\n" + "Bộ Y tế báo cáo.".encode()
    assert read(wrong).text == "Bộ Y tế báo cáo."


@pytest.mark.parametrize(
    ("head", "subject", "sender", "day"),
    [
        (b"Subject: =?utf-8?Q?Ch=E1=BB=89_th=E1=BB=8B?=\nFrom: a@x.vn\nDate: nonsense", "Chỉ thị", "a@x.vn", None),
        (b"Subject: =?no-such?B?YQ==?=\nFrom: \"Nguyen, A\" <a@x.vn>", "=?no-such?B?YQ==?=", "Nguyen, A", None),
        (b"Date: Tue, 05 Aug 2031 23:30:00 +0700", "", "", "2031-08-05"),
        (b"Subject: a\n b\nDate: Tue, 99 Aug 2031 23:30:00 +0700", "a b", "", None),
    ],
)  # fmt: skip
def test_a_head_is_read_as_far_as_it_can_be(head: bytes, subject: str, sender: str, day: str | None) -> None:
    found = Letter.of(head + b"\n\nx")
    assert (found.subject, found.sender, found.day and found.day.isoformat()) == (subject, sender, day)


@pytest.mark.parametrize("data", [b"Subject: x\n\n", b"Subject: x\n\n  \n", b""])
def test_a_letter_without_words_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableDocument):
        read(data)
