"""The returned document of an attestation: shown, or saved elsewhere."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from oci_desktop.errors import OciError, StorageError
from oci_desktop.exchange.files import write_file
from oci_desktop.gui import messages
from oci_desktop.gui.context import Context
from oci_desktop.i18n import N_, _, message
from oci_desktop.model.campaign import AttestationDraft


def open_document(context: Context, parent: QWidget | None, attestation: AttestationDraft) -> None:
    """Show a copy with the program that the system has for it; the next start sweeps the copy away."""
    from oci_desktop.exchange.files import drafts_folder

    try:
        content = _content(context, attestation)
        copy = write_file(drafts_folder() / file_name(attestation, content), content)
        if not messages.open_with_program(copy):
            raise StorageError(message(N_("No program opened the document. A copy is here: {file}"), file=copy))
    except OciError as problem:
        messages.error(parent, _("The document cannot be shown"), str(problem))


def save_document(context: Context, parent: QWidget | None, attestation: AttestationDraft) -> None:
    """Write a copy where the person wants."""
    folder = context.settings.get("paper.folder") or str(Path.home())
    try:
        content = _content(context, attestation)
        place = Path(str(folder)) / file_name(attestation, content)
        chosen = messages.choose_save_file(parent, _("Save a copy"), str(place))
        if chosen is None:
            return
        write_file(chosen, content)
    except OciError as problem:
        messages.error(parent, _("Not saved"), str(problem))
        return
    context.remember("paper.folder", str(chosen.parent))
    context.tell(_("Saved: {file}").format(file=chosen))


def file_name(attestation: AttestationDraft, content: bytes) -> str:
    """« 2026-014 attestation signée.pdf »: the number first, so that several sort well.

    How it ends says what it is, whatever it was called when it came: no system runs it.
    """
    from oci_desktop.exchange.document_kinds import suffix_of
    from oci_desktop.mailings.messages import safe_name

    given = Path(attestation.document_name or "attestation")
    return f"{safe_name(f'{attestation.number} {given.stem}')}{suffix_of(content)}"


def _content(context: Context, attestation: AttestationDraft) -> bytes:
    return context.database.documents.read(attestation.document or "")
