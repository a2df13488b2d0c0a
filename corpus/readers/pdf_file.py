"""The bytes of a PDF -> its pages one by one, as pdfplumber reads them, within bounds (`pdf_bounds`)."""

from __future__ import annotations

import io
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from pdfminer.layout import LTChar, LTItem, LTPage
from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfpage import PDFPage
from pdfplumber.page import Page
from pdfplumber.pdf import PDF
from pdfplumber.utils.pdfinternals import resolve_and_decode

from corpus.errors import UnreadableDocument
from corpus.readers.pdf_bounds import (
    AGAIN,
    Budget,
    CountingDevice,
    CountingInterpreter,
    MeasuredFonts,
    MeasuredParser,
)
from corpus.vietnamese import grouped

_MARK = b"%PDF-"
_MARK_WITHIN = 1024  # readers look for the mark within so many bytes
_MOST_CAUSES = 20


@dataclass(slots=True)
class File:
    """A PDF that was opened: its information, and its pages in order."""

    budget: Budget
    title: str | None
    _pdf: _Pdf = field(repr=False)

    @classmethod
    def of(cls, data: bytes, seconds: float) -> File:
        """Opens it. Raises UnreadableDocument for what is no PDF, is damaged, or wants a password."""
        if not data.strip():
            raise UnreadableDocument("tệp rỗng")
        if _MARK not in data[:_MARK_WITHIN]:
            raise UnreadableDocument(f"không phải tệp PDF (không bắt đầu bằng %PDF-); {AGAIN}")
        logging.getLogger("pdfminer").addHandler(logging.NullHandler())  # its remarks are no words for the person
        budget = Budget(time.monotonic() + seconds)
        with _reading():
            pdf = _Pdf(data, budget)
            title = pdf.metadata.get("Title")
        return cls(budget, title if isinstance(title, str) else None, pdf)

    def pages(self, most: int) -> Iterator[Page]:
        """The pages in order; each is to be used before the next is asked for.

        Raises UnreadableDocument for a file without pages, for more than `most` of them (before the first is read), and
        for a damaged one.
        """
        with _reading():
            leaves = []
            for leaf in PDFPage.create_pages(self._pdf.doc):
                leaves.append(leaf)
                self.budget.check_time()
                if len(leaves) > most:
                    raise UnreadableDocument(
                        f"tệp PDF có hơn {grouped(most)} trang; hãy tách tệp hoặc nâng giới hạn số trang"
                    )
        if not leaves:
            raise UnreadableDocument(f"tệp PDF không có trang nào hoặc đã bị hỏng; {AGAIN}")
        for number, leaf in enumerate(leaves, 1):
            self.budget.open_page(number)
            with _reading(number):
                page = _Page(self._pdf, leaf, number)
                page.objects  # noqa: B018  # reads it
            yield page
            page.close()


@contextmanager
def _reading(page: int = 0) -> Iterator[None]:
    """Makes whatever the libraries fall over one line for the person.

    Raises UnreadableDocument, the one that stopped them where there is one.
    """
    try:
        yield
    except Exception as error:
        for cause in _causes(error):
            if isinstance(cause, UnreadableDocument):
                raise cause from None
            if isinstance(cause, PDFPasswordIncorrect | PDFEncryptionError):
                raise UnreadableDocument(
                    "tệp PDF có mật khẩu; hãy mở bằng mật khẩu rồi lưu lại bản không khóa"
                ) from error
        where = f"trang {page} của tệp PDF" if page else "tệp PDF"
        raise UnreadableDocument(f"{where} bị hỏng hoặc tải về chưa đủ; {AGAIN}") from error


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error, and those that were wrapped in it."""
    ahead = [error]
    for _ in range(_MOST_CAUSES):
        if not ahead:
            return
        one = ahead.pop(0)
        yield one
        ahead += [inner for inner in (*one.args, one.__cause__, one.__context__) if isinstance(inner, BaseException)]


class _Pdf(PDF):
    """pdfplumber's PDF over a parser that measures, and without a list of all pages."""

    def __init__(self, data: bytes, budget: Budget) -> None:
        self.stream = io.BytesIO(data)
        self.laparams = None
        self.unicode_norm = None
        self.raise_unicode_errors = False
        self.budget = budget
        self.doc = PDFDocument(MeasuredParser(self.stream, budget))
        self.rsrcmgr = MeasuredFonts()
        self.metadata = {key: resolve_and_decode(value) for info in self.doc.info for key, value in info.items()}


class _Page(Page):
    """pdfplumber's page, drawn by an interpreter that counts."""

    @property
    def layout(self) -> LTPage:
        """What the page shows."""
        if not hasattr(self, "_layout"):
            budget: Budget = self.pdf.budget  # type: ignore[attr-defined]
            device = CountingDevice(self.pdf.rsrcmgr, self.page_number, budget)
            CountingInterpreter(self.pdf.rsrcmgr, device, budget).process_page(self.page_obj)
            self._layout: LTPage = device.get_result()
        return self._layout

    def process_object(self, obj: LTItem) -> dict[str, Any]:
        """What pdfplumber makes of it; of a character only what is looked at, in a third of the time."""
        if not isinstance(obj, LTChar):
            return super().process_object(obj)
        x0, top = self.mediabox[:2]
        return {
            "object_type": "char",
            "text": obj.get_text(),
            "x0": obj.x0 + x0,
            "x1": obj.x1 + x0,
            "top": self.height - obj.y1 + top,
            "bottom": self.height - obj.y0 + top,
            "size": obj.size,
            "matrix": obj.matrix,
        }
