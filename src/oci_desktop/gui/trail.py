"""Where the person has been: Alt+← goes back, Alt+→ forward again."""

from __future__ import annotations

from oci_desktop.gui.context import Place

_KEPT = 100


class Trail:
    """The places visited, and which of them is shown."""

    def __init__(self) -> None:
        self._places: list[Place] = []
        self._at = -1

    def note(self, place: Place) -> None:
        """The person is at `place` now; what was ahead is forgotten. Another record of one page is a new place."""
        if self._at >= 0 and self._places[self._at] == place:
            return
        here = self._places[self._at] if self._at >= 0 else None
        del self._places[self._at + 1 :]
        if here is not None and here.page == place.page and not here.record:
            self._places[self._at] = place  # the page filled itself: one step, not two
        else:
            self._places.append(place)
        del self._places[:-_KEPT]
        self._at = len(self._places) - 1

    def back(self) -> Place | None:
        return self._step(-1)

    def forward(self) -> Place | None:
        return self._step(1)

    def _step(self, step: int) -> Place | None:
        if not 0 <= self._at + step < len(self._places):
            return None
        self._at += step
        return self._places[self._at]
