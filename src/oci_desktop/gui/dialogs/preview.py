"""The preview dialog: « Imprimer » of a list and of a record open it, with the very bytes that will come out."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from oci_desktop.gui.context import Context
from oci_desktop.gui.dialogs.documents import as_of_line
from oci_desktop.gui.dialogs.paper import Document
from oci_desktop.gui.dialogs.workbench import Workbench
from oci_desktop.gui.widgets import Label


class PreviewDialog(QDialog):
    """Shows one document; its paper, language and orientation can be chosen, then Print, Save or E-mail."""

    def __init__(self, context: Context, document: Document, subtitle: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(document.title)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.workbench = Workbench(context, width=280)
        heading = Label(document.title, "record", wrap=True)
        heading.setContentsMargins(0, 8, 0, 0)
        self.workbench.own.addWidget(heading)
        said = " · ".join(part for part in (as_of_line(context), subtitle) if part)
        self.workbench.own.addWidget(Label(said, "secondary", wrap=True))
        self.workbench.set_document(document)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.workbench)
        room = (parent.window() if parent else self).screen().availableGeometry()
        self.resize(min(1080, room.width() - 60), min(820, room.height() - 60))
        self.finished.connect(self.workbench.close_pdf)
        # Until there is something to print, the keys move the pages; then they print, unless something was chosen.
        self.workbench.pane.view.setFocus()
        self.workbench.pane.ready.connect(lambda _content: self._offer_print())
        self.workbench.make_now()

    def _offer_print(self) -> None:
        if self.focusWidget() in (None, self.workbench.pane.view):
            self.workbench.print_button.setFocus()


def preview(context: Context, document: Document, subtitle: str = "", parent: QWidget | None = None) -> PreviewDialog:
    """Open the preview over the window; it stays until it is closed."""
    dialog = PreviewDialog(context, document, subtitle, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog
