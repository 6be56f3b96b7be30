"""How a page wants its list: data alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from oci_desktop.queries.lists import ListDefinition

Filters = tuple[tuple[str, tuple[Any, ...]], ...]


class ListSetup(NamedTuple):
    """How a page wants its list. Texts are already translated; the page is rebuilt when the language changes."""

    name: str
    chips: Sequence[str] = ()
    """Keys of the filters always in sight; the others are under « Filtres »."""
    extra_filters: Sequence[tuple[str, str, Mapping[str, str]]] = ()
    """Filters that are not columns: key, English title, code → English label."""
    default_filters: Filters = ()
    columns: Sequence[str] = ()
    """The columns of the start, when the list's own choice does not suit this page."""
    new: str = ""
    """Words of the primary button, "" for none."""
    empty_icon: str = "list"
    empty_title: str = ""
    empty_text: str = ""
    empty_buttons: Sequence[tuple[str, Callable[[], object]]] = ()
    selection: Sequence[tuple[str, Callable[[list[int]], object]]] = ()
    """More things to do with several selected records: words, and what takes their ids."""
    built_in: Sequence[tuple[str, Filters]] = ()
    """Lists that every file has: a name, and what they filter by."""
    selection_first: bool = False
    """Whether these come before copying: where they are what the list is for."""
    adapt: Callable[[ListDefinition], ListDefinition] | None = None
    """What the screen shows more fully than exports and reports do."""
    emails: bool = True
    """Whether « Copier les courriels » means something here."""
