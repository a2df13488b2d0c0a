"""What lies in archives and letters: every file by a path of its own, within limits, and harmless by its name."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Mapping
from email.message import EmailMessage
from email.mime.multipart import MIMEMultipart

import pytest

from corpus.archive_names import LONGEST_PART, harmless_name
from corpus.archives import MOST_DEEP, Member, members_of
from corpus.errors import UnreadableDocument
from corpus.readers import Limits
from corpus.vietnamese import grouped

WORDS = "Bộ Y tế báo cáo trước ngày 05/8/2031.\n".encode()


def packed(files: Mapping[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", packing) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return held.getvalue()


def named(raw: bytes, data: bytes = WORDS, extra: bytes = b"") -> bytes:
    """A ZIP whose only entry has these bytes for a name, without the flag of UTF-8."""
    crc, size = zlib.crc32(data), len(data)
    local = struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, 0, 0, 33, crc, size, size, len(raw), len(extra)) + raw + extra
    central = struct.pack(
        "<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, 0, 0, 33, crc, size, size, len(raw), len(extra), 0, 0, 0, 0, 0
    )
    start = len(local) + size
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 1, 1, len(central + raw + extra), start, 0)
    return local + data + central + raw + extra + end


def members(data: bytes, path: str = "goi.zip", limits: Limits | None = None) -> list[Member]:
    return list(members_of(path, data, limits or Limits()))


def paths(data: bytes, path: str = "goi.zip") -> list[str]:
    return [member.path for member in members(data, path)]


# ZIP.


@pytest.mark.parametrize("packing", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_each_file_of_an_archive_has_a_path_of_its_own(packing: int) -> None:
    data = packed({"a.txt": WORDS, "bên trong/b.docx": b"PK", "bên trong/": b""}, packing)
    assert members(data, "thư mục/Gói.ZIP") == [
        Member("thư mục/Gói.ZIP/a.txt", WORDS),
        Member("thư mục/Gói.ZIP/bên trong/b.docx", b"PK"),
    ]


def test_what_no_reader_takes_is_named_and_not_unpacked() -> None:
    assert members(packed({"phim.mp4": bytes(100), "a.txt": WORDS})) == [
        Member("goi.zip/phim.mp4"),
        Member("goi.zip/a.txt", WORDS),
    ]


def test_what_programs_put_beside_the_files_is_left_out() -> None:
    assert paths(packed({"__MACOSX/._a.txt": WORDS, ".DS_Store": WORDS, "x/.ẩn/a.txt": WORDS, "a.txt": WORDS})) == [
        "goi.zip/a.txt"
    ]


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("../../etc/a.txt", "etc/a.txt"),
        ("/etc/a.txt", "etc/a.txt"),
        ("C:\\Windows\\a.txt", "Windows/a.txt"),
        ("\\\\server\\share\\a.txt", "server/share/a.txt"),
        ("x/../../a.txt", "x/a.txt"),
        ("./a.txt", "a.txt"),
        ("a\n\x1b[31m.txt", "a__[31m.txt"),
        ("a\u2028b.txt", "a_b.txt"),
        ("", "khong-ten"),
        ("../..", "khong-ten"),
        ("x" * 5000 + ".txt", "x" * (LONGEST_PART - 4) + ".txt"),
    ],
)
def test_a_name_is_harmless_whatever_it_says(name: str, path: str) -> None:
    assert harmless_name(name) == path


def test_names_that_come_to_the_same_are_told_apart() -> None:
    assert paths(packed({"a.txt": WORDS, "../a.txt": WORDS, "/a.txt": WORDS})) == [
        "goi.zip/a.txt",
        "goi.zip/a (2).txt",
        "goi.zip/a (3).txt",
    ]


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("Kế hoạch.txt".encode(), "Kế hoạch.txt"),
        (b"K\xea\xec hoa\xf2ch s\xf4\xec 12.txt", "Kế hoạch số 12.txt"),  # windows-1258
        ("KÕ ho¹ch sè 12.txt".encode("cp1252"), "Kế hoạch số 12.txt"),  # TCVN3
        ("ChØ thÞ/B¸o c¸o.txt".encode("cp1252"), "Chỉ thị/Báo cáo.txt"),
        ("Übersicht.txt".encode("cp437"), "Übersicht.txt"),
        (b"plain.txt", "plain.txt"),
    ],
)
def test_a_name_is_read_in_the_encoding_that_it_was_written_in(raw: bytes, name: str) -> None:
    assert members(named(raw)) == [Member(f"goi.zip/{name}", WORDS)]


def test_a_name_in_unicode_beside_the_plain_one_goes_before_it() -> None:
    told = "Chỉ thị.txt".encode()
    extra = struct.pack("<HHBL", 0x7075, 5 + len(told), 1, zlib.crc32(b"Chi thi.txt")) + told
    assert paths(named(b"Chi thi.txt", extra=extra)) == ["goi.zip/Chỉ thị.txt"]


def test_an_encrypted_file_is_refused_and_the_others_go_on() -> None:
    data = bytearray(packed({"mật.txt": WORDS, "a.txt": WORDS}))
    for mark, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        data[data.index(mark) + at] |= 1
    locked, open_ = members(bytes(data))
    assert (locked.path, locked.data) == ("goi.zip/mật.txt", None)
    assert "có mật khẩu" in locked.refused
    assert open_ == Member("goi.zip/a.txt", WORDS)


def test_a_broken_file_and_a_link_are_refused_and_the_others_go_on() -> None:
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("hỏng.txt", b"0123456789")
        archive.writestr(link, b"/etc/passwd")
        archive.writestr("a.txt", WORDS)
    broken, linked, whole = members(held.getvalue().replace(b"0123456789", b"0123456780"))
    assert "bị hỏng" in broken.refused
    assert "liên kết" in linked.refused
    assert whole.data == WORDS


@pytest.mark.parametrize("data", [b"PK\3\4 no more", b"MZ" + bytes(100), packed({"a.txt": WORDS})[:-30]])
def test_what_is_no_archive_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableDocument, match="gói ZIP bị hỏng"):
        members(data)


def test_an_empty_file_is_refused_and_an_empty_archive_holds_nothing() -> None:
    with pytest.raises(UnreadableDocument, match="tệp rỗng"):
        members(b"")
    assert members(packed({})) == []


def test_archives_in_archives_are_opened_to_a_depth() -> None:
    data = packed({"a.txt": WORDS})
    for depth in range(MOST_DEEP, 0, -1):
        data = packed({f"{depth}.zip": data, f"{depth}.txt": WORDS})
    found = members(data, "goi.zip")
    assert [member.path for member in found if member.data is not None] == [
        "goi.zip/1.zip/2.zip/3.txt",
        "goi.zip/1.zip/2.txt",
        "goi.zip/1.txt",
    ]
    assert [(m.path, "lớp gói" in m.refused) for m in found if m.refused] == [("goi.zip/1.zip/2.zip/3.zip", True)]


def test_a_broken_archive_in_an_archive_is_refused_and_the_others_go_on() -> None:
    found = members(packed({"hỏng.zip": b"PK", "a.txt": WORDS}))
    assert [(m.path, bool(m.refused)) for m in found] == [("goi.zip/hỏng.zip", True), ("goi.zip/a.txt", False)]


# Limits.


def _until_refused(data: bytes, limits: Limits) -> tuple[list[str], str]:
    """The paths that came, and why no more did."""
    came: list[str] = []
    with pytest.raises(UnreadableDocument) as refused:
        came.extend(member.path for member in members_of("goi.zip", data, limits))
    return came, str(refused.value)


def test_more_files_than_allowed_end_the_archive_those_within_it_counted() -> None:
    data = packed({"a.txt": WORDS, "b.zip": packed({"b.txt": WORDS, "c.txt": WORDS}), "d.txt": WORDS})
    came, reason = _until_refused(data, Limits(members=3))
    assert came == ["goi.zip/a.txt", "goi.zip/b.zip/b.txt"]
    assert "hơn 3 tệp" in reason
    assert "most_members" in reason
    assert len(members(data, limits=Limits(members=5))) == 4


def _bomb(size: int) -> bytes:
    return packed({"a.txt": bytes(size)})


def test_a_file_that_unpacks_to_more_than_a_file_may_is_refused_and_the_others_go_on() -> None:
    data = packed({"bom.txt": bytes(5_000_000), "a.txt": WORDS})
    bomb, whole = members(data, limits=Limits(bytes=1_000_000))
    assert f"hơn {grouped(1_000_000)} byte" in bomb.refused
    assert whole.data == WORDS


@pytest.mark.parametrize("depth", [0, 1, 2])
def test_a_bomb_goes_off_within_what_may_be_unpacked_however_deep_it_lies(depth: int) -> None:
    data = packed({f"{i}.txt": bytes(200_000) for i in range(40)})
    for _ in range(depth):
        data = packed({"1.zip": data, "2.zip": data, "3.zip": data})
    came, reason = _until_refused(data, Limits(unpacked=2_000_000))
    assert "hơn 2.000.000 byte" in reason
    assert "most_unpacked" in reason
    assert len(came) <= 10


def test_what_is_unpacked_is_counted_and_not_what_the_archive_says_of_itself() -> None:
    data = _bomb(5_000_000)
    lied = data.replace(struct.pack("<L", 5_000_000), struct.pack("<L", 10))
    assert lied != data
    try:
        found = members(lied, limits=Limits(bytes=1_000_000))
    except UnreadableDocument:
        return
    assert all(member.data is None or len(member.data) <= 1_000_000 for member in found)
    assert found[0].refused


# Letters.


def letter(**parts: bytes) -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = "Về việc báo cáo tháng 7"
    message["From"] = "Nguyễn Văn A <a@example.vn>"
    message["Date"] = "Tue, 05 Aug 2031 23:30:00 +0700"
    message.set_content(WORDS.decode())
    for name, data in parts.items():
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name.replace("__", "."))
    return message


def test_a_letter_is_a_document_and_so_is_each_file_attached_to_it() -> None:
    data = bytes(letter(a__txt=WORDS, anh__bmp=b"BM", goi__zip=packed({"b.txt": WORDS})))
    assert members(data, "thu.eml") == [
        Member("thu.eml", data),
        Member("thu.eml/a.txt", WORDS),
        Member("thu.eml/anh.bmp"),
        Member("thu.eml/goi.zip/b.txt", WORDS),
    ]


def test_a_letter_in_an_archive_and_one_in_a_letter_are_opened() -> None:
    inner = letter(a__txt=WORDS)
    outer = letter()
    outer.add_attachment(inner)
    found = members(packed({"thu.eml": bytes(outer)}))
    assert [member.path for member in found] == [
        "goi.zip/thu.eml",
        "goi.zip/thu.eml/dinh-kem-1.eml",
        "goi.zip/thu.eml/dinh-kem-1.eml/a.txt",
    ]


def test_names_of_attached_files_are_read_in_whichever_way_they_are_packed() -> None:
    raw = (
        b"Subject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=X\n\n"
        b"--X\nContent-Type: application/octet-stream;\n"
        b' name="=?utf-8?B?S+G6vyBob+G6oWNoLnR4dA==?="\nContent-Disposition: attachment\n\nabc\n'
        b"--X\nContent-Type: text/plain\n"
        b"Content-Disposition: attachment; filename*=UTF-8''Ch%E1%BB%89%20th%E1%BB%8B.txt\n\nabc\n"
        b"--X\nContent-Type: text/plain\nContent-Disposition: attachment; filename=../../x.txt\n\nabc\n"
        b"--X\nContent-Type: application/pdf\nContent-Disposition: attachment\n\n%PDF\n--X--\n"
    )
    assert paths(raw, "thu.eml") == [
        "thu.eml/Kế hoạch.txt",
        "thu.eml/Chỉ thị.txt",
        "thu.eml/x.txt",
        "thu.eml/dinh-kem-4.pdf",
    ]


def test_a_logo_that_the_letter_shows_is_passed_over_and_a_second_piece_of_words_is_not() -> None:
    message = MIMEMultipart()
    message["Subject"] = "x"
    for words in ("Thư chính.", "Thư kèm theo."):
        part = EmailMessage()
        part.set_content(words)
        message.attach(part)
    logo = EmailMessage()
    logo.set_content(b"\x89PNG", maintype="image", subtype="png", cid="<logo>", filename="logo.png")
    logo.replace_header("Content-Disposition", 'inline; filename="logo.png"')
    message.attach(logo)
    found = members(message.as_bytes(), "thu.eml")
    assert [(m.path, m.data is not None) for m in found] == [
        ("thu.eml", True),
        ("thu.eml/dinh-kem-1.txt", True),
        ("thu.eml/logo.png", False),
    ]


def test_a_letter_without_words_is_only_what_is_attached_to_it() -> None:
    message = EmailMessage()
    message["Subject"] = "x"
    message.add_attachment(WORDS, maintype="application", subtype="octet-stream", filename="a.txt")
    assert paths(bytes(message), "thu.eml") == ["thu.eml/a.txt"]


def test_attached_files_are_counted_and_measured() -> None:
    data = bytes(letter(a__txt=WORDS * 1000, b__txt=WORDS))
    found = members(data, "thu.eml", Limits(bytes=10_000))
    assert [(m.path, bool(m.refused)) for m in found] == [
        ("thu.eml", False), ("thu.eml/a.txt", True), ("thu.eml/b.txt", False),
    ]  # fmt: skip
    for limits in (Limits(members=1), Limits(unpacked=100)):
        with pytest.raises(UnreadableDocument, match="most_"):
            members(data, "thu.eml", limits)


@pytest.mark.parametrize("data", [b"", b"   ", b"\nno head at all"])
def test_what_is_no_letter_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableDocument):
        members(data, "thu.eml")
