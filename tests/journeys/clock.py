"""The clock of a test: the whole program believes it, even modules that took `today` before it was set."""

from __future__ import annotations

import datetime
from types import SimpleNamespace

import pytest

from oci_desktop import dates


class Clock:
    """`clock.today = "2027-10-12"` and it is that day; what is stored as the moment of an action stays true."""

    def __init__(self, today: str) -> None:
        self.today = today

    def set_on(self, monkeypatch: pytest.MonkeyPatch) -> Clock:
        clock = self

        class Day(datetime.date):
            @classmethod
            def today(cls) -> datetime.date:
                return datetime.date.fromisoformat(clock.today)

        known = {name: getattr(datetime, name) for name in ("datetime", "timedelta")}
        monkeypatch.setattr(dates, "datetime", SimpleNamespace(date=Day, **known))
        return self
