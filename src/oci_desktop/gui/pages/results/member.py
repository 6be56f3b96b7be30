"""One member's result: counts per answer and principle first, this campaign beside the last one, its actions."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox

from oci_desktop.dates import format_date
from oci_desktop.errors import UserError
from oci_desktop.gui.context import Context
from oci_desktop.gui.pages.results.parts import BarRows, Column, TextRows
from oci_desktop.gui.widgets.chart import BarLegend
from oci_desktop.i18n import _
from oci_desktop.model.standing import ACTION_STATES
from oci_desktop.queries.results import CHANGED, NEW, ItemResult, MemberResult, member_result
from oci_desktop.reports.answer_bars import labels, parts, whole_legend


class ResultsView(Column):
    """The result of one member for one campaign (level B). The index is off until somebody turns it on."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.self_assessment_id: int | None = None
        self.result: MemberResult | None = None
        self.with_index = False

    def show_result(self, self_assessment_id: int) -> None:
        """Read and show; where the answers stay with the member, say just that."""
        other = self_assessment_id != self.self_assessment_id
        self.self_assessment_id = self_assessment_id
        self.result = None
        try:
            with self.context.database.read() as reader:
                self.result = member_result(reader, self_assessment_id, self.context.as_of)
        except UserError as error:
            self.clear()
            self.text(str(error))
            self.finish()
            return
        if other:
            self.with_index = bool(self.result.version.index_shown)
        self._fill(self.result)

    def refresh(self) -> None:
        """Read again what is shown."""
        if self.self_assessment_id is not None:
            self.show_result(self.self_assessment_id)

    def _fill(self, result: MemberResult) -> None:
        self.clear()
        options = {
            "campaign": result.campaign.code,
            "organisation": str(result.organisation_id),
            "index": "1" if self.with_index else "",
        }
        button = self.print_button("self-assessment-result", _("Result of a self-assessment"), options)
        self.heading(result.member, str(result.campaign.title), [button])
        self.section(_("By principle"))
        self.add(BarLegend(whole_legend(result.version.scale)))
        self.add(self._principles(result))
        self._index_switch(result)
        self._changes(result)
        for principle in result.principles:
            self.section(f"{principle.principle.code}. {principle.principle.title}")
            self.add(self._items(result, principle.items))
        self._removed(result)
        self._actions(result)
        self.finish()

    def _principles(self, result: MemberResult) -> BarRows:
        from oci_desktop.reports.self_assessment_result import score_note

        scale = result.version.scale
        rows = BarRows()
        year = result.campaign.code if result.previous else ""
        every = [(f"{one.principle.code}. {one.principle.title}", one.score, one.before) for one in result.principles]
        every.append((_("All principles"), result.total, result.total_before))
        for number, (name, score, before) in enumerate(every, start=1):
            bars = [(year, parts(scale, score.counts), score_note(score, self.with_index))]
            if result.previous is not None and before is not None:
                bars.append((result.previous.code, parts(scale, before.counts), score_note(before, self.with_index)))
            rows.add(name, bars, strong=number == len(every))
        return rows

    def _index_switch(self, result: MemberResult) -> None:
        from oci_desktop.reports.self_assessment_result import index_meaning

        box = QCheckBox(_("Show the index"))
        box.setChecked(self.with_index)
        box.toggled.connect(self._turn_index)
        self.add(box)
        self.text(index_meaning() if self.with_index else _("Counts come first: nothing is graded here."), "small")

    def _turn_index(self, on: bool) -> None:
        self.with_index = on
        if self.result is not None:
            self._fill(self.result)

    def _changes(self, result: MemberResult) -> None:
        if result.previous is None:
            return
        items = [item for principle in result.principles for item in principle.items]
        changed = sum(item.change == CHANGED for item in items)
        new = sum(item.change == NEW for item in items)
        text = _("Since {campaign}: {changed} answers changed, {new} new statements, {removed} asked no more.")
        values = {"campaign": result.previous.code, "changed": changed, "new": new, "removed": len(result.removed)}
        self.text(text.format(**values))

    def _items(self, result: MemberResult, items: tuple[ItemResult, ...]) -> TextRows:
        named = labels(result.version.scale)
        headings = [_("No."), _("Statement"), _("Answer")]
        if result.previous:
            headings.append(_("In {campaign}").format(campaign=result.previous.code))
        rows = TextRows(headings, wide=1)
        for item in items:
            if item.choice is None:
                answer, look = _("no answer"), "secondary"
            elif item.to_confirm:
                answer, look = _("to confirm"), "warning"
            else:
                answer, look = named.get(item.choice, item.choice), "strong" if item.change == CHANGED else ""
            text = str(item.item.text)
            if item.comment and not item.confidential:
                text = f"{text}\n{item.comment}"
            cells = [item.item.code, text, answer]
            if result.previous:
                before = named.get(item.before, item.before) if item.before else "—"
                cells.append(_("new") if item.change == NEW else f"{before} *" if item.reworded else before)
            rows.add(cells, ("secondary", "", look, "secondary"))
        return rows

    def _removed(self, result: MemberResult) -> None:
        if any(item.reworded for principle in result.principles for item in principle.items):
            self.text(_("* The statement was worded otherwise then."), "small")
        if not result.removed or result.previous is None:
            return
        named = labels(result.version.scale)
        self.section(_("Asked no more"))
        rows = TextRows((_("No."), _("Statement"), _("In {campaign}").format(campaign=result.previous.code)), wide=1)
        for item, answer in result.removed:
            rows.add((item.code, str(item.text), named.get(answer or "", answer or "")), ("secondary",))
        self.add(rows)

    def _actions(self, result: MemberResult) -> None:
        if not result.actions:
            return
        self.section(_("Actions"))
        rows = TextRows((_("Item"), _("Action"), _("Owner"), _("Due"), _("State")), wide=1)
        for one in result.actions:
            state = _("to confirm") if one.to_confirm else _(ACTION_STATES.get(one.state, one.state))
            owner = one.owner or _("to be named")
            rows.add((one.item or "", one.text, owner, format_date(one.due_on, "medium") or "—", state), ("secondary",))
        self.add(rows)
