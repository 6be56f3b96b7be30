"""What stands in a PDF that came back: values of its fields, whose form it is, or what could be read of a scan.

Called in a process of its own (`form_child`). Nothing in the file is ever run: scripts, actions and attached files
are only remarked on. No library says anything of the file in a log.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from typing import Any, Literal

from oci_desktop.errors import ExchangeError, UserError
from oci_desktop.i18n import N_, Message, message
from oci_desktop.model.form import (
    FILES_INSIDE,
    IDENTITY_FIELD,
    MOST_TEXT_PAGES,
    NAMES_FIELD,
    PAGES_PROPERTY,
    PROPERTY,
    FormIdentity,
    FormReading,
    names_check,
    printed_codes,
)

_RADIO = 1 << 15
_MOST_FIELDS = 20_000
_DEEPEST = 40
_LONGEST_VALUE = 100_000
_TAIL = 8192
_SCRIPTS = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/URI", "/Rendition", "/GoToE", "/GoToR"}


class _Complaints(logging.Handler):
    """Counts what pypdf would write into a log, where it would quote what is in the file."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def emit(self, record: logging.LogRecord) -> None:
        self.count += 1


_complaints = _Complaints()
logging.getLogger("pypdf").addHandler(_complaints)
logging.getLogger("pypdf").propagate = False


def read_pdf(data: bytes) -> FormReading:
    """The reading of a PDF. Raises: ExchangeError with a sentence for what is no PDF, cut, locked or damaged."""
    if b"%PDF-" not in data[:1024]:
        raise ExchangeError(N_("This is not a PDF."))
    if b"%%EOF" not in data[-_TAIL:]:
        raise ExchangeError(N_("This PDF is cut: its end is missing. Copy or download it again."))
    try:
        return _Pdf(data).read()
    except UserError:
        raise
    except (Exception, RecursionError):  # pypdf raises whatever a broken file makes it stumble on
        raise _damaged() from None


def _damaged() -> ExchangeError:
    return ExchangeError(N_("This PDF is damaged and cannot be read. Ask for it again, or attach a scan of it."))


