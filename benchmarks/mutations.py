"""Damage to files: bytes, words and members of archives, the same for the same seed."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from copy import deepcopy
from random import Random

from lxml import etree

_WORDS = [
    word.encode()
    for word in (
        *(
            "I. ",
            "1.1.1. ",
            "a) ",
            "Điều 1. ",
            "khoản 2",
            "- ",
            "+ ",
            "|",
            "|\n",
            "| --- |",
            "# ",
            "```",
            "> ",
            "---\n",
        ),
        *(
            "---\n",
            "Bộ Y tế",
            "Sở Tài chính chủ trì, phối hợp với ",
            "các bộ, ngành",
            "trước ngày 31/02/2031",
        ),
        *("quý V năm 0000", "hoàn thành ", "Nơi nhận:", "STT", "Thời hạn", "\u0301" * 40, "\u1ea5\u0323", "\u202e"),
        *(
            "\ufeff",
            "\u2028",
            "\x0c",
            "\t",
            "\r",
            "\U0001f600",
            "\ud7ff",
            "<table>",
            "</table>",
            "<td rowspan=99999>",
            "<td colspan=-1>",
        ),
        *("<ol start=1e9>", "<!--", "<![CDATA[", "&#x110000;", "&#0;", "&nbsp;", "<script>", "<pre>", "<svg>", "<br>"),
        *("</p>", "<li>", "<h1>", "<title>", "[](", "![", "**", "<a href='", "0", "-1", "2147483648", "1e309", "NaN"),
        *("9" * 400, "(", "((((", ")", "[", "]", "<<", ">>", "endobj", "stream\n", "endstream", "R", "/Type", "/Kids"),
        *("/Parent", "BT", "ET", "Tj", "Do", "cm", "Tf"),
    )
]
_NUMBER = re.compile(rb"-?\d+(?:\.\d+)?")
_NUMBERS = [b"0", b"-1", b"1", b"65536", b"2147483647", b"-2147483649", b"99999999999999999999", b"1e308", b"0.0000001"]
_VALUES = [
    word.decode()
    for word in (*_NUMBERS, *(word for word in _WORDS if word.decode().isprintable() and b"&" not in word))
]
_TAG = re.compile(rb"<[^<>]{1,400}>")
_VALUE = re.compile(rb'"[^"<>]{0,200}"')
_LONGEST = 256 * 1024  # what grows beyond is cut: the limit of a file is another test's


def damaged(chance: Random, seeds: Sequence[bytes], within: str) -> bytes:
    """One of the seeds, damaged; `within` as in `Format`."""
    data = chance.choice(seeds)
    if within == "zip" and data.startswith(b"PK") and chance.random() < 0.85:
        return _in_a_member(chance, data)
    changed = _changed(chance, data, seeds)
    if within == "text" and chance.random() < 0.8 and _is_utf8(data):  # a byte that is none is only refused
        return changed.decode("utf-8", "ignore").replace("\0", "").encode()
    return changed


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _changed(chance: Random, data: bytes, others: Sequence[bytes]) -> bytes:
    for _ in range(chance.choice((1, 1, 2, 3, 5, 10, 40))):
        data = chance.choice(_CHANGES)(chance, data, others)[:_LONGEST]
    return data


def _in_a_member(chance: Random, data: bytes) -> bytes:
    """The archive packed again with members changed, left out, doubled, renamed or exchanged."""
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        members = [(info.filename, old.read(info)) for info in old.infolist()]
    # the large parts hold the words, and most of what is read
    weights = [len(content) for _, content in members]
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        at = (
            chance.choices(range(len(members)), weights)[0] if chance.random() < 0.7 else chance.randrange(len(members))
        )
        name, content = members[at]
        what = chance.random()
        if what < 0.88:
            in_tree = content.startswith(b"<") and chance.random() < 0.6
            others = [one for _, one in members]
            members[at] = (name, _in_the_tree(chance, content) if in_tree else _changed(chance, content, others))
        elif what < 0.91 and len(members) > 1:
            del members[at], weights[at]
        elif what < 0.94:
            members[at] = (chance.choice(members)[0], content)
        elif what < 0.97:
            members[at] = (name, chance.choice(members)[1])
        else:
            members.append((name, _changed(chance, content, ())))
            weights.append(len(content))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", chance.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))) as new:
        written: set[str] = set()
        for name, content in members:
            if name not in written:  # a second one of the name would be warned of
                new.writestr(name, content)
            written.add(name)
    packed = file.getvalue()
    return _flipped(chance, packed, ()) if chance.random() < 0.03 else packed


def _in_the_tree(chance: Random, source: bytes) -> bytes:
    """XML that is well-formed still: elements left out, doubled, moved or nested, attributes and words exchanged."""
    try:
        root = etree.fromstring(source, etree.XMLParser(resolve_entities=False))
    except etree.XMLSyntaxError:  # one that was changed before
        return _changed(chance, source, ())
    for _ in range(chance.choice((1, 1, 2, 4, 12))):
        elements = [element for element in root.iter("*") if element is not root]
        if not elements:
            break
        one, other = chance.choice(elements), chance.choice(elements)
        what = chance.randrange(7)
        if what == 0:
            one.getparent().remove(one)
        elif what == 1:
            one.addnext(deepcopy(one))
        elif what == 2:
            other.append(deepcopy(one))
        elif what == 3:
            for _ in range(chance.choice((2, 20, 120))):  # one within the other
                one.append(one := etree.SubElement(one, one.tag, dict(one.attrib)))
        elif what == 4 and one.attrib:
            name = chance.choice(list(one.attrib))
            one.set(name, chance.choice(_VALUES + [str(value) for value in other.attrib.values()]))
        elif what == 5 and one.attrib:
            del one.attrib[chance.choice(list(one.attrib))]
        else:
            one.text = chance.choice((other.text, *_VALUES))
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True))


def _place(chance: Random, data: bytes) -> tuple[int, int]:
    """A piece of the data: mostly short, now and then long."""
    start = chance.randrange(len(data) + 1)
    return start, min(len(data), start + chance.choice((1, 2, 4, 16, 64, 256, 4096)))


def _flipped(chance: Random, data: bytes, _others: Sequence[bytes]) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 3, 10)) if changed else 0):
        at = chance.randrange(len(changed))
        changed[at] = chance.choice((0, 0xFF, changed[at] ^ 1 << chance.randrange(8), chance.randrange(256)))
    return bytes(changed)


def _left_out(chance: Random, data: bytes, _others: Sequence[bytes]) -> bytes:
    start, end = _place(chance, data)
    return data[:start] + data[end:]


def _doubled(chance: Random, data: bytes, _others: Sequence[bytes]) -> bytes:
    start, end = _place(chance, data)
    return data[:end] + data[start:end] * chance.choice((1, 1, 2, 30, 1000)) + data[end:]


def _moved(chance: Random, data: bytes, _others: Sequence[bytes]) -> bytes:
    start, end = _place(chance, data)
    at = chance.randrange(len(data) + 1)
    return data[:at] + data[start:end] + data[at:]


def _with_word(chance: Random, data: bytes, _others: Sequence[bytes]) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.choice(_WORDS) * chance.choice((1, 1, 1, 3, 200)) + data[at:]


def _cut(chance: Random, data: bytes, _others: Sequence[bytes]) -> bytes:
    return data[: chance.randrange(len(data) + 1)] if chance.random() < 0.3 else data


def _spliced(chance: Random, data: bytes, others: Sequence[bytes]) -> bytes:
    other = chance.choice(others) if others else data
    start, end = _place(chance, other)
    at = chance.randrange(len(data) + 1)
    return data[:at] + other[start:end] + data[min(len(data), at + chance.choice((0, end - start))) :]


def _other_number(chance: Random, data: bytes, _others: Sequence[bytes]) -> bytes:
    return _exchanged(chance, data, _NUMBER, lambda found: chance.choice([*_NUMBERS, found + b"0", found * 3]))


def _other_tag(chance: Random, data: bytes, _others: Sequence[bytes]) -> bytes:
    return _exchanged(chance, data, _TAG, lambda found: chance.choice((b"", found * 2, found * 300, b"</" + found[1:])))


def _other_value(chance: Random, data: bytes, _others: Sequence[bytes]) -> bytes:
    values = [*_NUMBERS, *_WORDS]
    return _exchanged(
        chance, data, _VALUE, lambda _: b'"' + chance.choice(values).replace(b'"', b"").replace(b"<", b"") + b'"'
    )


def _exchanged(chance: Random, data: bytes, what: re.Pattern[bytes], by: Callable[[bytes], bytes]) -> bytes:
    """The first match behind a place, exchanged."""
    found = what.search(data, chance.randrange(len(data) + 1))
    return data if found is None else data[: found.start()] + by(found.group()) + data[found.end() :]


_CHANGES = (
    *(_flipped, _flipped, _left_out, _doubled, _moved, _with_word, _with_word, _cut, _spliced),
    *(_other_number, _other_number, _other_tag, _other_value, _other_value),
)
