"""The field for contact points: addresses, telephones, e-mails with their state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from functools import partial
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QWidget

from oci_desktop import formats
from oci_desktop.gui import icons, theme
from oci_desktop.gui.forms.choices import ChoiceField
from oci_desktop.gui.forms.compound import PartEditor, PartsField, link_line, side_by_side
from oci_desktop.gui.forms.days import DateField
from oci_desktop.gui.forms.field import Field
from oci_desktop.gui.forms.lines import LineField, NoteField, PhoneField, PostalCodeField
from oci_desktop.gui.widgets import Button, Label
from oci_desktop.i18n import N_, _
from oci_desktop.model.codes import ADDRESS_KINDS, BOUNCED, CONTACT_KINDS, EMAIL, EMAIL_STATES, GOOD, PHONE_KINDS
from oci_desktop.model.contact import ContactPoint

QUEBEC = "QC"
PROVINCES = {
    "AB": N_("Alberta"),
    "BC": N_("British Columbia"),
    "PE": N_("Prince Edward Island"),
    "MB": N_("Manitoba"),
    "NB": N_("New Brunswick"),
    "NS": N_("Nova Scotia"),
    "NU": N_("Nunavut"),
    "ON": N_("Ontario"),
    QUEBEC: N_("Quebec"),
    "SK": N_("Saskatchewan"),
    "NL": N_("Newfoundland and Labrador"),
    "NT": N_("Northwest Territories"),
    "YT": N_("Yukon"),
}


def point_words(point: ContactPoint) -> str:
    """One contact point on one line, for comparisons."""
    if point.kind in ADDRESS_KINDS:
        lines = formats.address_lines(point.street, point.city, point.province, point.postal_code, point.country)
        return ", ".join(lines)
    return formats.phone(point.value or "") if point.kind in PHONE_KINDS else point.value or ""


class PointEditor(PartEditor):
    """The fields of one contact point, under its heading."""

    def __init__(self, point: ContactPoint, heading: str) -> None:
        super().__init__(point)
        self.point = point
        self.heading = heading

    def show_point(self) -> None:
        for name, field in self.fields.items():
            field.set_value(getattr(self.point, name))


class AddressEditor(PointEditor):
    """Street, municipality, postal code; province and country once they are not Quebec's."""

    def __init__(self, point: ContactPoint, heading: str) -> None:
        super().__init__(point, heading)
        street = NoteField(_("Street and suite"), least=1, most=4)
        city, code = LineField(_("Municipality")), PostalCodeField(_("Postal code"))
        provinces = {key: _(name) for key, name in PROVINCES.items()}
        province = ChoiceField(_("Province or territory"), dict(sorted(provinces.items(), key=lambda p: p[1])))
        country = ChoiceField(_("Country"), {}, empty="Canada")
        self._country = country
        self.fields = {"street": street, "city": city, "postal_code": code, "province": province, "country": country}
        self.column.addWidget(street)
        self.column.addWidget(side_by_side(city, code))
        self._abroad = side_by_side(province, country)
        self.opener = Button(_("Outside Quebec…"), self.open_abroad, look="link")
        self.column.addWidget(self._abroad)
        self.show_point()
        outside = bool(point.country and point.country != "CA") or point.province not in (QUEBEC, None, "Québec")
        self._abroad.setVisible(False)
        if outside:
            self.open_abroad()

    def show_point(self) -> None:
        if self.point.country and self.point.country not in ("CA", ""):
            self._fill_countries()
        super().show_point()

    def open_abroad(self) -> None:
        """Show the province and the country."""
        self._fill_countries()
        self._abroad.setVisible(True)
        self.opener.setVisible(False)

    def _fill_countries(self) -> None:
        """The countries of the world, only once they are wanted: there are 250 of them."""
        if self._country.combo.count() > 2:
            return
        chosen = self._country.value()
        for code, name in country_names():
            self._country.combo.addItem(name, code)
        self._country.set_value(chosen)


