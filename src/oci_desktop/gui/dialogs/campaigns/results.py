"""Results in a window of their own: one member's (level B), or the portrait of the network."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from oci_desktop.gui.context import Context
from oci_desktop.i18n import _


def show_result(context: Context, parent: QWidget | None, self_assessment_id: int) -> QDialog:
    """The answers that a member shared, by principle; this campaign beside the last one."""
    from oci_desktop.gui.pages.results import ResultsView

    view = ResultsView(context)
    view.show_result(self_assessment_id)
    return _open(parent, _("Results"), view)


def show_portrait(context: Context, parent: QWidget | None, campaign_id: int) -> QDialog:
    """What the members that share their answers have in place, nobody recognisable in it."""
    from oci_desktop.gui.pages.results import PortraitView

    view = PortraitView(context)
    view.show_campaign(campaign_id)
    return _open(parent, _("Portrait of the network"), view)


def _open(parent: QWidget | None, title: str, view: QWidget) -> QDialog:
    dialog = QDialog(parent)
    dialog.setWindowTitle(title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    column = QVBoxLayout(dialog)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(view)
    room = (parent or dialog).screen().availableGeometry()
    dialog.resize(min(900, room.width() - 60), min(720, room.height() - 80))
    dialog.open()
    return dialog
