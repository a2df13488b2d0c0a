"""The register on screen: read by all, said something of by editors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import anyio.to_thread
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from assistant.page.asked import FLAGS, SORTS, WORDS, Asked, sorted_works
from assistant.page.frame import Choices
from assistant.page.register import View, register_page
from assistant.page.task import PART, task_page
from assistant.register.contract import STATUS_NAMES
from assistant.register.filters import Filter, first_day, last_day, read_statuses
from assistant.register.works import works_of
from assistant.server.corrections import correct, task_of
from assistant.server.pages.answering import answered, person_at, root_at
from assistant.server.person import Person, Role
from assistant.server.problems import Problem
from assistant.server.services import Services
from corpus.errors import ChidaoError
from index.edits import FIELDS, Change, history
from index.register import Register

LONGEST = 300


class RegisterPages:
    """The pages of the register over the services; `choices` tells what it can be narrowed to."""

    def __init__(self, services: Services, choices: Callable[[], Choices]) -> None:
        self.services = services
        self.choices = choices

    def all(self, request: Request) -> Response:
        """The register, narrowed and sorted as the address says."""
        asked = asked_of(request.query_params)
        today = self.services.today()
        try:
            wanted = _filter(asked)
            open_ = Register(self.services.store, today).entries(
                **replace(wanted, statuses=()).arguments(), folders=self.services.settings.page_folders
            )
            entries = [entry for entry in open_ if not wanted.statuses or entry.status in wanted.statuses]
            view = View(asked, sorted_works(works_of(entries), asked.sort), works_of(open_), self.choices(), today)
        except ChidaoError as error:
            view = View(asked, (), (), self.choices(), today, str(error))
        main = register_page(view, root_at(request))
        return answered(request, self.services, PART, "Sổ nhiệm vụ", main, 422 if view.error else 200, wide=True)

    def one(self, request: Request) -> Response:
        """One task."""
        return self._task(request, saved="saved" in request.query_params)

    async def said(self, request: Request) -> Response:
        """What an editor says of a task."""
        person = person_at(request, Role.EDITOR)
        id_ = request.path_params["id"]
        async with request.form(max_files=0, max_fields=20) as form:
            told = {name: value for name, value in form.items() if isinstance(value, str)}
        try:
            await anyio.to_thread.run_sync(lambda: self._record(id_, told, person))
        except ChidaoError as error:
            problem = str(error)
            return await anyio.to_thread.run_sync(lambda: self._task(request, error=problem))
        return RedirectResponse(f"{root_at(request)}{PART}/{id_}?saved", 303)

    def _record(self, id_: str, told: dict[str, str], person: Person) -> None:
        entry = task_of(self.services, id_)
        match told.get("do"):
            case "done" | "undone" as word:
                change = Change(done=word == "done")
            case "reject" | "accept" as word:
                change = Change(task=word == "accept")
            case "undo":
                change = Change(undo=tuple(name for name in FIELDS if name not in ("task", "done")))
            case _:
                lead, coordinating = _lines(told.get("lead", "")), _lines(told.get("coordinating", ""))
                action, product = _words(told.get("action", "")), _words(told.get("product", ""))
                due, had = _words(told.get("due", "")), _words(entry.due.text if entry.due else "")
                change = Change(
                    lead=lead if lead != entry.lead else None,
                    coordinating=coordinating if coordinating != entry.coordinating else None,
                    action=action if action != _words(entry.action) else None,
                    due=due if due != had else None,
                    product=product if product != _words(entry.product) else None,
                )
        correct(self.services, person, entry, change, told.get("note", ""))

    def _task(self, request: Request, *, error: str = "", saved: bool = False) -> Response:
        person = person_at(request)
        try:
            entry = task_of(self.services, request.path_params["id"])
        except ChidaoError as failure:
            raise Problem(404, str(failure)) from failure
        main = task_page(
            entry,
            history(self.services.store, entry.id),
            root_at(request),
            editor=person.role >= Role.EDITOR,
            error=error,
            saved=saved,
        )
        return answered(request, self.services, PART, "Nhiệm vụ", main, 422 if error else 200)


def asked_of(query: QueryParams) -> Asked:
    """What an address asks for; what it cannot ask for is left out."""
    fields = {name: words[:LONGEST] for name in WORDS if (words := " ".join(query.get(name, "").split()))}
    fields |= {name: "true" for name in FLAGS if query.get(name) == "true"}
    statuses = tuple(name for name in dict.fromkeys(query.getlist("status")) if name in STATUS_NAMES.values())
    sort, page = query.get("sort", ""), query.get("page", "")
    number = int(page) if page.isdecimal() and len(page) < 7 else 1
    return Asked(fields, statuses, sort if sort in SORTS else "due", max(1, number))


def _filter(asked: Asked) -> Filter:
    """Raises BadFilter."""
    told = asked.fields
    return Filter(
        assignee=told.get("assignee"),
        due_from=first_day(told["due_from"]) if "due_from" in told else None,
        due_to=last_day(told["due_to"]) if "due_to" in told else None,
        document=told.get("document"),
        text=told.get("text"),
        statuses=read_statuses(asked.statuses),
        groups="groups" in told,
        coordinating="coordinating" in told,
        rejected="rejected" in told,
    )


def _lines(words: str) -> tuple[str, ...]:
    return tuple(filter(None, map(_words, words.split("\n"))))


def _words(words: str) -> str:
    return " ".join(words.split())