def country_names() -> list[tuple[str, str]]:
    """(code, name) of the countries other than Canada, in alphabetical order."""
    from babel import Locale

    from oci_desktop.i18n import language
    from oci_desktop.text import search_norm

    names = Locale(language()).territories
    found = [(code, str(name)) for code, name in names.items() if len(code) == 2 and code.isalpha()]
    left_out = {"CA", "EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"}
    return sorted((pair for pair in found if pair[0] not in left_out), key=lambda pair: search_norm(pair[1]))


class PhoneEditor(PointEditor):
    """A number, and what it is for."""

    def __init__(self, point: ContactPoint, heading: str, *, labelled: bool = True) -> None:
        super().__init__(point, heading)
        number = PhoneField(heading)
        self.fields = {"value": number}
        if labelled or point.label:
            self.fields["label"] = LineField(_("Whose, or for what"))
        self.column.addWidget(side_by_side(*self.fields.values()))
        self.show_point()


class EmailEditor(PointEditor):
    """An address and its state: good, bounced on a day, away, unsubscribed."""

    def __init__(self, point: ContactPoint, heading: str) -> None:
        super().__init__(point, heading)
        address = LineField(heading)
        states = {code: _(words) for code, words in EMAIL_STATES.items() if code != GOOD}
        state = ChoiceField(_("State"), states, empty=_(EMAIL_STATES[GOOD]))
        self._since = DateField(_("Since"))
        self._state = state
        self._second = QWidget()
        self.fields = {"value": address, "state": state, "state_on": self._since}
        self.column.addWidget(side_by_side(address, state, shares=(3, 2)))
        self.column.addWidget(self._since)
        state.changed.connect(self._turned)
        self.show_point()

    def read(self) -> ContactPoint:
        read: ContactPoint = super().read()
        if read.state is None and self.point.state == GOOD:
            return replace(read, state=GOOD, state_on=self.point.state_on)
        return read if read.state else replace(read, state_on=None)

    def show_point(self) -> None:
        super().show_point()
        if self.point.state == GOOD:
            self._state.set_value(None)
        self._since.setVisible(self._state.value() is not None)

    def _turned(self) -> None:
        from oci_desktop.dates import today

        bad = self._state.value() is not None
        self._since.setVisible(bad)
        if bad and self._since.readable() == (None, None) and self._state.value() == BOUNCED:
            self._since.set_value(today())


def _editor(point: ContactPoint, heading: str, labelled: bool) -> PointEditor:
    if point.kind in ADDRESS_KINDS:
        return AddressEditor(point, heading)
    return EmailEditor(point, heading) if point.kind == EMAIL else PhoneEditor(point, heading, labelled=labelled)


