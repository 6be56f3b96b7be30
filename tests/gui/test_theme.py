"""Colours that can be read, letters and icons that are there, a switch that reaches everything."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QFile
from PySide6.QtGui import QColor, QFont, QFontInfo
from PySide6.QtWidgets import QApplication

from oci_desktop.gui import fonts, icons, theme
from oci_desktop.gui.theme import DARK, LIGHT, Theme, Tokens


def luminance(colour: str) -> float:
    def channel(value: float) -> float:
        return value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4

    made = QColor(colour)
    return 0.2126 * channel(made.redF()) + 0.7152 * channel(made.greenF()) + 0.0722 * channel(made.blueF())


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_every_text_has_a_contrast_of_4_5(tokens: Tokens) -> None:
    grounds = ("window", "panel", "side", "selected", "hover")
    pairs = [(ink, ground) for ink in ("text", "secondary") for ground in grounds]
    pairs += [(tone, tone + "_tint") for tone in ("good", "pending", "late", "neutral")]
    pairs += [("accent", "panel"), ("accent", "tint"), ("on_accent", "accent"), ("text", "tint")]
    pairs += [("late", "panel"), ("pending", "panel"), ("secondary", "neutral_tint")]
    values = tokens._asdict()
    low = {pair: round(contrast(values[pair[0]], values[pair[1]]), 2) for pair in pairs}
    assert {pair: value for pair, value in low.items() if value < 4.5} == {}


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_field_borders_have_a_contrast_of_3(tokens: Tokens) -> None:
    assert contrast(tokens.field_border, tokens.panel) >= 3


def test_the_four_weights_of_lato_are_told_apart(qapp: Any) -> None:
    assert fonts.load()
    for weight in (QFont.Weight.Normal, QFont.Weight.DemiBold, QFont.Weight.Bold):
        assert QFontInfo(fonts.font(weight=weight)).family().startswith("Lato")
    widths = {fonts.font(30, w).weight() for w in (QFont.Weight.Normal, QFont.Weight.DemiBold, QFont.Weight.Bold)}
    assert len(widths) == 3


def test_switching_the_theme_changes_tokens_palette_and_sheet(qapp: QApplication) -> None:
    made = Theme(qapp, "light")
    told: list[str] = []
    made.changed.connect(lambda: told.append(made.mode))
    light = qapp.styleSheet()
    assert theme.tokens() is LIGHT
    made.set_mode("dark")
    assert theme.tokens() is DARK
    assert theme.is_dark()
    assert told == ["dark"]
    assert qapp.palette().window().color() == QColor(DARK.window)
    assert qapp.styleSheet() != light
    made.set_mode("light")
    assert theme.tokens() is LIGHT


def test_an_unknown_theme_is_refused(qapp: QApplication) -> None:
    with pytest.raises(ValueError, match="pink"):
        Theme(qapp, "light").set_mode("pink")


@pytest.mark.parametrize("folder", ["oci-light", "oci-dark"])
@pytest.mark.parametrize("name", ["tick.svg", "dash.svg", "up.svg", "down.svg", "left.svg", "right.svg"])
def test_qt_finds_the_arrows_and_ticks_of_the_style_sheet(qapp: QApplication, folder: str, name: str) -> None:
    made = Theme(qapp, "dark")
    made.set_mode("light")
    file = QFile(f":/{folder}/{name}")
    assert file.open(QFile.OpenModeFlag.ReadOnly)
    assert bytes(file.readAll().data()).strip().endswith(b"</svg>")


def test_an_icon_takes_the_colour_it_is_asked_in(qapp: QApplication) -> None:
    drawn = icons.pixmap("circle-check", "#ff0000", 24, 2.0)
    assert drawn.width() == 48
    assert drawn.devicePixelRatio() == 2.0
    image = drawn.toImage()
    colours = {
        image.pixelColor(x, y).name() for x in range(48) for y in range(48) if image.pixelColor(x, y).alpha() == 255
    }
    assert colours == {"#ff0000"}


def test_an_icon_that_does_not_exist_is_a_mistake() -> None:
    with pytest.raises(KeyError, match="no-such-icon"):
        icons.coloured("no-such-icon", "#000000")
