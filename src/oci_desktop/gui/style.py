"""The style sheet: one template, filled with the tokens of a theme."""

from __future__ import annotations

from collections.abc import Mapping
from string import Template

# No rule for every widget: text colour and font are the palette's and the application's, and a rule on QWidget or *
# would be worked out for each of the hundred widgets of the first window.
_SHEET = Template("""
QAbstractItemView, QTabBar, QPushButton { outline: 0; }
QMainWindow, QDialog, #window { background: $window; }
QToolTip { background: $panel; color: $text; border: 1px solid $line; padding: 4px 6px; font-size: 13px; }

QLabel { background: transparent; }
QLabel[look="title"] { font-size: 22px; font-weight: 700; }
QLabel[look="record"] { font-size: 18px; font-weight: 700; }
QLabel[look="card"] { font-weight: 700; }
QLabel[look="strong"] { font-weight: 600; }
QLabel[look="figure"] { font-size: 24px; font-weight: 700; }
QLabel[look="section"] { font-size: 12px; font-weight: 700; color: $secondary; letter-spacing: 0.6px; }
QLabel[look="secondary"] { color: $secondary; }
QLabel[look="small"] { color: $secondary; font-size: 13px; }
QLabel[look="error"] { color: $late; font-size: 13px; }
QLabel[look="warning"] { color: $pending; font-size: 13px; }
QLabel[look="good"] { color: $good; font-size: 13px; }

QPushButton, QToolButton[look="button"] {
    background: $panel; border: 1px solid $line; border-radius: 6px; padding: 0 12px; min-height: 30px; }
QPushButton:hover, QToolButton[look="button"]:hover { background: $hover; border-color: $field_border; }
QPushButton:pressed, QPushButton:checked, QToolButton[look="button"]:pressed { background: $tint; }
QPushButton[tight="true"] { padding: 0; }
QPushButton:focus, QToolButton[look="button"]:focus { border-color: $accent; }
QPushButton:disabled { color: $secondary; background: $window; }
QPushButton[look="primary"], QPushButton[look="normal"]:default {
    background: $accent; border-color: $accent; color: $on_accent; font-weight: 600; }
QPushButton[look="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[look="primary"]:focus { border: 2px solid $text; }
QPushButton[look="primary"]:disabled { background: $neutral_tint; border-color: $line; color: $secondary; }
QPushButton[look="danger"] { color: $late; }
QPushButton[look="link"] {
    background: transparent; border: 0; border-radius: 4px; padding: 0 2px 0 0; min-height: 22px;
    color: $accent; font-size: 13px; font-weight: 600; text-align: left; }
QPushButton[look="link"]:hover { text-decoration: underline; }
QPushButton[look="link"]:focus { border: 1px solid $accent; }
QPushButton[look="plain"], QToolButton[look="plain"] {
    background: transparent; border: 1px solid transparent; border-radius: 6px; padding: 0 6px; min-height: 26px; }
QPushButton[look="plain"]:hover, QToolButton[look="plain"]:hover { background: $neutral_tint; }
QPushButton[look="plain"]:focus, QToolButton[look="plain"]:focus { border-color: $accent; }
QPushButton[look="chip"] {
    background: $panel; border: 1px solid $line; border-radius: 13px; min-height: 24px; max-height: 24px;
    padding: 0 10px 0 14px; }
QPushButton[look="chip"]:hover { background: $hover; border-color: $field_border; }
QPushButton[look="chip"]:focus { border-color: $accent; }
QPushButton[look="chip"][active="true"] { background: $tint; border-color: $accent; color: $accent; font-weight: 600; }
QPushButton::menu-indicator, QToolButton::menu-indicator { image: none; width: 0; }

QLineEdit, QTextEdit, QPlainTextEdit, QComboBox, QSpinBox, QDateEdit, QAbstractSpinBox {
    background: $panel; border: 1px solid $field_border; border-radius: 6px;
    selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit, QComboBox, QAbstractSpinBox { padding: 0 11px; min-height: 31px; }
SearchField { padding: 0 4px; }
QTextEdit, QPlainTextEdit { padding: 5px 8px; }
QLineEdit:focus, QTextEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QAbstractSpinBox:focus {
    border: 2px solid $accent; padding-left: 10px; padding-right: 10px; min-height: 29px; }
SearchField:focus { padding-left: 3px; padding-right: 3px; }
QTextEdit:focus, QPlainTextEdit:focus { padding: 4px 7px; min-height: 0; }
QLineEdit[state="error"], QPlainTextEdit[state="error"], QComboBox[state="error"] { border-color: $late; }
QLineEdit[state="warning"], QPlainTextEdit[state="warning"], QComboBox[state="warning"] { border-color: $pending; }
QLineEdit:disabled, QComboBox:disabled, QPlainTextEdit:disabled { background: $window; border-color: $line; }
QLineEdit:read-only { background: $window; border-color: $line; }
QComboBox QLineEdit, QAbstractSpinBox QLineEdit { border: 0; padding: 0; background: transparent; }
QComboBox::drop-down { border: 0; width: 28px; }
QComboBox::down-arrow, QDateEdit::down-arrow { image: url(:/oci-$theme/down.svg); width: 16px; height: 16px; }
QComboBox QAbstractItemView {
    background: $panel; border: 1px solid $line; selection-background-color: $tint; selection-color: $text;
    padding: 4px; }
QComboBox QAbstractItemView::item { min-height: 28px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: 0; width: 22px; background: transparent; }
QAbstractSpinBox::up-arrow { image: url(:/oci-$theme/up.svg); width: 14px; height: 14px; }
QAbstractSpinBox::down-arrow { image: url(:/oci-$theme/down.svg); width: 14px; height: 14px; }

QCheckBox, QRadioButton { spacing: 8px; min-height: 24px; background: transparent; }
QCheckBox::indicator, QRadioButton::indicator, QMenu::indicator:non-exclusive, QListView::indicator {
    width: 15px; height: 15px; border: 1px solid $field_border; border-radius: 4px; background: $panel; }
QRadioButton::indicator { border-radius: 8px; }
QCheckBox::indicator:focus, QRadioButton::indicator:focus { border: 2px solid $accent; width: 13px; height: 13px; }
QCheckBox::indicator:checked, QMenu::indicator:non-exclusive:checked, QListView::indicator:checked {
    background: $accent; border-color: $accent; image: url(:/oci-$theme/tick.svg); }
QCheckBox::indicator:indeterminate { background: $accent; border-color: $accent; image: url(:/oci-$theme/dash.svg); }
QRadioButton::indicator:checked { border: 5px solid $accent; width: 7px; height: 7px; background: $on_accent; }
QCheckBox:disabled, QRadioButton:disabled { color: $secondary; }

QGroupBox { border: 0; margin-top: 22px; font-weight: 600; }
QGroupBox::title { subcontrol-origin: margin; left: 0; }

QMenu { background: $panel; border: 1px solid $line; padding: 5px; }
QMenu::item { padding: 6px 26px 6px 12px; border-radius: 4px; min-height: 18px; }
QMenu::item:selected { background: $tint; color: $text; }
QMenu::item:disabled { color: $secondary; }
QMenu::icon { left: 8px; }
QMenu::indicator { left: 8px; }
QMenu::separator { height: 1px; background: $line; margin: 5px 8px; }
QMenuBar { background: $side; border-bottom: 1px solid $line; }
QMenuBar::item { padding: 4px 10px; background: transparent; }
QMenuBar::item:selected { background: $tint; }

QScrollBar { background: transparent; border: 0; margin: 0; }
QScrollBar:vertical { width: 12px; } QScrollBar:horizontal { height: 12px; }
QScrollBar::handle { background: $scroll; border-radius: 4px; }
QScrollBar::handle:hover { background: $field_border; }
QScrollBar::handle:vertical { min-height: 34px; margin: 2px 2px; }
QScrollBar::handle:horizontal { min-width: 34px; margin: 2px 2px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; border: 0; }
QScrollArea { border: 0; background: transparent; }
QScrollArea[look="panel"] > QWidget > QWidget { background: $panel; }
QScrollArea[look="window"] > QWidget > QWidget { background: $window; }

QTableView, QTreeView, QListView { background: $panel; border: 0; selection-background-color: $selected;
    selection-color: $text; alternate-background-color: $panel; }
QTableView[look="framed"], QTreeView[look="framed"], QListView[look="framed"] {
    border: 1px solid $line; border-radius: 6px; }
QTreeView::item, QListView::item { min-height: 30px; }
QHeaderView { background: $panel; border: 0; }
QHeaderView::section {
    background: $panel; color: $secondary; font-size: 13px; font-weight: 700; border: 0;
    border-bottom: 1px solid $line; padding: 0 8px; }
QTableCornerButton::section { background: $panel; border: 0; border-bottom: 1px solid $line; }

QSplitter::handle { background: $line; }
QProgressBar { background: $neutral_tint; border: 0; border-radius: 3px; max-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QTabWidget::pane { border: 0; border-top: 1px solid $line; }
QTabBar::tab { background: transparent; color: $secondary; padding: 5px 2px 7px; margin-right: 9px;
    border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: $accent; border-bottom-color: $accent; font-weight: 600; }
QTabBar::scroller { width: 44px; }
QTabBar QToolButton { background: $panel; border: 0; border-radius: 4px; }
QTabBar QToolButton:hover { background: $neutral_tint; }
QTabBar QToolButton::left-arrow { image: url(:/oci-$theme/left.svg); width: 14px; height: 14px; }
QTabBar QToolButton::right-arrow { image: url(:/oci-$theme/right.svg); width: 14px; height: 14px; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:focus { color: $accent; border-bottom: 2px solid $text; }
QCalendarWidget QWidget { background: $panel; alternate-background-color: $panel; }
QCalendarWidget QAbstractItemView { selection-background-color: $accent; selection-color: $on_accent; border: 0; }
QCalendarWidget QAbstractItemView:disabled { color: $secondary; }
QCalendarWidget QToolButton {
    background: $panel; color: $text; border: 0; border-radius: 4px; padding: 4px 8px; font-weight: 600; }
QCalendarWidget QToolButton::menu-indicator { image: none; }
QCalendarWidget QToolButton:hover { background: $tint; }

#sidebar { background: $side; border-right: 1px solid $line; }
#acronym { font-size: 16px; font-weight: 600; }
QPushButton[look="nav"] {
    background: transparent; border: 1px solid transparent; border-radius: 6px; min-height: 33px; text-align: left;
    padding: 0 10px 0 12px; }
QPushButton[look="nav"]:hover { background: $neutral_tint; }
QPushButton[look="nav"]:checked { background: $tint; color: $accent; font-weight: 600; }
QPushButton[look="nav"]:focus { border-color: $accent; }
#status { background: $side; border-top: 1px solid $line; }
#status QLabel, #status QPushButton { color: $secondary; font-size: 13px; font-weight: 400; }
#status QPushButton { border: 0; background: transparent; padding: 0 4px; min-height: 18px; }
#status QPushButton:hover { color: $text; text-decoration: underline; }
#status QPushButton:focus { color: $text; text-decoration: underline; }
#search { background: $panel; border: 1px solid $field_border; border-radius: 6px; text-align: left;
    color: $secondary; padding: 0 10px; min-height: 31px; }
#search:hover { background: $panel; border-color: $secondary; }
#search:focus { border: 2px solid $accent; padding: 0 9px; min-height: 29px; }
QPushButton[other-day="true"] {
    background: $pending_tint; border: 1px solid $pending; color: $pending; font-weight: 600; }
QPushButton[other-day="true"]:hover { background: $pending_tint; border: 1px solid $text; }
#line { background: $line; }
#panel, QWidget[look="panel"] { background: $panel; }
#record { background: $panel; border-left: 1px solid $line; }
Card { background: $panel; border: 1px solid $line; border-radius: 10px; }
Strip { background: $pending_tint; border: 1px solid $pending_line; border-radius: 6px; }
Strip[tone="good"] { background: $good_tint; border-color: $good_line; }
Strip[tone="late"] { background: $late_tint; border-color: $late_line; }
Strip[tone="neutral"] { background: $neutral_tint; border-color: $line; }
Strip[tone="accent"] { background: $tint; border-color: $tint; }
#selection { background: $tint; border-top: 1px solid $line; }
#palette { background: $panel; border: 1px solid $field_border; border-radius: 10px; }
#palette QLineEdit { border: 0; border-bottom: 1px solid $line; border-radius: 0; font-size: 16px; min-height: 46px;
    background: transparent; padding: 0 14px; }
""")

