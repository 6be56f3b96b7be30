"""No test ever opens a real box: what tests put in the place of `messages` has every one of its functions."""

from __future__ import annotations

import inspect

import pytest

from oci_desktop.gui import messages
from tests.gui.pages.conftest import BOXES, Boxes


@pytest.mark.parametrize("name", BOXES)
def test_every_box_is_replaced_by_one_that_takes_the_same(name: str, boxes: Boxes) -> None:
    replaced = getattr(messages, name)
    assert replaced == getattr(boxes, name)


@pytest.mark.parametrize("name", BOXES)
def test_what_replaces_a_box_is_called_alike(name: str) -> None:
    real = inspect.signature(getattr(messages, name)).parameters.values()
    mine = list(inspect.signature(getattr(Boxes(), name)).parameters.values())
    given = [each for each in real if each.kind is not inspect.Parameter.KEYWORD_ONLY]
    assert len([each for each in mine if each.kind is not inspect.Parameter.VAR_KEYWORD]) == len(given)


def test_all_that_opens_a_box_is_known() -> None:
    assert {"confirm", "error", "ask_password", "choose_open_files", "start_program"} <= set(BOXES)
