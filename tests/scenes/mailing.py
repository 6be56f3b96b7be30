"""Scenes of letters: the review of reminders, its ways out, the text for all, the settings of mail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QWidget

from oci_desktop.i18n import message
from oci_desktop.model.codes import EMAIL, OFFICE_ADDRESS
from oci_desktop.model.contact import ContactPoint


def furnish(database: Any) -> None:
    """Addresses, civilities and two languages for the first members, which the demonstration data do not have."""
    from oci_desktop.queries.records import get_organisation, get_person, get_role
    from oci_desktop.services.organisations import save_organisation
    from oci_desktop.services.people import save_person, save_role

    with database.write(message("Scenes")) as write:
        for number, (role_id, person_id, organisation_id) in enumerate(
            write.rows(
                "SELECT id, person_id, organisation_id FROM role WHERE security_contact = 1 ORDER BY organisation_id"
            )
        ):
            civility, lang = (("mme", "fr"), ("m", "fr"), ("mme", "en"), (None, "fr"))[number % 4]
            save_person(write, replace(get_person(write, person_id), civility=civility, language=lang))
            if number % 9 == 4:
                role = get_role(write, role_id)
                points = [replace(p, state="bounced", state_on="2026-11-02") for p in role.contacts if p.kind == EMAIL]
                save_role(write, replace(role, contacts=tuple(points)))
            organisation = get_organisation(write, organisation_id)
            street = ContactPoint(
                OFFICE_ADDRESS,
                street=f"{100 + number}, rue Exemple",
                city="Montréal",
                province="QC",
                postal_code="H2L 1L3",
            )
            if number % 9 != 6:
                save_organisation(write, replace(organisation, contacts=(*organisation.contacts, street)))


def campaign_of(database: Any) -> int:
    """The campaign under way; one of its own where the demonstration data have none."""
    with database.read() as reader:
        rows = reader.rows("SELECT id FROM campaign ORDER BY opens_on DESC LIMIT 1")
    if rows:
        return int(rows[0][0])
    from tests.assessments import add_campaign, published

    with database.write(message("Scenes")) as write:
        return add_campaign(write, 2026, published(write))


def _open(window: Any, kind: str = "reminder") -> Any:
    from oci_desktop.gui.dialogs.mailing import write_to
    from oci_desktop.reports.reminder_letters import reminded

    database = window.context.database
    campaign = campaign_of(database)
    with database.read() as reader:
        code = reader.value("SELECT code FROM campaign WHERE id = :id", {"id": campaign})
        ids = reminded(reader, code, window.context.today, "all")[:14]
    dialog = write_to(window.context, window, kind, ids, campaign)
    assert dialog is not None
    dialog.resize(min(1060, window.width() - 40), min(760, window.height() - 40))
    return dialog


def review(window: Any) -> QWidget | None:
    return _open(window)


def review_bounced(window: Any) -> QWidget | None:
    """One that cannot be written to, by e-mail with a server that is set, its text changed."""
    window.context.settings.set("mail.host", "smtp.example.org")
    window.context.settings.set("mail.sender", "secretariat@example.org")
    dialog = _open(window)
    letters = dialog.review.letters
    dialog.list.setCurrentRow(next((at for at, one in enumerate(letters) if not one.address), 0))
    dialog.subject.edit.setText("Autoévaluation : un mot de notre part")
    dialog.subject.changed.emit()
    dialog.ways.choose("smtp")
    return dialog


def review_failed(window: Any) -> QWidget | None:
    """After a sending: what failed stays, with the reason."""
    dialog = _open(window)
    letters = dialog.review.letters
    dialog.review.sent([letter.organisation_id for letter in letters[2:]])
    dialog.review.failures = {letters[0].organisation_id: "Le serveur refuse cette adresse : 550 No such user"}
    dialog._went(0, "12 rappels notés, 21 novembre 2026. 1 n’a pas été envoyé.", "late")
    return dialog


def text_for_all(window: Any) -> QWidget | None:
    from oci_desktop.gui.dialogs.mailing_template import TemplateDialog

    dialog = _open(window)
    dialog.edit_templates()
    made = dialog.findChild(TemplateDialog)
    made.panels[made.drafts[0].code, "fr"].insert("{date limite}")
    made.panels[made.drafts[0].code, "fr"].check()
    made.changed = list  # closing asks nothing
    return made


def mail_settings(window: Any) -> QWidget | None:
    window.show_page("settings")
    window.page.tabs.show_tab("mail")
    return None


SCENES: dict[str, Callable[[Any], QWidget | None]] = {
    "mailing-review": review,
    "mailing-bounced": review_bounced,
    "mailing-failed": review_failed,
    "mailing-text": text_for_all,
    "mailing-settings": mail_settings,
}
