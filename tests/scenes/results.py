"""Scenes of the results: one member that shares its answers, with the index too, and the network's portrait."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QApplication, QWidget

from tests.scenes.pages import reports, until

_shown: list[QWidget] = []


def _member(window: Any, name: str = "", *, index: bool = False) -> QWidget | None:
    from oci_desktop.gui.pages.results import ResultsView

    with window.context.database.read() as reader:
        one = reader.value("SELECT id FROM self_assessment WHERE consent_on IS NOT NULL ORDER BY id LIMIT 1")
    view = ResultsView(window.context)
    view.with_index = index
    view.resize(window.width() - 220, window.height() - 60)
    view.show_result(one)
    if index:
        view._turn_index(True)
    view.show()
    _shown[:] = [view]
    QApplication.processEvents()
    return view


def member(window: Any) -> QWidget | None:
    return _member(window)


def member_index(window: Any) -> QWidget | None:
    return _member(window, index=True)


def network(window: Any) -> QWidget | None:
    from oci_desktop.gui.pages.results import PortraitView

    with window.context.database.read() as reader:
        one = reader.value("SELECT id FROM campaign WHERE level = 'B' ORDER BY opens_on DESC LIMIT 1")
    view = PortraitView(window.context)
    view.resize(window.width() - 220, window.height() - 60)
    view.show_campaign(one)
    view.show()
    _shown[:] = [view]
    until(lambda: view.data is not None)
    return view


def network_below(window: Any) -> QWidget | None:
    view: Any = network(window)
    QApplication.processEvents()
    bar = view.area.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    QApplication.processEvents()
    return view  # type: ignore[no-any-return]


def board_page(window: Any) -> QWidget | None:
    return reports(window, "campaign-status")


def attestation_page(window: Any) -> QWidget | None:
    return reports(window, "attestation")


SCENES = {
    "results-report-status": board_page,
    "results-report-attestation": attestation_page,
    "results-member": member,
    "results-member-index": member_index,
    "results-network": network,
    "results-network-below": network_below,
}
