"""The commands `chidao documents` and `chidao set`: what the store holds, its facts and links, and their correction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.options import JsonOption, StoreOption, words_option
from assistant.register.output import json_line
from assistant.register.wording import clean
from assistant.settings import load_settings
from corpus.errors import ChidaoError, StoreBusy

if TYPE_CHECKING:
    from index.document_links import StoredLink
    from index.fact_edits import FactEdit
    from index.store import Store, StoredDocument

LABELS = {
    "title": "tên",
    "number": "số",
    "kind": "loại",
    "issuer": "cơ quan ban hành",
    "date": "ngày ban hành",
    "date_words": "ngày như văn bản ghi",
    "official": "bản chính thức",
    "subject": "trích yếu",
    "place": "nơi ban hành",
    "signer": "người ký",
    "office": "chức vụ người ký",
    "parent": "cơ quan chủ quản",
}
SAID = {
    "replaces": "thay thế",
    "repeals": "bãi bỏ",
    "amends": "sửa đổi, bổ sung",
    "corrects": "đính chính",
    "continues": "tiếp theo",
    "implements": "thực hiện",
}
SAID_OF = {
    "replaces": "được thay thế bởi",
    "repeals": "bị bãi bỏ bởi",
    "amends": "được sửa đổi, bổ sung bởi",
    "corrects": "được đính chính bởi",
    "continues": "được tiếp nối bởi",
    "implements": "được thực hiện bởi",
}


def documents(as_json: JsonOption = False, store: StoreOption = None) -> None:
    """Liệt kê các văn bản trong kho, thông tin và liên kết của chúng."""
    from sqlalchemy.orm import Session

    from assistant.opening import open_store
    from index.document_links import links_to, stored_links
    from index.fact_edits import corrected_by

    with open_store(load_settings(store=store)) as opened:
        with Session(opened.engine) as session:
            links = stored_links(session)
            corrected = {
                name: {
                    fact: {"value": row.changes[fact]["value"], "who": row.who, "when": row.at}
                    for fact, row in rows.items()
                }
                for name, rows in corrected_by(session).items()
            }
        meant = links_to(links)
        for document in opened.documents():
            own = [link for link in links if link.source == document.name]
            others = meant.get(document.name, [])
            if as_json:
                told = {"corrected": corrected.get(document.name, {}), "links": [_link(link) for link in own]}
                back = {"linked_by": [_link_back(link) for link in others]}
                typer.echo(json_line({"document": document.name} | asdict(document.facts) | told | back))
            else:
                for line in _shown(document, own, others):
                    typer.echo(line)


def set_(
    document: Annotated[str, typer.Argument(metavar="VĂN_BẢN", help="Tên, số, hoặc một phần tên của văn bản.")],
    changes: Annotated[
        list[str] | None,
        typer.Argument(metavar="TRƯỜNG=GIÁ_TRỊ", help="Ví dụ: date=2024-07-19. Để trống sau dấu = là thôi sửa."),
    ] = None,
    by: Annotated[str | None, words_option("--by", "Người ghi; mặc định: CHIDAO_USER, tên đăng nhập.", "TÊN")] = None,
    as_json: JsonOption = False,
    store: StoreOption = None,
) -> None:
    """Sửa thông tin của một văn bản; không nêu trường nào thì xem thông tin và những lần đã sửa.

    Các trường: title, number, kind, issuer, date, date_words, official, subject, place, signer, office, parent.
    "-" là văn bản không có thông tin ấy.
    """
    from assistant.opening import open_store
    from assistant.register.task_commands import who_says
    from index.document_lookup import documents_named
    from index.fact_edits import fact_edits, set_facts

    said, taken_back = _changes(changes or ())
    settings = load_settings(store=store, user=by)
    with open_store(settings) as opened:
        meant = documents_named(document, opened.documents())
        if len(meant) > 1:
            names = ", ".join(d.name for d in meant)
            raise ChidaoError(f"{document!r} là số của {len(meant)} văn bản: {names}; hãy nêu tên")
        name = meant[0].name
        if not changes:
            history = fact_edits(opened, name)
            if as_json:
                facts = asdict(meant[0].facts)
                typer.echo(json_line({"document": name} | facts | {"edits": [asdict(edit) for edit in history]}))
                return
            typer.echo(name)
            for fact, value in asdict(meant[0].facts).items():
                typer.echo(f"  {fact} ({LABELS[fact]}): {_value(value)}")
            for edit in history:
                typer.echo(f"  {_edit_line(edit)}")
            return
        edit = set_facts(opened, name, said, taken_back=taken_back, who=who_says(settings))
        typer.echo(json_line(asdict(edit)) if as_json else f"{name}: {_when(edit)}")
        if not as_json:
            for fact in edit.changes:
                words = f"{_value(edit.before[fact])} -> {_value(edit.after[fact])}"
                back = " (thôi sửa)" if edit.changes[fact] is None else ""
                typer.echo(f"  {fact} ({LABELS[fact]}): {words}{back}")
        _bring_words_up_to_date(opened)


def _bring_words_up_to_date(store: Store) -> None:
    from index.ingest import republish

    try:
        republish(store)
    except StoreBusy:
        typer.echo("  Kho đang được cập nhật; chỉ mục từ sẽ theo thông tin mới ở lần nạp sau.", err=True)


def _changes(words: Sequence[str]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """(fact -> value, facts of which the correction is taken back) of "field=value"; raises ChidaoError."""
    from corpus.facts import FACT_NAMES, fact_of_words

    said: dict[str, Any] = {}
    taken_back: list[str] = []
    for word in words:
        name, equals, value = word.partition("=")
        name = name.strip()
        if not equals:
            raise ChidaoError(f"{word!r} thiếu dấu =; hãy ghi TRƯỜNG=GIÁ_TRỊ, ví dụ: date=2024-07-19")
        if name in said or name in taken_back:
            raise ChidaoError(f"trường {name!r} được nêu hai lần; hãy nêu một lần")
        if name not in FACT_NAMES:
            raise ChidaoError(f"không có trường {name!r}; các trường: {', '.join(FACT_NAMES)}")
        if value.strip():
            said[name] = fact_of_words(name, value)
        else:
            taken_back.append(name)
    return said, tuple(taken_back)


def _shown(document: StoredDocument, own: Sequence[StoredLink], others: Sequence[StoredLink]) -> Iterator[str]:
    facts = document.facts
    kind = "chính thức" if facts.official else "báo chí"
    signed = f"ký: {clean(facts.signer)}" if facts.signer else ""
    parts = (document.name, facts.name, facts.number, facts.date or facts.date_words, signed, kind)
    yield "  ".join(filter(None, parts))
    for link in own:
        target = f"{link.link.kind} số {link.link.number}"
        part = f" ({link.link.part})" if link.link.part else ""
        found = f" [{', '.join(link.targets)}]" if link.targets else ""
        yield f"    {SAID[link.link.relation.value]} {target}{part}{found}"
    for link in others:
        part = f" ({link.link.part})" if link.link.part else ""
        yield f"    {SAID_OF[link.link.relation.value]} [{link.source}]{part}"


def _link(stored: StoredLink) -> dict[str, Any]:
    link = stored.link
    return {
        "relation": link.relation.value,
        "kind": link.kind,
        "number": link.number,
        "date": link.date,
        "issuer": link.issuer,
        "part": link.part,
        "start": link.span.start,
        "end": link.span.end,
        "rule": link.rule,
        "targets": list(stored.targets),
    }


def _link_back(stored: StoredLink) -> dict[str, Any]:
    return {"relation": stored.link.relation.value, "part": stored.link.part, "document": stored.source}


def _value(value: object) -> str:
    if value in (None, ""):
        return "(không có)"
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else clean(str(value))


def _when(edit: FactEdit) -> str:
    from datetime import datetime

    from assistant.register.wording import day_words

    when = datetime.fromisoformat(edit.when)
    return f"{day_words(when.date())} {when:%H:%M} UTC, {clean(edit.who)}"


def _edit_line(edit: FactEdit) -> str:
    told = []
    for fact, change in edit.changes.items():
        after = "thôi sửa" if change is None else _value(_given(change))
        told.append(f"{fact}: {_value(edit.before.get(fact))} -> {after}")
    return f"{_when(edit)}: {'; '.join(told)}"


def _given(change: Mapping[str, Any]) -> Any:
    return change["value"]
