"""What `chidao doctor` looks at in a store: its catalog, what is derived from it, its folders, what is left over.

Nothing is written, and nothing of a damaged store is opened in this process but by SQLite.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from assistant.keeping.finding import Finding, ok, warning, wrong
from corpus.errors import ChidaoError
from corpus.facts import read_manifest
from index.catalog import LAYOUT
from index.database import CATALOG, databases
from index.generations import INCOMING, damage, generation_folder, is_sound
from index.ingest import RULES
from index.probe import probe
from index.removal import DUE
from index.restoring import SET_ASIDE

REBUILD = "hãy chạy: chidao index --rebuild"
INDEX_AGAIN = "hãy chạy lại: chidao index THƯ_MỤC"


def check_store(store: Path) -> Iterator[Finding]:
    """The findings of a store, the catalog's first; where that cannot be read, these alone."""
    if not (store / CATALOG).is_file():
        yield warning("catalog", f"chưa có kho nào ở {store}", "hãy chạy: chidao index THƯ_MỤC")
        return
    sound = True
    for database in databases(store):
        reason = damaged(database)
        sound = sound and not reason
        if reason:
            yield wrong("catalog", f"{database} hỏng ({reason})", "hãy khôi phục bản sao lưu: chidao restore TỆP")
        else:
            yield ok("catalog", f"{database.name}: cơ sở dữ liệu nguyên vẹn")
    if not sound:
        return
    with closing(_opened(store / CATALOG)) as catalog:
        meta = dict(catalog.execute("SELECT key, value FROM meta"))
        layout = meta.get("layout", LAYOUT)
        if layout != LAYOUT:
            yield _other_layout(store, layout)
            return
        documents, staged, old = catalog.execute(
            "SELECT count(*) FILTER (WHERE state = 'live'), count(*) FILTER (WHERE state = 'staged'), "
            "count(*) FILTER (WHERE state = 'live' AND rules != ?) FROM documents",
            (RULES,),
        ).fetchone()
        ids = {
            id_
            for (id_,) in catalog.execute(
                "SELECT p.id FROM passages p JOIN documents d ON d.id = p.document_id WHERE d.state = 'live'"
            )
        }
        folders = [Path(path) for (path,) in catalog.execute("SELECT path FROM folders ORDER BY path")]
        unvectored = catalog.execute(
            "SELECT count(*) FROM passages p JOIN documents d ON d.id = p.document_id WHERE d.state = 'live' AND "
            "p.content NOT IN (SELECT content FROM vectors WHERE model = ?)",
            (meta.get("model", ""),),
        ).fetchone()[0]
    yield ok("counts", f"{documents} văn bản, {len(ids)} đoạn, bố cục {layout}")
    if unvectored:
        yield wrong("vectors", f"{unvectored} đoạn không có vectơ trong danh mục", REBUILD)
    yield from check_generation(store, int(meta.get("generation", "0")), ids)
    yield from _documents(staged, old)
    yield from check_folders(folders)
    yield from check_edits(store)
    yield from check_left_over(store, meta)


def damaged(database: Path) -> str:
    """What SQLite says of a damaged database in full; "" of a whole one."""
    try:
        with closing(_opened(database)) as connection:
            told = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
            return "" if told == "ok" else " ".join(str(told).split())
    except sqlite3.Error as error:
        return str(error)


def model_named(store: Path) -> str:
    """The model of the store's vectors; "" where it has none, or cannot be read."""
    with suppress(sqlite3.Error), closing(_opened(store / CATALOG)) as catalog:
        meta = dict(catalog.execute("SELECT key, value FROM meta"))
        return str(meta.get("model", "")) if int(meta.get("passages", "0")) else ""
    return ""


def _opened(database: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True, timeout=10)


def _other_layout(store: Path, layout: str) -> Finding:
    if layout.isdecimal() and int(layout) < int(LAYOUT):
        advice = "lệnh nào mở kho cũng nâng lên, rồi hãy chạy lại: chidao index THƯ_MỤC"
        return warning("layout", f"kho có bố cục cũ {layout} (nay là {LAYOUT})", advice)
    advice = f"hãy dùng phiên bản mới của chương trình, hoặc chạy: chidao renew --store {store}"
    return wrong("layout", f"kho có bố cục {layout}, chương trình này đọc đến {LAYOUT}", advice)


