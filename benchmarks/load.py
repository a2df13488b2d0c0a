"""Many people asking at once: how long each waits for the first words, with memory and errors, over a restart.

    python -m benchmarks load [--people 50] [--every 5] [--minutes 10] [--model DIR]

The real command `chidao chat` over the shipped documents, in a process of its own; each person is a client with a
cookie of its own who asks the project's own questions over the API, as server-sent events, on loopback. The baseline of
the waiting is one person asking alone, just before. In the middle the server is stopped and started again: what is
refused meanwhile counts apart, and each person's conversation must be there afterwards.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psutil  # type: ignore[import-untyped]

from benchmarks.answering import DEFAULT_MODEL, home_of
from benchmarks.history import Figure, figure
from benchmarks.recording import add_options, record
from eval.cases import SHIPPED, read_cases

PORT = 7891
ADDRESS = f"http://127.0.0.1:{PORT}"
ALONE = 30
"""Questions of the one person who asks alone."""


@dataclass(slots=True)
class Seen:
    """What came of the questions.

    Attributes:
        waited: seconds to the first words, of each question that was answered.
        errors: what went wrong while the server ran; `down` counts what was refused while it did not.
    """

    waited: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    down: int = 0


class Server:
    """The command that is measured."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self.up = False
        self.start()

    def start(self) -> None:
        """Starts it and waits until it is ready."""
        command = [sys.executable, "-m", "assistant.cli", "chat", "--port", str(PORT)]
        environment = os.environ | {"CHIDAO_HOME": str(self._home)}
        self._process = subprocess.Popen(
            command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL
        )
        for _ in range(600):
            try:
                if httpx.get(f"{ADDRESS}/api/v1/ready").status_code == 200:
                    break
            except httpx.TransportError:
                pass
            time.sleep(0.2)
        self.up = True

    def stop(self) -> None:
        """Stops it as an operator does."""
        self.up = False
        self._process.terminate()
        self._process.wait(60)

    @property
    def memory(self) -> float:
        """MiB that it holds."""
        return float(psutil.Process(self._process.pid).memory_info().rss) / 2**20


async def ask(client: httpx.AsyncClient, question: str, conversation: str | None) -> tuple[float, str | None]:
    """(seconds to the first words, the conversation that the answer is kept in)."""
    body = {"question": question, "keep": True} | ({"conversation": conversation} if conversation else {})
    started, first, kept, name = time.perf_counter(), 0.0, conversation, ""
    headers = {"Accept": "text/event-stream"}
    async with client.stream("POST", "/api/v1/ask", json=body, headers=headers) as answer:
        if answer.status_code != 200:
            raise RuntimeError(f"status {answer.status_code}")
        async for line in answer.aiter_lines():
            if line.startswith("event: "):
                name = line.removeprefix("event: ")
                if name in ("words", "done") and not first:
                    first = time.perf_counter() - started
                if name == "error":
                    raise RuntimeError("error event")
            elif name == "done" and line.startswith("data: "):
                kept = json.loads(line.removeprefix("data: ")).get("conversation", kept)
    return first, kept


async def person(questions: list[str], every: float, until: float, server: Server, seen: Seen, seed: int) -> bool:
    """Asks until it is time to stop; True where the conversation is there at the end."""
    chance = random.Random(seed)
    conversation: str | None = None
    async with httpx.AsyncClient(base_url=ADDRESS, timeout=30) as client:
        await client.get("/")
        await asyncio.sleep(chance.random() * every)
        while time.perf_counter() < until:
            begun = time.perf_counter()
            try:
                waited, conversation = await ask(client, chance.choice(questions), conversation)
                seen.waited.append(waited)
            except httpx.TransportError as error:
                if server.up and time.perf_counter() - begun < every:
                    seen.errors.append(type(error).__name__)
                else:
                    seen.down += 1
            except RuntimeError as error:
                seen.errors.append(str(error))
            await asyncio.sleep(max(0.0, every - (time.perf_counter() - begun)))
        while not server.up:
            await asyncio.sleep(0.2)
        found = await client.get(f"/api/v1/conversations/{conversation}")
        return found.status_code == 200 and bool(found.json()["turns"])


async def run(people: int, every: float, minutes: float, server: Server) -> list[Figure]:
    """Lets them ask and prints what came of it; the waiting beside one person's, the memory beside that before."""
    questions = [case.question for case in read_cases(SHIPPED) if not case.history]
    alone = Seen()
    await person(questions, 0.0, time.perf_counter() + ALONE / 10, server, alone, 0)
    print(f"one person alone: first words p50 {p(alone.waited, 50):.3f} s, p95 {p(alone.waited, 95):.3f} s")
    seen, memory, before = Seen(), [], server.memory
    until = time.perf_counter() + minutes * 60
    asking = [asyncio.create_task(person(questions, every, until, server, seen, i + 1)) for i in range(people)]
    restarted = False
    while time.perf_counter() < until:
        await asyncio.sleep(min(15.0, max(0.1, until - time.perf_counter())))
        memory.append(server.memory if server.up else 0.0)
        if not restarted and time.perf_counter() > until - minutes * 30:
            restarted = True
            await asyncio.to_thread(server.stop)
            await asyncio.to_thread(server.start)
    kept = await asyncio.gather(*asking)
    print(f"{people} people, a question every {every:g} s each, {minutes:g} minutes: {len(seen.waited)} answers")
    print(
        f"first words p50 {p(seen.waited, 50):.3f} s, p95 {p(seen.waited, 95):.3f} s, longest {max(seen.waited):.3f} s"
    )
    print(f"p95 as a multiple of one person's: {p(seen.waited, 95) / p(alone.waited, 95):.1f}")
    print(f"errors {len(seen.errors)} {sorted(set(seen.errors))}; refused during the restart {seen.down}")
    print(f"conversations there at the end: {sum(kept)} of {people}")
    print("memory each 15 s, MiB:", " ".join(f"{m:.0f}" for m in memory))
    waits = [
        figure(f"first words, p{share}", [p(seen.waited, share)], "s", [p(alone.waited, share)], "one person alone")
        for share in (50, 95)
    ]
    return [*waits, figure("memory at most", [max(memory)], "MiB", [before], "after one person")]


def p(values: list[float], percent: int) -> float:
    """A percentile; the value itself where there are few."""
    return statistics.quantiles(values, n=100)[percent - 1] if len(values) > 1 else values[0]


def main() -> None:
    """Runs the load test."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--every", type=float, default=5.0, help="seconds between a person's questions")
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--model", type=Path, default=DEFAULT_MODEL)
    add_options(parser)
    args = parser.parse_args()
    with home_of(args.model) as home:
        server = Server(home)
        try:
            figures = asyncio.run(run(args.people, args.every, args.minutes, server))
        finally:
            server.stop()
    settings = {"people": args.people, "every": args.every, "minutes": args.minutes}
    record(args, "load", settings, figures, ("fastapi", "uvicorn", "gradio"))


if __name__ == "__main__":
    main()
