"""Contact points: how to reach an organisation, a person, or somebody in a role."""

from __future__ import annotations

from dataclasses import dataclass

from oci_desktop.model.codes import ADDRESS_KINDS


@dataclass(frozen=True)
class ContactPoint:
    """One address, telephone or e-mail; an address uses the fields from `street` to `country`."""

    kind: str
    value: str | None = None
    label: str | None = None
    street: str | None = None
    city: str | None = None
    province: str | None = None
    postal_code: str | None = None
    country: str | None = None
    state: str | None = None
    state_on: str | None = None
    id: int | None = None

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed: such a point is not kept."""
        if self.kind in ADDRESS_KINDS:
            return not (self.street or self.city or self.postal_code)
        return not self.value
