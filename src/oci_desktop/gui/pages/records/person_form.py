"""The form of a person."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from oci_desktop.errors import Problem
from oci_desktop.gui.forms import ChoiceField, ContactsField, Form, LineField, NoteField
from oci_desktop.gui.forms.autosave import KeptForms
from oci_desktop.gui.widgets import Label
from oci_desktop.i18n import LANGUAGES, _
from oci_desktop.model.codes import ADDRESS_KINDS, CIVILITIES, EMAIL, LANGUAGES_SPOKEN, MOBILE, PHONE
from oci_desktop.model.person import PersonDraft


def check(draft: PersonDraft) -> Sequence[Problem]:
    from oci_desktop.services.people import check_person

    return check_person(draft)


def person_form(
    title: str,
    save: Callable[[PersonDraft], int],
    keep: KeptForms | None,
    key: str,
    checked: Callable[[PersonDraft], Sequence[Problem]] = check,
) -> Form:
    """Names and how to write to somebody; telephone and e-mail at work belong to the role."""
    form = Form(title, checked, save, keep=keep, key=key)
    form.section(_("Name"))
    form.row(
        form.bind("given_name", LineField(_("Given name"))),
        form.bind("family_name", LineField(_("Family name"), required=True)),
    )
    form.row(
        form.bind(
            "sort_as",
            LineField(_("Filed under"), example=_("Only where it differs from the family name: Des Granges, Camille.")),
        )
    )
    form.section(_("To write to them"))
    civilities = {code: _(words) for code, words in CIVILITIES.items()}
    languages = {code: _(LANGUAGES_SPOKEN[code]) for code in LANGUAGES}
    form.row(
        form.bind("civility", ChoiceField(_("Civility"), civilities)),
        form.bind("pronouns", LineField(_("Pronouns"))),
    )
    form.row(
        form.bind("form_of_address", LineField(_("Form of address"))),
        form.bind("language", ChoiceField(_("Language"), languages)),
    )
    form.section(_("Private telephone and e-mail"))
    form.row(
        form.bind("contacts", ContactsField((PHONE, MOBILE, EMAIL, *ADDRESS_KINDS), (MOBILE, EMAIL), labelled=False))
    )
    work = _("The e-mail and telephone at work belong to the role: they are changed under Roles.")
    form.add(Label(work, "secondary", wrap=True))
    form.section(_("Inside the office"))
    form.row(form.bind("notes", NoteField(_("Notes"), least=3)))
    return form