class _Pdf:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.remarks: list[Message] = []
        self.actions: set[str] = set()

    def read(self) -> FormReading:
        from pypdf import PdfReader

        _complaints.count = 0
        reader = PdfReader(io.BytesIO(self.data), strict=False)
        if reader.is_encrypted:
            self.data = _unlocked(self.data)
            reader = PdfReader(io.BytesIO(self.data), strict=False)
        root = _dictionary(reader.trailer["/Root"])
        pages = _count(root)
        values = dict(self._values(root))
        encoded, names = values.pop(IDENTITY_FIELD, ""), values.pop(NAMES_FIELD, "")
        info = _dictionary(reader.trailer.get("/Info"))
        identity, wrong = FormIdentity.first((encoded, str(_get(info, f"/{PROPERTY}") or "")))
        if wrong is not None:
            self.remarks.append(wrong)
        known = _get(info, f"/{PAGES_PROPERTY}")
        went_out = int(known) if isinstance(known, int) and 0 < known < MOST_TEXT_PAGES else 0
        if values and (names or identity) and names != names_check(values):
            self.remarks.append(message(N_("Fields were added to this form, or taken away from it.")))
        self._look_for_more(root)
        if _complaints.count:
            self.remarks.append(message(N_("This PDF is damaged in places: check what was read.")))
        # Of a form that is whole, the first page is enough to know that it is the one of its hidden identifier.
        codes = self._printed(MOST_TEXT_PAGES if identity is None or pages != went_out else 1)
        printed = next(iter(codes), None)
        if identity is None:
            if printed is None:
                self.remarks.append(message(N_("No identifier could be read in this document.")))
        else:
            printed = identity.printed
        source: Literal["pdf", "scan"] = "pdf" if values else "scan"
        return FormReading(source, identity, printed, values, tuple(self.remarks), pages, went_out, codes)

    # --- fields

    def _values(self, root: Any) -> Iterator[tuple[str, str]]:
        form = _dictionary(_get(root, "/AcroForm"))
        seen: set[int] = set()
        todo = [(field, "", "", 0) for field in reversed(_array(_get(form, "/Fields")))]
        while todo:
            field, above, kind, depth = todo.pop()
            number = getattr(field, "idnum", None)
            if number is not None:
                if number in seen:
                    continue
                seen.add(number)
            own = _dictionary(field)
            part = _get(own, "/T")
            name = ".".join(one for one in (above, _text(part) if part is not None else "") if one)
            kind = str(_get(own, "/FT") or kind)
            if len(seen) > _MOST_FIELDS or depth > _DEEPEST:
                raise _damaged()
            kids = _array(_get(own, "/Kids"))
            # The circles of a group are not looked at: the group itself says which is chosen.
            group = "/FT" in own and isinstance(flags := _get(own, "/Ff"), int) and flags & _RADIO
            if kids and not group and (not kind or "/T" in _dictionary(kids[0])):
                todo += [(kid, name, kind, depth + 1) for kid in reversed(kids)]
                continue
            self._action_of(own)
            if name and kind in ("/Tx", "/Btn", "/Ch"):
                yield name, self._value(own, kind)

    def _value(self, field: Any, kind: str) -> str:
        given: Any = _get(field, "/V")
        if isinstance(given, list):
            given = next(iter(given), None)
            given = given.get_object() if hasattr(given, "get_object") else given
        if given is None:
            return ""
        text = _text(given)
        if kind != "/Btn":
            return text[:_LONGEST_VALUE].replace("\r\n", "\n").replace("\r", "\n")
        state = text.removeprefix("/")
        options = _array(_get(field, "/Opt"))  # Acrobat numbers the states of a group, and keeps their words here
        if options and state.isdecimal() and int(state) < len(options):
            return _text(options[int(state)].get_object())
        return "" if state == "Off" else state

    # --- what has no place in a form

    def _look_for_more(self, root: Any) -> None:
        names = _dictionary(_get(root, "/Names"))
        self._action_of(root)
        opening = _get(root, "/OpenAction")
        if isinstance(opening, dict):
            self._action(opening)
        pages = _array(_get(_dictionary(_get(root, "/Pages")), "/Kids"))
        for page in pages[:200]:
            self._action_of(_dictionary(page))
        if "/JavaScript" in names or b"/JavaScript" in self.data:
            self.actions.add("/JavaScript")
        if "/JavaScript" in self.actions:
            self.remarks.append(message(N_("This document holds scripts (JavaScript); they were not run.")))
        if self.actions - {"/JavaScript"}:
            self.remarks.append(message(N_("This document holds actions or links; none was followed.")))
        if "/EmbeddedFiles" in names or b"/EmbeddedFile" in self.data or b"/FileAttachment" in self.data:
            self.remarks.append(message(FILES_INSIDE))

    def _action_of(self, own: Any) -> None:
        if "/A" in own:
            self._action(_dictionary(_get(own, "/A")))
        for action in _dictionary(_get(own, "/AA")).values():
            self._action(_dictionary(action))

    def _action(self, action: Any) -> None:
        kind = str(_get(action, "/S") or "")
        if kind in _SCRIPTS:
            self.actions.add(kind)

    # --- paper

    def _printed(self, most: int) -> tuple[str, ...]:
        """The identifiers printed on the pages, of a form that was printed into a PDF; none of a picture."""
        import pypdfium2

        found: dict[str, None] = {}
        try:
            document = pypdfium2.PdfDocument(self.data)
        except pypdfium2.PdfiumError:
            return ()
        try:
            for number in range(min(len(document), most)):
                page = document[number]
                text = page.get_textpage()
                found.update(dict.fromkeys(printed_codes(text.get_text_bounded())))
                text.close()
                page.close()
        except pypdfium2.PdfiumError:
            return tuple(found)
        finally:
            document.close()
        return tuple(found)


def _unlocked(data: bytes) -> bytes:
    """The same file without its lock, when it opens without a password. Raises: ExchangeError."""
    import pypdfium2
    from pypdfium2.raw import FPDF_REMOVE_SECURITY

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        raise ExchangeError(
            N_("This PDF is protected by a password. Save a copy without one, or print it and attach the scan.")
        ) from None
    open_copy = io.BytesIO()
    try:
        document.save(open_copy, flags=FPDF_REMOVE_SECURITY)
    finally:
        document.close()
    return open_copy.getvalue()


def _get(own: Any, key: str) -> Any:
    value: Any = own.get(key) if isinstance(own, dict) else None
    return value.get_object() if hasattr(value, "get_object") else value


def _dictionary(thing: Any) -> Any:
    found = thing.get_object() if hasattr(thing, "get_object") else thing
    return found if isinstance(found, dict) else {}


def _array(thing: Any) -> list[Any]:
    return list(thing) if isinstance(thing, list) else []


def _text(value: Any) -> str:
    if hasattr(value, "get_data"):
        data: bytes = value.get_data()
        return data.decode("utf-16" if data[:2] in (b"\xfe\xff", b"\xff\xfe") else "utf-8", "replace")
    if isinstance(value, bytes):
        return value.decode("latin-1")
    return str(value)


def _count(root: Any) -> int:
    count = _get(_dictionary(_get(root, "/Pages")), "/Count")
    return int(count) if isinstance(count, int) and 0 <= count < 100_000 else 0
