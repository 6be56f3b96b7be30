"""The process that opens the forms that came back: what goes wrong in here never reaches the program.

It gets the bytes of one file after the other, and answers each with text only. Nothing is written anywhere.
"""

from __future__ import annotations

import json
from multiprocessing.connection import Connection
from typing import Any

from oci_desktop.errors import ExchangeError, UserError
from oci_desktop.exchange.document_kinds import is_pdf, picture_suffix
from oci_desktop.exchange.workbook_child import limit_memory
from oci_desktop.i18n import N_, Message
from oci_desktop.model.form import FormIdentity, FormReading


def serve(pipe: Connection) -> None:
    """Read what comes through the pipe until it closes."""
    limit_memory()
    while True:
        try:
            data = pipe.recv_bytes()
        except EOFError:
            return
        pipe.send_bytes(json.dumps(answer(data)).encode())


def answer(data: bytes) -> dict[str, Any]:
    """What stands in the file, or the sentence that says why it cannot be read, as plain data."""
    try:
        return plain(read_data(data))
    except UserError as error:
        return {"error": error.message.to_json()}
    except (Exception, RecursionError):
        return {"error": Message(N_("This file is damaged and cannot be read.")).to_json()}


def read_data(data: bytes) -> FormReading:
    """The reading of a file by what it is, whatever it is called. Raises: UserError."""
    if not data:
        raise ExchangeError(N_("The file is empty."))
    if is_pdf(data):
        from oci_desktop.exchange.form_pdf_reading import read_pdf

        return read_pdf(data)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0")):
        from oci_desktop.exchange.form_xlsx_reading import read_xlsx

        return read_xlsx(data)
    if picture_suffix(data):
        return FormReading("scan", pages=1)
    raise ExchangeError(N_("This is neither a PDF, an Excel workbook (.xlsx) nor a picture of a form."))


def plain(reading: FormReading) -> dict[str, Any]:
    return {
        "source": reading.source,
        "identity": reading.identity.encode() if reading.identity else None,
        "printed": reading.printed,
        "values": dict(reading.values),
        "remarks": [remark.to_json() for remark in reading.remarks],
        "pages": reading.pages,
        "went_out": reading.went_out,
        "codes": list(reading.codes),
    }


def from_plain(found: dict[str, Any]) -> FormReading:
    """Raises: ExchangeError for what could not be read."""
    if "error" in found:
        raise ExchangeError(Message.from_json(found["error"]))
    return FormReading(
        found["source"],
        FormIdentity.decode(found["identity"]) if found["identity"] else None,
        found["printed"],
        found["values"],
        tuple(map(Message.from_json, found["remarks"])),
        found["pages"],
        found["went_out"],
        tuple(found["codes"]),
    )
