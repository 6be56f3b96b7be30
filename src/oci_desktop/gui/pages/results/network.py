"""The network's portrait on the screen: who is where, and what is in place, in which nobody can be recognised."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from oci_desktop import dates, formats
from oci_desktop.gui.context import Context
from oci_desktop.gui.pages.results.parts import BarRows, Column, TextRows
from oci_desktop.gui.widgets import Label
from oci_desktop.gui.widgets.chart import BarLegend
from oci_desktop.i18n import _
from oci_desktop.queries.portrait import Portrait, Progress
from oci_desktop.reports.answer_bars import parts, whole_legend


class PortraitView(Column):
    """The portrait of one campaign, read in a worker; the same figures as the report `network-portrait`."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.campaign_id: int | None = None
        self.data: Any = None
        """What the report collects, once it is read."""

    def show_campaign(self, campaign_id: int) -> None:
        """Read the portrait of the campaign and show it."""
        self.campaign_id = campaign_id
        context, day = self.context, self.context.as_of

        def work(_progress: Any) -> Any:
            from oci_desktop.queries.campaigns import get_campaign
            from oci_desktop.reports.network_portrait import collect

            with context.database.read() as reader:
                return collect(reader, day, {"campaign": get_campaign(reader, campaign_id).code})

        context.tasks.start(_("Portrait of the network"), work, self._take, self._fail)

    def refresh(self) -> None:
        """Read again what is shown."""
        if self.campaign_id is not None:
            self.show_campaign(self.campaign_id)

    def _fail(self, error: BaseException) -> None:
        self.clear()
        self.text(str(error), "error")
        self.finish()

    def _take(self, data: Any) -> None:
        if data.campaign.id == self.campaign_id:
            self.data = data
            self._fill(data)

    def _fill(self, data: Any) -> None:
        from oci_desktop.reports.network_portrait import answers_title

        self.clear()
        button = self.print_button("network-portrait", _("Portrait of the network"), {"campaign": data.campaign.code})
        self.heading(_("Portrait of the network"), str(data.campaign.title), [button])
        self._progress(data)
        self.section(answers_title(dates.today()))
        self._portrait(data.portrait)
        self.finish()

    def _progress(self, data: Any) -> None:
        from oci_desktop.reports.campaign_status import state_bar
        from oci_desktop.reports.network_portrait import (
            category_name,
            progress_legend,
            progress_title,
            region_name,
            years_title,
        )

        self.section(progress_title(data.as_of))
        self.add(BarLegend(progress_legend(data)))

        def block(title: str, found: Sequence[tuple[str, Progress]]) -> None:
            self.add(Label(title, "strong"))
            rows = BarRows()
            for name, progress in found:
                rows.add(name, [("", state_bar(progress.states), formats.number(progress.total))])
            self.add(rows)

        block(years_title(), [(str(campaign.title), progress) for campaign, progress in data.years])
        block(_("By category"), [(category_name(data, one.key), one) for one in data.by_category])
        block(_("By region"), [(region_name(one.key), one) for one in data.by_region])

    def _portrait(self, portrait: Portrait) -> None:
        from oci_desktop.reports.network_portrait import gap_figure, gaps_title, portrait_words, principle_note

        for text in portrait_words(portrait):
            self.text(text)
        if portrait.too_few:
            return
        scale = portrait.version.scale
        self.add(BarLegend(whole_legend(scale, hidden=True)))
        rows = BarRows()
        for one in portrait.principles:
            shown = one.shown
            name = f"{one.principle.code}. {one.principle.title}"
            rows.add(name, [("", parts(scale, shown.cells, shown.hidden), principle_note(shown))])
        self.add(rows)
        if portrait.gaps:
            self.section(gaps_title(portrait.gaps))
            gaps = TextRows((_("No."), _("Statement"), _("Not fully in place"), _("Of")), wide=1)
            for gap in portrait.gaps:
                gaps.add((gap.item.code, str(gap.item.text), gap_figure(gap), formats.number(gap.n)), ("secondary",))
            self.add(gaps)
        for one in portrait.principles:
            self.section(f"{one.principle.code}. {one.principle.title}")
            self.add(self._items(portrait, one.items))

    def _items(self, portrait: Portrait, items: Sequence[Any]) -> QWidget:
        rows = BarRows()
        for one in items:
            shown = one.shown
            note = "—" if shown.is_empty else f"n = {formats.number(shown.n)}"
            text = f"{one.item.code}  {one.item.text}"
            rows.add(text, [("", parts(portrait.version.scale, shown.cells, shown.hidden), note)])
        return rows
