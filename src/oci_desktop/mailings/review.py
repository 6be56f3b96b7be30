"""The letters of one mailing before they go: each as it will read, who is left out, what was sent and what is left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from oci_desktop.i18n import Message
from oci_desktop.model.letter import Letter, Recipient, TemplateDraft
from oci_desktop.queries.letters import compose_for, get_template, occasion_of
from oci_desktop.queries.mailings import recipients

if TYPE_CHECKING:
    from oci_desktop.mailings.smtp import Outcome
    from oci_desktop.store.database import Database

LETTERS, DRAFTS, ADDRESSES, MAIL = "letters", "drafts", "addresses", "smtp"

BY_EMAIL = (DRAFTS, ADDRESSES, MAIL)


class Review:
    """The letters to a number of organisations about one thing, on one day.

    A text that was changed for one organisation stays when the text for all changes. What went out leaves the
    review; what failed stays, with its reason.
    """

    def __init__(
        self, database: Database, kind: str, organisation_ids: Sequence[int], campaign_id: int | None, day: str
    ) -> None:
        """Raises: UserError (no campaign; a text that cannot be filled is told by `compose`)."""
        self.database, self.campaign_id, self.day = database, campaign_id, day
        self.occasion = occasion_of(kind)
        self.sender: tuple[str, ...] = ()
        self.texts: dict[str, TemplateDraft] = {}
        """Texts as they were changed for this mailing only, by code."""
        self.own: dict[int, tuple[str, str]] = {}
        """organisation id → subject and body of its own."""
        self.excluded: set[int] = set()
        self.failures: dict[int, str] = {}
        self.letters: list[Letter] = []
        if campaign_id is None and self.occasion.cases:
            from oci_desktop.queries.campaign_letters import current_campaign_id

            with database.read() as reader:
                self.campaign_id = current_campaign_id(reader, day)
        self._ids = list(dict.fromkeys(organisation_ids))
        self.compose()
        self.excluded = {letter.organisation_id for letter in self.letters if not letter.awaited}

    def compose(self) -> None:
        """Read recipients and texts again, and fill them.

        Raises: UserError when a text is wrong; the letters stay as they were.
        """
        with self.database.read() as reader:
            made = compose_for(
                reader, self.occasion, recipients(reader, self._ids, self.day), self.day,
                campaign_id=self.campaign_id, sender=self.sender, texts=self.texts,
            )  # fmt: skip
        self.letters = [self._with_own(letter) for letter in made]

    def _with_own(self, letter: Letter) -> Letter:
        own = self.own.get(letter.organisation_id)
        return replace(letter, subject=own[0], body=own[1]) if own else letter

    def change(self, organisation_id: int, subject: str, body: str) -> Letter:
        """This one text reads so from now on, and no other."""
        self.own[organisation_id] = (subject, body)
        return self._replaced(organisation_id)

    def change_back(self, organisation_id: int) -> None:
        """This one reads like the others again."""
        self.own.pop(organisation_id, None)
        self.compose()

    def _replaced(self, organisation_id: int) -> Letter:
        at = next(i for i, letter in enumerate(self.letters) if letter.organisation_id == organisation_id)
        self.letters[at] = self._with_own(self.letters[at])
        return self.letters[at]

    def letter(self, organisation_id: int) -> Letter | None:
        return next((letter for letter in self.letters if letter.organisation_id == organisation_id), None)

    def templates(self) -> list[TemplateDraft]:
        """The texts that these letters are made of, in the order of the occasion."""
        used = {letter.template for letter in self.letters} or set(self.occasion.texts)
        with self.database.read() as reader:
            return [self.texts.get(code) or get_template(reader, code) for code in self.occasion.texts if code in used]

    # What goes by which channel.

    def usual(self) -> str:
        """The way that reaches most of them: drafts, unless more can be written to by post."""
        by_post = sum(bool(letter.recipient.postal) for letter in self.ticked())
        by_mail = len(self.going(DRAFTS))
        return DRAFTS if by_mail and by_mail >= by_post else LETTERS

    def remarks(self, letter: Letter, channel: str) -> list[Message]:
        """What is odd about a letter that goes by that channel; what matters only to another way is not told."""
        own = letter.recipient
        elsewhere = own.mail_remarks if channel == LETTERS else own.postal_remarks
        return [said for said in letter.warnings if said not in elsewhere]

    def ticked(self) -> list[Letter]:
        return [letter for letter in self.letters if letter.organisation_id not in self.excluded]

    def going(self, channel: str) -> list[Letter]:
        """The letters that go by that channel."""
        return [letter for letter in self.ticked() if channel == LETTERS or letter.address]

    def left_out(self, channel: str) -> list[Letter]:
        """Those that were wanted and cannot go by that channel."""
        return [letter for letter in self.ticked() if channel != LETTERS and not letter.address]

    def sent(self, organisation_ids: Iterable[int]) -> None:
        """These went: they leave the review."""
        gone = set(organisation_ids)
        self._ids = [one for one in self._ids if one not in gone]
        self.letters = [letter for letter in self.letters if letter.organisation_id not in gone]
        for one in gone:
            self.failures.pop(one, None)

    def failed(self, outcomes: Iterable[Outcome]) -> None:
        """These did not go: they stay, with the reason."""
        for outcome in outcomes:
            if outcome.failure is not None:
                self.failures[outcome.letter.organisation_id] = str(outcome.failure)

    # The record of it.

    def record(self, channel: str, letters: Sequence[Letter], failures: dict[int, str] | None = None) -> int:
        """Keep that these went out today, as one action that can be undone; the mailing's id."""
        from oci_desktop.services.mailings import SentTo, mailing_label, record_mailing

        said = failures or {}
        went = len([letter for letter in letters if letter.organisation_id not in said])
        subjects = list(dict.fromkeys(letter.subject for letter in letters))
        with self.database.write(mailing_label(self.occasion.kind, went)) as write:
            return record_mailing(
                write,
                self.occasion.kind,
                channel,
                self.campaign_id,
                subjects[0] if subjects else None,
                self.day,
                [
                    SentTo(
                        letter.organisation_id, letter.recipient.person_id, letter.recipient.addressed_to,
                        _place(letter.recipient, channel), letter.language, said.get(letter.organisation_id),
                    )
                    for letter in letters
                ],
            )  # fmt: skip


def _place(recipient: Recipient, channel: str) -> str | None:
    """Where it went: the e-mail address, or the address on the envelope without the names."""
    if channel != LETTERS:
        return recipient.email
    return ", ".join(recipient.postal[-2:]) or None
