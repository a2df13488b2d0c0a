"""The commands of the evaluators. Each imports what it needs itself."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.options import StoreOption, words_option
from corpus.errors import ChidaoError
from eval.cases import SHIPPED, read_cases, write_cases

if TYPE_CHECKING:
    from eval.results import Run

LOST = 3
"""Exit status of a gate that found a loss; 1 is a command that could not run."""

app = typer.Typer(
    name="python -m eval",
    help="Đo câu trả lời trên bộ trường hợp: chạy, so sánh, biến thể, đề xuất.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
CasesArgument = Annotated[Path, typer.Argument(help="Tệp trường hợp: JSON Lines hoặc .xlsx.", show_default=False)]
OutOption = Annotated[Path | None, typer.Option("--out", help="Ghi vào đây.", show_default=False)]
SeedOption = Annotated[int, typer.Option("--seed", help="Cùng số này cho cùng kết quả.")]


@app.command()
def run(
    cases: CasesArgument,
    store: StoreOption = None,
    out: OutOption = None,
    tasks: Annotated[
        Path | None, words_option("--tasks", "Nhiệm vụ vàng (JSON Lines) để đo sổ nhiệm vụ.", "TỆP")
    ] = None,
    today: Annotated[str | None, words_option("--today", "Hỏi như vào ngày này, YYYY-MM-DD.", "NGÀY")] = None,
) -> None:
    """Hỏi từng trường hợp, đo, tìm khâu làm hỏng, viết báo cáo (mặc định: kho gồm các văn bản đi kèm)."""
    from assistant.settings import load_settings
    from eval.gold_tasks import read_gold_tasks
    from eval.report.writing import write_report
    from eval.running import opened, run_cases

    read = read_cases(cases)
    if not read:
        raise ChidaoError(f"{cases} không có trường hợp nào được nhận; hãy điền “có” vào cột Nhận của dòng muốn chạy")
    gold = read_gold_tasks(tasks) if tasks is not None else []
    folder = out or load_settings().home / "eval" / cases.stem
    with opened(store, _day(today)) as (assistant, opened_store), typer.progressbar(length=len(read)) as bar:
        made = run_cases(
            assistant, opened_store, read, name=cases.name, gold_tasks=gold, progress=lambda _, __: bar.update(1)
        )
    page = write_report(made, folder)
    for line in _summary(made):
        typer.echo(line)
    typer.echo(f"Báo cáo: {page}")


@app.command()
def compare(
    before: Annotated[Path, typer.Argument(help="Báo cáo trước: thư mục hoặc report.json.", show_default=False)],
    after: Annotated[Path, typer.Argument(help="Báo cáo sau.", show_default=False)],
    significant: Annotated[
        bool, typer.Option("--significant", help="Chỉ coi là mất khi có ý nghĩa thống kê (p < 0,05).")
    ] = False,
) -> None:
    """So hai lần chạy theo từng trường hợp; mã thoát 3 khi có trường hợp bị mất."""
    from eval.comparing import compare as compared
    from eval.comparing import readable
    from eval.results import read_outcomes

    comparison = compared(read_outcomes(before), read_outcomes(after))
    if not comparison.shared:
        raise ChidaoError(f"{before} và {after} không có trường hợp chung nào; hãy nêu hai lần chạy cùng một bộ")
    for line in readable(comparison):
        typer.echo(line)
    if comparison.significant_loss or (comparison.lost and not significant):
        raise typer.Exit(LOST)


@app.command()
def template(file: Annotated[Path, typer.Argument(help="Tệp .xlsx sẽ ghi.", show_default=False)]) -> None:
    """Ghi bảng mẫu để người của cơ quan điền trường hợp."""
    from eval.template import sheet_of

    _write(file, sheet_of())
    typer.echo(f"Đã ghi bảng mẫu: {file}")


@app.command()
def variants(cases: CasesArgument, out: OutOption = None, seed: SeedOption = 0) -> None:
    """Viết lại các câu hỏi: không dấu, viết tắt, NFD, gõ sai, hỏi nối tiếp (kèm cả câu gốc)."""
    from eval.variants import with_variants

    read = read_cases(cases)
    made = with_variants(read, seed)
    file = out or cases.with_name(f"{cases.stem}-variants.jsonl")
    try:
        write_cases(file, made)
    except OSError as error:
        raise ChidaoError(f"không ghi được {file} ({error.strerror}); hãy nêu tệp khác sau --out") from error
    typer.echo(f"{len(read)} trường hợp, {len(made) - len(read)} biến thể: {file}")


@app.command()
def cases(
    from_register: Annotated[bool, typer.Option("--from-register", help="Lấy từ sổ nhiệm vụ của kho.")] = False,
    store: StoreOption = None,
    out: OutOption = None,
    each: Annotated[int, typer.Option("--each", help="Số trường hợp mỗi loại.", min=1)] = 8,
    seed: SeedOption = 0,
) -> None:
    """Đề xuất trường hợp; người dùng xem văn bản, điền “có” vào cột Nhận rồi mới chạy được."""
    from eval.proposing import proposed, write_proposed
    from eval.running import opened

    if not from_register:
        raise ChidaoError("hãy nêu nguồn: python -m eval cases --from-register [--store KHO]")
    with opened(store) as (_, opened_store):
        made = proposed(opened_store, each, seed)
    file = out or Path("de-xuat.xlsx")
    try:
        write_proposed(file, made)
    except OSError as error:
        raise ChidaoError(f"không ghi được {file} ({error.strerror}); hãy nêu tệp khác sau --out") from error
    typer.echo(f"Đã đề xuất {len(made)} trường hợp: {file}; hãy điền “có” vào cột Nhận của dòng muốn dùng")


@app.command()
def baseline() -> None:
    """Ghi lại mốc mà CI so các trường hợp của dự án (eval/baseline.json); hãy xem khác biệt trước khi commit."""
    from eval.baseline import BASELINE, baseline_of, losses, read_baseline, write_baseline
    from eval.running import opened, run_cases

    with opened(None) as (assistant, store):
        made = run_cases(assistant, store, read_cases(SHIPPED), name=SHIPPED.name, timed=False)
    if BASELINE.exists():
        for line in losses(made, read_baseline()):
            typer.echo(f"mất: {line}")
    write_baseline(baseline_of(made))
    typer.echo(f"{sum(r.passed for r in made.results)}/{len(made.results)} trường hợp đạt: {BASELINE}")


@app.command()
def calibrate(
    cases: Annotated[
        Path, typer.Argument(help="JSON Lines; bỏ trống thì dùng bộ đi kèm.", show_default=False)
    ] = SHIPPED,
    store: StoreOption = None,
) -> None:
    """Các ngưỡng từ chối khác sẽ cho kết quả gì trên một bộ trường hợp."""
    from eval.calibration import calibrated

    for line in calibrated(cases, store):
        typer.echo(line)


def _day(words: str | None) -> date | None:
    try:
        return date.fromisoformat(words) if words else None
    except ValueError as error:
        raise ChidaoError(f"--today {words}: không phải ngày; hãy viết như 2025-12-31") from error


def _write(file: Path, content: bytes) -> None:
    try:
        file.write_bytes(content)
    except OSError as error:
        raise ChidaoError(f"không ghi được {file} ({error.strerror}); hãy nêu tệp khác") from error


def _summary(made: Run) -> list[str]:
    from eval.labels import FORMS, MEASURES, STAGES
    from eval.wording import chance, milliseconds, percent

    lines = [
        f"{words}: {percent(figure.value)} [{percent(figure.low)} – {percent(figure.high)}] (n = {figure.n})"
        for name, words in MEASURES.items()
        if (figure := made.figures.get(name)) is not None
    ]
    lines.append("Thời gian: " + ", ".join(f"{name} {milliseconds(value)}" for name, value in made.latency.items()))
    lines += [
        f"{FORMS.get(d.variant, d.variant)}: {percent(d.original)} → {percent(d.changed)} "
        f"(n = {d.n}, mất {len(d.lost)}, thêm {len(d.won)}, {chance(d.p)})"
        for d in made.drops
    ]
    if made.tasks is not None:
        t = made.tasks
        lines.append(f"Sổ nhiệm vụ: tìm thấy {percent(t.found)}, đúng cả {percent(t.whole)}, thừa {percent(t.extra)}")
    lines += [
        f"  ✗ {r.case.id} [{STAGES[r.finding.stage] if r.finding else '—'}] {r.case.question}" for r in made.failed
    ]
    return lines
