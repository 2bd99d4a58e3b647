"""Every part in every state on one page, in both languages and themes: what a part looks like is decided here.

    python -m ui.gallery --out DIR      # gallery-fr-light.png, gallery-fr-light-2x.png, … without a screen

Its sentences are samples for eyes that judge the look; no user meets them, so they are not in the catalogue.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final, Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from app.words import set_language
from ui.gallery_bubbles import Bubbles, samples
from ui.gallery_parts import (
    COLUMN_PX,
    Column,
    Paint,
    Ringed,
    Sample,
    captioned,
    picture,
    row_of,
    strip_painter,
)
from ui.gallery_words import WORDS, Words
from ui.theme.icons import IconName
from ui.theme.theme import Choice, Theme
from ui.theme.tokens import Role, Weight
from ui.widgets.button import Button, IconButton, Kind
from ui.widgets.choice import Option, Segmented, TabStrip
from ui.widgets.controls import CheckBox, Radio, Toggle
from ui.widgets.dialog import ConfirmDialog
from ui.widgets.inputs import Field, Input
from ui.widgets.labels import ElidedLabel, Label
from ui.widgets.menu import Menu
from ui.widgets.paint_avatar import Portrait, paint_assignee, paint_avatar
from ui.widgets.paint_basic import fill_round, paint_icon, paint_row_ring, ratio_of
from ui.widgets.paint_chip import wait_chip, window_chip
from ui.widgets.paint_marks import TickState, paint_badge, paint_ring, paint_tick
from ui.widgets.practice_banner import PracticeBanner
from ui.widgets.rail import NavigationRail, RailItem
from ui.widgets.small_parts import AvatarView, ChipView, EmptyState, paint_presence, paint_skeleton_row
from ui.widgets.status_bar import StatusBar
from ui.widgets.surfaces import Card
from ui.widgets.toast import Toast

_PAGE_PX: Final = 3 * COLUMN_PX + 4 * 24
State = Literal["rest", "hover", "down", "focus", "disabled"]
_STATES: Final[tuple[State, ...]] = ("rest", "hover", "down", "focus", "disabled")


class Gallery(QWidget):
    """The page. It is built for one language; the theme may change under it."""

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self._theme = theme
        self._words = words
        self.setFixedWidth(_PAGE_PX)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(PracticeBanner(theme))
        columns = QHBoxLayout()
        columns.setContentsMargins(24, 12, 24, 24)
        columns.setSpacing(24)
        for fill in (self._first, self._second, self._third):
            column = Column(theme)
            fill(column)
            column.end()
            columns.addWidget(column)
        page.addLayout(columns, 1)
        page.addWidget(self._status())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The ground of screens."""
        QPainter(self).fillRect(self.rect(), self._theme.colors.surface)

    # -- first column

    def _first(self, column: Column) -> None:
        w, theme = self._words, self._theme
        column.section(w.identity, Sample(COLUMN_PX, 72, self._paint_identity))
        column.section(w.colors, *(Sample(COLUMN_PX, 28, paint) for paint in self._swatches()))
        column.section(w.text, *self._texts())
        column.section(w.buttons, *self._buttons())
        column.section(w.fields, *self._fields())
        note = Label(theme, w.chips_note, role="small", ink="text_faint")
        column.section(w.chips, *self._chips(), note, *self._timers())

    def _paint_identity(self, painter: QPainter, rect: QRectF) -> None:
        theme, ratio = self._theme, ratio_of(painter)
        painter.drawPixmap(0, 12, theme.artwork("wordmark", 40, ratio))
        painter.drawPixmap(200, 4, theme.artwork("icon", 64, ratio))
        for left, size in ((280, 32), (328, 24), (368, 16)):
            painter.drawPixmap(
                left, round(rect.center().y() - size / 2), theme.artwork("icon-small", size, ratio)
            )

    def _swatches(self) -> list[Paint]:
        c, scheme = self._theme.colors, self._theme.scheme
        names = (
            "window surface_sunken surface surface_hover surface_pressed border_control text_faint text_muted text "
            "accent accent_soft bubble_out bubble_note danger warning success info"
        ).split()
        charts = self._theme.tokens.charts
        rows: tuple[Sequence[QColor], ...] = (
            [getattr(c, name) for name in names],
            charts.series[scheme],
            charts.ramp[scheme],
        )
        return [strip_painter(colors, c.border) for colors in rows]

    def _texts(self) -> list[QWidget]:
        w, theme = self._words, self._theme
        lines: list[tuple[str, Role, Weight]] = [
            (w.display, "display", "semibold"),
            (w.title, "title", "semibold"),
            (w.lead, "lead", "semibold"),
            (w.body, "body", "regular"),
            (w.small, "small", "regular"),
            (w.scripts, "body", "regular"),
        ]
        cut = ElidedLabel(theme, w.long_text, ink="text_muted")
        cut.setFixedWidth(240)
        return [*(Label(theme, text, role=role, weight=weight) for text, role, weight in lines), row_of(cut)]

    def _buttons(self) -> list[QWidget]:
        w, theme = self._words, self._theme
        kinds: tuple[tuple[str, Kind], ...] = (
            (w.answer, "soft"),
            (w.other, "quiet"),
            (w.see_list, "link"),
        )
        sizes = [
            Button(theme, "28", height="small"),
            Button(theme, "32"),
            Button(theme, "40", height="large"),
        ]
        on = IconButton(theme, "panel-right", w.panel, is_checkable=True)
        on.setChecked(True)
        hovered = IconButton(theme, "search", w.search)
        hovered.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
        segmented = Segmented(theme, w.period, [Option("day", w.day), Option("week", w.week)])
        return [
            self._states("primary", w.send),
            self._states("default", w.done),
            row_of(
                *(Button(theme, text, kind=kind) for text, kind in kinds),
                Button(theme, w.erase, kind="danger", icon="trash-2"),
            ),
            row_of(
                Button(theme, w.send, kind="primary", icon="send", key_hint="⏎"),
                Button(theme, w.filter, icon="sliders-horizontal"),
                segmented,
            ),
            row_of(
                *sizes,
                IconButton(theme, "search", w.search),
                hovered,
                on,
                IconButton(theme, "ellipsis", w.more, height="small"),
                Ringed(theme, IconButton(theme, "smile", w.emoji)),
                Button(
                    theme, "Léa", portrait=Portrait("lea", "Léa"), trailing="chevron-down", name=w.assigned
                ),
            ),
        ]

    def _states(self, kind: Kind, text: str) -> QWidget:
        parts: list[QWidget] = []
        for state in _STATES:
            button = Button(self._theme, text, kind=kind)
            button.setEnabled(state != "disabled")
            button.setDown(state == "down")
            button.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, state == "hover")
            shown = Ringed(self._theme, button, is_on=state == "focus")
            parts.append(captioned(self._theme, shown, self._words.states[state]))
        return row_of(*parts, gap=6)

    def _fields(self) -> list[QWidget]:
        w, theme = self._words, self._theme
        filled = Input(theme, w.first_name)
        filled.setText(w.people[0].split()[0])
        off = Input(theme, w.code, placeholder=w.code)
        off.setEnabled(False)
        wrong = Field(theme, w.phone)
        wrong.input.setText("+33 6 39 98")
        wrong.set_error(w.missing_digit)
        for part, width in ((filled, 140), (off, 140), (wrong, 220)):
            part.setFixedWidth(width)
        rest = Input(theme, w.first_name, placeholder=w.first_name)
        rest.setFixedWidth(140)
        search = Input(theme, w.search, placeholder=w.search, is_search=True, key_hint="Ctrl K")
        search.setFixedWidth(220)
        return [row_of(rest, filled, off, gap=12), row_of(wrong), row_of(search), self._marks_row()]

    def _marks_row(self) -> QWidget:
        w, theme = self._words, self._theme
        no, yes, some = (CheckBox(theme, text) for text in (w.no, w.yes, w.some))
        yes.setChecked(True)
        some.setTristate(True)
        some.setCheckState(Qt.CheckState.PartiallyChecked)
        a, b = Radio(theme, "A"), Radio(theme, "B")
        a.setChecked(True)
        on, off = Toggle(theme, w.sound), Toggle(theme, w.sound)
        on.setChecked(True)
        return row_of(no, yes, some, a, b, on, off, gap=4)

    def _chips(self) -> list[QWidget]:
        return [
            row_of(*(ChipView(self._theme, chip) for chip in line), gap=8) for line in self._words.chip_rows
        ]

    def _timers(self) -> list[QWidget]:
        w, limits = self._words, self._theme.tokens.thresholds
        waits = [
            wait_chip(text, share, limits) for text, share in zip(w.waits, (0.2, 0.6, 0.8, 1.4), strict=True)
        ]
        ends = [
            window_chip(text, left_s, limits)
            for text, left_s in zip(w.windows, (13000, 4000, 1400, 0), strict=True)
        ]
        rows = (waits, ends[:3], ends[3:])
        badges = [Sample(36, 20, self._badge_painter(count)) for count in (2, 12, 140)]
        chips = [row_of(*(ChipView(self._theme, chip) for chip in row)) for row in rows[:2]]
        last = row_of(*(ChipView(self._theme, chip) for chip in rows[2]), *badges)
        return [*chips, last, Sample(COLUMN_PX, 20, self._paint_ticks)]

    def _badge_painter(self, count: int) -> Paint:
        return lambda painter, rect: paint_badge(painter, rect, self._theme, count)

    def _paint_ticks(self, painter: QPainter, rect: QRectF) -> None:
        states: tuple[TickState, ...] = ("waiting", "sent", "delivered", "read", "failed")
        for number, state in enumerate(states):
            box = QRectF(28 * number, 0, 16, rect.height())
            paint_tick(painter, box, self._theme, state, self._theme.colors.text_faint)

    # -- second column

    def _second(self, column: Column) -> None:
        w, theme = self._words, self._theme
        column.section(w.avatars, *self._avatars())
        tabs = TabStrip(theme, w.views)
        tabs.set_options(w.tabs)
        tabs.choose(w.tabs[0].id)
        short = TabStrip(theme, w.views)
        short.set_options(w.tabs)
        short.choose(w.tabs[1].id)
        short.setFixedWidth(220)
        column.section(w.views, tabs, row_of(short))
        skeleton = Sample(360, 64, lambda p, r: paint_skeleton_row(p, r, theme))
        ring = Sample(360, 64, self._paint_focused_row)
        column.section(w.rows, ring, skeleton)
        column.section(w.toasts, *self._toasts(), Sample(COLUMN_PX, 32, self._paint_progress))
        column.section(w.empty, self._empty("coffee", 0, "soft"), self._empty("search", 1, "default"))

    def _avatars(self) -> list[QWidget]:
        theme = self._theme
        views = [
            row_of(*(AvatarView(theme, Portrait(name, name), 40) for name in self._words.people), gap=12)
        ]
        sizes = [AvatarView(theme, Portrait("Ana Field", "Ana Field"), s) for s in (20, 24, 32, 40, 64)]
        ana = Portrait("Ana Field", "Ana Field")

        def with_assignee(painter: QPainter, rect: QRectF) -> None:
            disc = rect.adjusted(2, 2, -6, -6)
            paint_avatar(painter, disc, theme, ana)
            paint_assignee(painter, disc, theme, "Léa")

        def with_presence(painter: QPainter, rect: QRectF) -> None:
            disc = QRectF(2, 8, 32, 32)
            paint_avatar(painter, disc, theme, Portrait("camille", "Camille Roux"))
            paint_presence(painter, disc, theme, is_present=True)

        corner = [Sample(48, 48, with_assignee), Sample(40, 48, with_presence)]
        return [*views, row_of(*sizes, *corner, gap=12)]

    def _paint_focused_row(self, painter: QPainter, rect: QRectF) -> None:
        paint_row_ring(painter, rect.adjusted(8, 0, -8, 0), self._theme)
        paint_avatar(painter, QRectF(16, 12, 40, 40), self._theme, Portrait("Marc Lefèvre", "Marc Lefèvre"))

    def _toasts(self) -> list[QWidget]:
        w, theme = self._words, self._theme
        return [
            Toast(theme, w.toast_done, action=w.undo),
            Toast(theme, w.toast_send, icon="send", ink="text_muted", action=w.undo, stay_ms=3000),
            Toast(theme, w.toast_offline, icon="wifi-off", ink="warning", action=w.details, stay_ms=0),
        ]

    def _paint_progress(self, painter: QPainter, rect: QRectF) -> None:
        c = self._theme.colors
        fill_round(painter, QRectF(0, 13, 200, 6), c.surface_pressed, 3)
        fill_round(painter, QRectF(0, 13, 128, 6), c.accent, 3)
        paint_ring(painter, QRectF(224, 0, 32, 32), c.accent, 0.64, 3)
        paint_icon(painter, QRectF(272, 0, 32, 32), self._theme, "pause", 18, c.text_muted)

    def _empty(self, icon: IconName, number: int, kind: Kind) -> QWidget:
        title, sentence, action = self._words.empties[number]
        card = Card(self._theme)
        column = QVBoxLayout(card)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(EmptyState(self._theme, icon, title, sentence, action=action, kind=kind))
        return card

    # -- third column

    def _third(self, column: Column) -> None:
        w, theme = self._words, self._theme
        column.section(w.menus, self._menu())
        dialog = ConfirmDialog(
            theme, w.dialog[0], w.dialog[1], confirm=w.erase, keep=w.keep, link=w.dialog[2]
        )
        dialog.setWindowFlags(Qt.WindowType.Widget)
        dialog.setFixedWidth(COLUMN_PX)
        column.section(w.dialogs, dialog)
        column.section(w.rail, row_of(self._rail(is_narrow=False), self._rail(is_narrow=True), gap=24))

    def _menu(self) -> QWidget:
        menu = Menu(self._theme, self._words.menus)
        for text, key, icon in self._words.menu_rows:
            menu.add(text, lambda: None, icon=icon, key=key)
        menu.add(self._words.block, lambda: None, icon="ban", is_danger=True)
        menu.setActiveAction(menu.actions()[1])
        menu.setWindowFlags(Qt.WindowType.Widget)
        menu.setFixedSize(QSize(216, menu.sizeHint().height()))
        return row_of(menu)

    def _rail(self, *, is_narrow: bool) -> NavigationRail:
        w = self._words
        rail = NavigationRail(self._theme, w.rail)
        rail.set_items(
            [
                RailItem("messages", "message-square", w.messages, badge=9),
                RailItem("contacts", "contact", "Contacts"),
            ],
            [
                RailItem("settings", "settings", w.settings),
                RailItem("me", "user", "Léa Fontaine", portrait=Portrait("lea", "Léa Fontaine")),
            ],
        )
        rail.set_active("messages")
        rail.set_narrow(is_narrow)
        rail.setMinimumHeight(380)
        return rail

    def _status(self) -> StatusBar:
        bar = StatusBar(self._theme)
        bar.set_state("success", self._words.facts, self._words.end_facts)
        return bar


def write_pictures(theme: Theme, folder: Path) -> list[Path]:
    """One picture per language, theme and ratio; returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    choices: tuple[Choice, ...] = ("light", "dark", "high_contrast")
    written: list[Path] = []
    for code, words in WORDS.items():
        set_language(code)
        for choice in choices:
            theme.set_choice(choice)
            pages = {"gallery": Gallery(theme, words), "bubbles": Bubbles(theme, code, samples())}
            for name, page in pages.items():
                for ratio, suffix in ((1.0, ""), (2.0, "-2x")):
                    path = folder / f"{name}-{code}-{choice}{suffix}.png"
                    picture(page, ratio).save(str(path))
                    written.append(path)
                page.deleteLater()
    return written


def main(argv: Sequence[str]) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m ui.gallery", description="Every part in every state.")
    parser.add_argument("--out", type=Path, required=True, help="the folder for the pictures")
    options = parser.parse_args(argv)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication(sys.argv[:1])
    theme = Theme()
    theme.apply(app)
    for path in write_pictures(theme, options.out):
        sys.stdout.write(f"{path}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
