"""Several documents in one file, each in its own language."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

from oci_desktop.i18n import in_language, language
from oci_desktop.reports.kit.sheet import Progress, Sheet


class Bundle:
    """Sheets that are made one after the other and printed as one PDF; each counts its own pages.

    The sheets are made by functions, called in their language, so that a hundred of them are not kept at once.
    """

    def __init__(self, documents: Sequence[tuple[str, str, Callable[[], Sheet]]], title: str) -> None:
        """`documents` are (name in the outline, language, maker)."""
        self.documents, self.title, self.language = documents, title, language()

    def finish(self, progress: Progress | None = None) -> bytes:
        """The bytes of the PDF."""
        if len(self.documents) == 1:
            return self._made(0, progress)
        from pypdf import PdfWriter
        from pypdf.generic import NameObject, TextStringObject

        writer = PdfWriter()
        for number, (name, _language, _make) in enumerate(self.documents):
            writer.append(io.BytesIO(self._made(number, None)), name, import_outline=False)
            if progress:
                progress(number + 1, len(self.documents))
        writer.add_metadata({"/Title": self.title, "/Creator": "oci-desktop"})
        writer.root_object[NameObject("/Lang")] = TextStringObject(f"{self.language}-CA")
        output = io.BytesIO()
        writer.write(output)
        return output.getvalue()

    def _made(self, number: int, progress: Progress | None) -> bytes:
        _name, lang, make = self.documents[number]
        with in_language(lang):
            return make().finish(progress)
