"""What undo and history call a save made in a form."""

from __future__ import annotations

from typing import Any

from oci_desktop.i18n import N_, Message, message

_LABELS: dict[str, str] = {
    "names": N_("Name"),
    "regions": N_("Region"),
    "contacts": N_("Contact details"),
    "aliases": N_("Other names"),
    "tags": N_("Tags"),
    "languages": N_("Languages"),
    "kind": N_("Kind"),
    "neq": N_("NEQ"),
    "charity_number": N_("Charity registration (CRA)"),
    "founded": N_("Founded"),
    "web": N_("Web site"),
    "description_fr": N_("Description"),
    "description_en": N_("Description"),
    "notes": N_("Notes"),
    "media_consent": N_("May be named to the media"),
    "civility": N_("Civility"),
    "form_of_address": N_("Form of address"),
    "pronouns": N_("Pronouns"),
    "language": N_("Language"),
}


def change_label(before: Any, after: Any, name: str) -> Message:
    """What undo and history call a save: the field when only one changed, else the record."""
    if after.id is None:
        return message(N_("New record: {name}"), name=name)
    changed = {field for field in _LABELS if hasattr(after, field) and getattr(before, field) != getattr(after, field)}
    labels = {_LABELS[field] for field in changed}
    if len(labels) == 1:
        return message(N_("{field} – {name}"), field=message(labels.pop()), name=name)
    return message(N_("Changes to {name}"), name=name)
