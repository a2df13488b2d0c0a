"""Who is told what the text leaves out: bodies that a heading, an item or a lead-in gives what stands under it."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.markers import Style
from corpus.sections import Section
from corpus.tasks.task import Body

_PLACES = ("tỉnh", "thành phố", "địa phương")


class Governing:
    """The bodies in charge of each part of a document, learnt while its sections are read in order."""

    def __init__(self, sections: Sequence[Section]) -> None:
        self.sections = sections
        self._holders = {s.parent for s in sections if s.parent is not None}
        self._own: dict[int, tuple[Body, ...]] = {}  # what a section gives those under it
        self._led: dict[int | None, tuple[Body, ...]] = {}  # what a lead-in gives the rest of its part
        self.before: tuple[Body, ...] = ()
        """The bodies of the paragraph before, which "Đồng thời, ..." takes up."""

    def holds(self, section: Section) -> bool:
        """True where sections stand under it."""
        return section.index in self._holders

    def open_part(self, section: Section) -> None:
        """A heading ends what a lead-in before it gave to its part."""
        if section.style is not None and section.style <= Style.ROMAN:
            self._led.pop(section.parent, None)

    def open_document(self) -> None:
        """A title begins another document, or an annex."""
        self._led.clear()
        self.before = ()

    def give(self, section: Section, lead: tuple[Body, ...]) -> None:
        """What stands under `section` is told to `lead`."""
        self._own[section.index] = lead

    def lead_in(self, section: Section, lead: tuple[Body, ...], *, colon: bool) -> None:
        """A sentence told `lead` something; behind its closing colon the rest of the part is told to them too.

        The place that a notice is about ("Tỉnh cần ...") is in charge of the whole part without a colon.
        """
        self.give(section, lead)
        if colon and not self.holds(section):
            self._led[section.parent] = lead
        elif len(lead) == 1 and lead[0].name.lower() in _PLACES:
            above: int | None = section.index
            while above is not None:
                above = self.sections[above].parent
                self._led.setdefault(above, lead)

    def led_into(self, section: Section) -> bool:
        """True where a lead-in above has handed out what follows, whatever the heading of the part says."""
        above = section.parent
        while above is not None and above not in self._led:
            above = self.sections[above].parent
        return above in self._led

    def over(self, section: Section) -> tuple[Body, ...]:
        """The bodies that the nearest lead-in, item or heading above gives `section`."""
        above = section.parent
        if (section.style is not None or above is not None) and above in self._led:
            return self._led[above]
        while above is not None:
            if above in self._own:
                return self._own[above]
            above = self.sections[above].parent
            if above in self._led:
                return self._led[above]
        return ()
