"""The widget as a file: small, alone, and with no way to run what an answer says."""

from __future__ import annotations

import re

from assistant.widget import SOURCE, served


def test_it_is_under_thirty_kilobytes_as_served() -> None:
    assert len(served().body) < 30_000


def test_what_is_served_is_the_source_without_comments_and_indentation() -> None:
    lines = served().body.decode().split("\n")
    kept = [line.strip() for line in SOURCE.read_text("utf-8").splitlines() if line.strip() in lines]
    assert kept == lines
    assert not any(line.startswith("//") for line in lines)


def test_its_tag_is_that_of_its_bytes() -> None:
    assert re.fullmatch(r'"[0-9a-f]{20}"', served().etag)
    assert served().headers()["ETag"] == served().etag
    assert served().headers()["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_no_word_of_an_answer_can_become_markup_or_code() -> None:
    script = served().body.decode()
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|DOMParser", script
    )


def test_it_knows_no_address_but_its_own_and_no_cookie() -> None:
    script = served().body.decode()
    assert set(re.findall(r"https?://[\w.]+", script)) == {"http://www.w3.org"}  # the namespace of its drawings
    assert not re.search(r"cookie|localStorage|\bimport\b|sendBeacon|WebSocket|XMLHttpRequest", script)
    assert script.count("fetch(") == 1
    assert 'credentials: "omit"' in script
