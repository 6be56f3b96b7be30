"""What goes with a message: the forms of a campaign. Never a file that holds answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from oci_desktop.model.letter import Attachment, Letter
from oci_desktop.queries.campaign_letters import current_campaign_id
from oci_desktop.queries.letters import Occasion

Make = Callable[[Letter], Sequence[Attachment]]

_TYPES = {
    ".pdf": "application/pdf",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def attacher(database: Any, occasion: Occasion, campaign_id: int | None, as_of: str) -> Make:
    """Makes what goes with one letter, when it is asked for: 67 forms are not made to be looked at."""
    if not occasion.attaches:
        return lambda _letter: ()
    with database.read() as reader:
        campaign = campaign_id if campaign_id is not None else current_campaign_id(reader, as_of)
        ids: dict[int, int] = dict(
            reader.rows("SELECT organisation_id, id FROM self_assessment WHERE campaign_id = :id", {"id": campaign})
        )

    def make(letter: Letter) -> Sequence[Attachment]:
        from oci_desktop.mailings.campaign_forms import forms_for

        if letter.organisation_id not in ids:
            return ()
        files = forms_for(database, ids[letter.organisation_id], as_of=as_of, lang=letter.language)
        return [Attachment(name, content, _TYPES[Path(name).suffix]) for name, content in files]

    return make