_ICONS = {"down.svg": "chevron-down", "up.svg": "chevron-up", "left.svg": "chevron-left", "right.svg": "chevron-right"}
_TICKS = {"tick.svg": "check", "dash.svg": "minus"}


def style_sheet(name: str, tokens: Mapping[str, str]) -> str:
    """The whole style sheet of a theme ("light" or "dark")."""
    from oci_desktop.gui import icons

    files = {file: icons.coloured(icon, tokens["secondary"]) for file, icon in _ICONS.items()}
    files |= {
        file: icons.coloured(icon, tokens["on_accent"]).replace(b'stroke-width="1.75"', b'stroke-width="3"')
        for file, icon in _TICKS.items()
    }
    icons.register(f"oci-{name}", files)
    return _SHEET.substitute(
        tokens,
        theme=name,
        accent_hover=blend(tokens["accent"], tokens["text"], 0.16),
        scroll=blend(tokens["side"], tokens["secondary"], 0.22),
        pending_line=blend(tokens["pending_tint"], tokens["pending"], 0.3),
        good_line=blend(tokens["good_tint"], tokens["good"], 0.3),
        late_line=blend(tokens["late_tint"], tokens["late"], 0.3),
    )


def blend(under: str, over: str, share: float) -> str:
    """`over` laid on `under` with that opacity, as one opaque colour."""
    pairs = ((int(under[n : n + 2], 16), int(over[n : n + 2], 16)) for n in (1, 3, 5))
    return "#" + "".join(f"{round(low + (high - low) * share):02x}" for low, high in pairs)
