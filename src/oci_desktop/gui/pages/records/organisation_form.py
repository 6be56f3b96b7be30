"""The form of an organisation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QWidget

from oci_desktop.errors import Problem
from oci_desktop.gui.forms import (
    ChipsField,
    ChoiceField,
    ContactsField,
    DateField,
    Form,
    LineField,
    NamesField,
    NoteField,
    RegionsField,
    TicksField,
    WebField,
    YesNoField,
)
from oci_desktop.gui.forms.autosave import KeptForms
from oci_desktop.i18n import _
from oci_desktop.model.codes import (
    ADDRESS_KINDS,
    EMAIL,
    LANGUAGES_SPOKEN,
    OFFICE_ADDRESS,
    ORGANISATION_KINDS,
    PHONE,
    PHONE_KINDS,
)
from oci_desktop.model.organisation import OrganisationDraft

REACHED_BY = (*PHONE_KINDS, EMAIL)


def check(draft: OrganisationDraft) -> Sequence[Problem]:
    from oci_desktop.services.organisations import check_organisation

    return check_organisation(draft)


def organisation_form(
    title: str,
    save: Callable[[OrganisationDraft], int],
    keep: KeptForms | None,
    key: str,
    known_tags: Callable[[], Sequence[str]],
    checked: Callable[[OrganisationDraft], Sequence[Problem]] = check,
) -> Form:
    """All that is known of an organisation, in the order in which people ask for it."""
    form = Form(title, checked, save, keep=keep, key=key)

    form.section(_("Identity"))
    form.row(form.bind("names", NamesField()))
    form.row(form.bind("aliases", ChipsField(_("Other names (former, acronyms, spellings)"))))
    kinds = {code: _(words) for code, words in ORGANISATION_KINDS.items()}
    form.row(form.bind("kind", ChoiceField(_("Kind"), kinds, empty=None)))
    form.row(
        form.bind("neq", LineField(_("NEQ"))),
        form.bind("charity_number", LineField(_("Charity registration (CRA)"), show=spaced_charity_number)),
    )

    form.section(_("Address"))
    form.row(bind_contacts(form, "addresses", ADDRESS_KINDS, (OFFICE_ADDRESS,)))
    form.row(form.bind("regions", RegionsField()))

    form.section(_("Telephone and e-mail"))
    form.row(bind_contacts(form, "contacts", REACHED_BY, (PHONE, EMAIL)))
    form.row(form.bind("web", WebField(_("Web site"))))

    form.section(_("Presentation"))
    spoken = {code: _(words) for code, words in LANGUAGES_SPOKEN.items()}
    form.row(form.bind("languages", TicksField(_("Languages"), spoken, columns=0)))
    form.row(form.bind("founded", DateField(_("Founded"))), QWidget())
    form.row(form.bind("description_fr", NoteField(_("Short description in French"))))
    form.row(form.bind("description_en", NoteField(_("Short description in English"))))
    form.row(form.bind("tags", ChipsField(_("Tags"), known=known_tags)))
    form.row(form.bind("media_consent", YesNoField(_("May be named to the media"))))
    form.section(_("Inside the office"))
    form.row(form.bind("notes", NoteField(_("Notes"), least=3)))
    return form


def bind_contacts(form: Form, key: str, kinds: Sequence[str], always: Sequence[str]) -> ContactsField:
    """Tie to `contacts` a field for some kinds only; the points of the other kinds are left as they are."""

    def read(draft: Any) -> Any:
        return tuple(point for point in draft.contacts if point.kind in kinds)

    def write(draft: Any, points: Any) -> Any:
        others = tuple(point for point in draft.contacts if point.kind not in kinds)
        return replace(draft, contacts=(*others, *points))

    def locate(draft: Any, rest: str) -> str | None:
        number, _dot, name = rest.partition(".")
        if not number.isdigit() or int(number) >= len(draft.contacts):
            return None
        point = draft.contacts[int(number)]
        mine = read(draft)
        if point.kind not in kinds:
            return None
        return f"{next(place for place, other in enumerate(mine) if other is point)}.{name}"

    field = ContactsField(kinds, always)
    form.bind("contacts", field, key=key, read=read, write=write, locate=locate)
    return field


def spaced_charity_number(number: str) -> str:
    """« 11878 5631 RR0001 », as the Canada Revenue Agency prints it."""
    return f"{number[:5]} {number[5:9]} {number[9:]}" if len(number) == 15 and number[9:11] == "RR" else number
