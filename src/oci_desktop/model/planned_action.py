"""What a member means to do about an item: the action, who does it, until when."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ActionDraft:
    """One action of one member in one campaign (level B only). `to_confirm`: carried over from the last campaign."""

    self_assessment_id: int
    text: str = ""
    questionnaire_item_id: int | None = None
    owner: str | None = None
    due_on: str | None = None
    state: str = "to_do"
    to_confirm: int = 0
    id: int | None = None
    ref: str | None = None
    version: int = 0