class ContactsField(PartsField):
    """Contact points of some kinds: a tuple of ContactPoint without its blank ones.

    Each kind of `always` has an editor from the start; the others of `kinds` are added by a link. A point of
    another kind is shown when there is one. Emptying a point, or its cross, takes it away.
    """

    def __init__(
        self,
        kinds: Sequence[str],
        always: Sequence[str] = (),
        *,
        labelled: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        """`labelled`: a telephone has a field that says whose it is."""
        super().__init__(parent=parent)
        self._kinds, self._always, self._labelled = tuple(kinds), tuple(always), labelled
        self._editors: list[PointEditor]
        addresses_only = set(kinds) <= set(ADDRESS_KINDS)
        words = _("Add an address…") if addresses_only else _("Add a telephone or an e-mail…")
        self._adder = Button(words, self._offer, look="link")
        self._foot = link_line(self._adder)
        self.rows.addWidget(self._foot)

    # What the form asks.

    def value(self) -> tuple[ContactPoint, ...]:
        return tuple(point for _editor, point in self._read())

    def _read(self) -> list[tuple[PointEditor, ContactPoint]]:
        order = {kind: place for place, kind in enumerate(CONTACT_KINDS)}
        read = [(editor, editor.read()) for editor in self._editors]
        return sorted((pair for pair in read if not pair[1].is_blank), key=lambda pair: order[pair[1].kind])

    def set_value(self, value: Any) -> None:
        given = list(value or ())
        self._removed = 0
        self._rebuild([*given, *(self._blank(kind) for kind in self._missing(given))])

    def _missing(self, given: Sequence[ContactPoint]) -> list[str]:
        present = {point.kind for point in given}
        return [kind for kind in self._always if kind not in present]

    def _blank(self, kind: str) -> ContactPoint:
        return ContactPoint(kind, province=QUEBEC if kind in ADDRESS_KINDS else None)

    def _rebuild(self, points: Sequence[ContactPoint]) -> None:
        for editor in list(self._editors):
            self._drop(editor)
        order = {kind: place for place, kind in enumerate(CONTACT_KINDS)}
        for point in sorted(points, key=lambda point: order[point.kind]):
            self._insert(point)

    def _insert(self, point: ContactPoint) -> PointEditor:
        heading = _(CONTACT_KINDS[point.kind])
        editor = _editor(point, heading, self._labelled)
        order = list(CONTACT_KINDS)
        place = sum(order.index(other.point.kind) <= order.index(point.kind) for other in self._editors)
        optional = place > 0 and self._editors[place - 1].point.kind == point.kind
        optional = optional or point.kind not in self._always
        if optional:
            self._removable(editor)
        if isinstance(editor, AddressEditor):
            row = self._foot.layout()
            if place == 0 and isinstance(row, QHBoxLayout):
                row.insertWidget(0, editor.opener)
            else:
                editor.column.addWidget(link_line(editor.opener))
        self._editors.insert(place, editor)
        self._list.insertWidget(place, editor)
        editor.show()
        self.adopt(*editor.fields.values())
        for field in editor.fields.values():
            field.mark()
        return editor

    def _removable(self, editor: PointEditor) -> None:
        remove = _("Remove {what}").format(what=editor.heading.lower())
        first = next(iter(editor.fields.values()))
        if isinstance(first, LineField):
            cross = first.edit.addAction(
                icons.icon("x", theme.colour("secondary"), 16), QLineEdit.ActionPosition.TrailingPosition
            )
            cross.setToolTip(remove)
            cross.triggered.connect(lambda: self.remove(editor))
        else:
            line = QHBoxLayout()
            line.addWidget(Label(editor.heading, "strong"))
            line.addStretch()
            line.addWidget(Button(remove, lambda: self.remove(editor), look="link"))
            editor.column.insertLayout(0, line)

    def state(self) -> Any:
        return [{"point": asdict(editor.point), "typed": editor.state()} for editor in self._editors]

    def restore(self, state: Any) -> None:
        known = set(ContactPoint.__dataclass_fields__)
        points = [
            (ContactPoint(**{k: v for k, v in kept["point"].items() if k in known}), kept["typed"]) for kept in state
        ]
        before = list(self._editors)
        originals = {editor.point: editor.originals() for editor in before}
        self._rebuild([])
        for point, typed in points:
            self._insert(point).restore(typed, originals.get(point, []))

    def owns(self, rest: str) -> Field | None:
        number, _dot, name = rest.partition(".")
        editor: PointEditor | None = self.editor_at(number)
        return None if editor is None else editor.fields.get(name) or next(iter(editor.fields.values()))

    def words(self, value: Any) -> str:
        return "\n".join(point_words(point) for point in value or ())

    # What the person does.

    def add(self, kind: str) -> PointEditor:
        """Make room for one more point of that kind, and go there."""
        editor = self._insert(self._blank(kind))
        next(iter(editor.fields.values())).focus()
        return editor

    def remove(self, editor: PointEditor) -> None:
        self._drop(editor)
        self._removed += int(not editor.point.is_blank)
        self.changed.emit()

    def _drop(self, editor: PointEditor) -> None:
        self._editors.remove(editor)
        self._list.removeWidget(editor)
        editor.hide()
        editor.deleteLater()
        if isinstance(editor, AddressEditor):
            editor.opener.hide()
            editor.opener.deleteLater()

    def _offer(self) -> None:
        menu = QMenu(self)
        for kind in self._kinds:
            menu.addAction(_(CONTACT_KINDS[kind]), partial(self.add, kind))
        menu.exec(self._adder.mapToGlobal(self._adder.rect().bottomLeft()))
        menu.deleteLater()