def check_generation(store: Path, number: int, ids: set[str]) -> Iterator[Finding]:
    """Whether what answers come from is whole, and holds just the passages of the catalog."""
    if not number:
        yield warning("vectors", "kho chưa công bố lần nào", INDEX_AGAIN)
        return
    if name := damage(store, number):
        yield wrong("vectors", f"tệp {name} của thế hệ {number} thiếu hoặc hỏng", REBUILD)
        return
    if not is_sound(store, number):
        yield wrong("vectors", f"cơ sở dữ liệu vectơ của thế hệ {number} hỏng", REBUILD)
        return
    found, reason = probe(store, number, len(ids))
    if reason or found != ids:
        reason = reason or f"{len(ids - found)} đoạn của danh mục không có trong đó, {len(found - ids)} đoạn thừa"
        yield wrong("vectors", f"vectơ hoặc chỉ mục từ không dùng được ({reason})", REBUILD)
    else:
        yield ok("vectors", f"thế hệ {number}: vectơ, chỉ mục từ và thống kê đủ {len(ids)} đoạn")


def _documents(staged: int, old: int) -> Iterator[Finding]:
    if staged:
        told = f"{staged} văn bản đã đọc mà chưa công bố (lần nạp trước bị ngắt, hoặc đang nạp)"
        yield warning("staged", told, INDEX_AGAIN)
    if old:
        yield warning("rules", f"{old} văn bản được đọc theo quy tắc cũ", INDEX_AGAIN)


def check_folders(folders: list[Path]) -> Iterator[Finding]:
    """Whether the folders that documents came from are there, and their manifests can be read."""
    for folder in folders:
        if not folder.is_dir():
            advice = f"hãy gắn lại ổ đĩa; nếu bỏ hẳn thư mục này, hãy chạy: chidao forget '{folder}'"
            yield warning("folders", f"không còn thư mục {folder} (văn bản từ đó vẫn tra cứu được)", advice)
            continue
        try:
            read_manifest(folder)
        except ChidaoError as error:
            yield wrong("folders", f"bảng kê của thư mục không dùng được: {error}", "rồi chạy lại: chidao index")
        else:
            yield ok("folders", f"thư mục {folder}")


def check_edits(store: Path) -> Iterator[Finding]:
    """Whether all that persons said still belongs to a task."""
    from index.edits import all_edits, orphans
    from index.store import Store

    try:
        with closing(Store(store)) as opened:
            said, lost = len(all_edits(opened)), len(orphans(opened))
    except ChidaoError as error:
        yield wrong("edits", f"không đọc được các ghi nhận ({error})", "")
        return
    if lost:
        told = f"{lost} trong {said} ghi nhận của người dùng không còn đoạn văn nào"
        yield warning("edits", told, "các ghi nhận vẫn được giữ; xem bằng: chidao task edits")
    else:
        yield ok("edits", f"{said} ghi nhận của người dùng")


def check_left_over(store: Path, meta: dict[str, Any]) -> Iterator[Finding]:
    """What interrupted runs left; the next one sweeps it away."""
    number = f"{int(meta.get('generation', '0')):06}"
    over = [path for path in (store / "derived").iterdir() if path.is_dir() and path.name != number]
    over += [path for path in (store / INCOMING, store / SET_ASIDE) if path.exists()]
    over += [*store.glob("catalog.before-*"), *store.glob("*.half")]
    if over:
        names = ", ".join(sorted(path.relative_to(store).as_posix() for path in over))
        yield warning("left-over", f"còn lại từ lần chạy trước, hoặc đang được dùng: {names}", INDEX_AGAIN)
    if DUE in meta:
        yield warning("removal", "danh mục có thể còn vết của văn bản đã gỡ", INDEX_AGAIN)


def size(store: Path) -> int:
    """Bytes of the databases and of the generation in force: what a further generation takes at most, beside VACUUM."""
    derived = store / "derived"
    newest = max((p.name for p in derived.iterdir() if p.is_dir() and p.name.isdecimal()), default="")
    inside = generation_folder(store, int(newest)).rglob("*") if newest else ()
    files = [*databases(store), *(path for path in inside if path.is_file())]
    return sum(path.stat().st_size for path in files)
