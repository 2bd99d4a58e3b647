"""The marks of the team in a line of the inbox: what gives way when room is short, and that nothing jumps."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPixmap
from PySide6.QtWidgets import QStyleOptionViewItem

from app.domain.clock import FakeClock
from app.domain.ids import ConversationId
from app.domain.rows import InboxRow
from app.words.formats import Formats
from tests.fake_desk import FakeDesk
from tests.fake_team import LEA
from tests.gui.look import theme
from tests.waits import half_hour
from ui.inbox.kept_paint import KeptPaint
from ui.inbox.list_delegate import InboxDelegate
from ui.inbox.list_model import InboxListModel
from ui.inbox.row_face import RowFace, row_face
from ui.inbox.row_marks import shown_tags, window_in
from ui.theme.theme import Theme
from ui.theme.tokens import load_tokens
from ui.widgets.paint_chip import Chip, paint_chip

__all__ = ["theme"]

LIMITS = load_tokens().thresholds
FORMATS = Formats("en", "Europe/Paris")
CLOCK = FakeClock()
ONE = ConversationId("c-003")


def face(**changes: object) -> RowFace:
    row = FakeDesk(CLOCK).inbox_row(ONE)
    assert row is not None
    shown: InboxRow = replace(row, **changes)  # type: ignore[arg-type]
    return row_face(shown, CLOCK.now(), half_hour(shown, CLOCK.now()), FORMATS, LIMITS)


def painted(theme: Theme, shown: RowFace, width: int = 360) -> QImage:
    """One line as the list paints it."""
    model = InboxListModel(lambda _key: row(), lambda _key: [], str)
    model.show([ONE], has_more=False)
    delegate = InboxDelegate(theme, lambda _row: shown, lambda _key: ("", 0))
    pixmap = QPixmap(width, 64)
    pixmap.fill(theme.colors.surface)
    painter = QPainter(pixmap)
    option = QStyleOptionViewItem()
    option.rect = QRect(0, 0, width, 64)
    option.direction = Qt.LayoutDirection.LeftToRight
    delegate.paint(painter, option, model.index(0))
    painter.end()
    return pixmap.toImage()


def row() -> InboxRow:
    found = FakeDesk(CLOCK).inbox_row(ONE)
    assert found is not None
    return found


def changed(one: QImage, other: QImage) -> QRect:
    """The box around all pixels in which they differ."""
    places = [
        (x, y)
        for x in range(one.width())
        for y in range(one.height())
        if one.pixelColor(x, y) != other.pixelColor(x, y)
    ]
    if not places:
        return QRect()
    xs, ys = [x for x, _y in places], [y for _x, y in places]
    return QRect(min(xs), min(ys), max(xs) - min(xs) + 1, max(ys) - min(ys) + 1)


@pytest.mark.parametrize(
    ("tags", "room", "wanted"),
    [
        (("VIP",), 200, ["VIP"]),
        (("VIP", "Quote"), 200, ["VIP", "Quote"]),
        (("VIP", "Quote", "Colour", "Kids"), 200, ["VIP", "Quote", "+2"]),
        (("VIP", "Quote"), 80, ["VIP", "+1"]),
        (("A very long tag that nobody can read",), 90, ["A very long tag that nobody can read"]),
        (("VIP", "Quote"), 45, ["2"]),
        (("VIP",), 12, []),
    ],
)
def test_tags_give_way_one_by_one(theme: Theme, tags: tuple[str, ...], room: int, wanted: list[str]) -> None:
    shown = shown_tags(KeptPaint(theme), tags, room)
    assert [chip.text for chip, _width in shown] == wanted
    assert sum(width for _chip, width in shown) <= room
    assert all(width <= 84 for _chip, width in shown)


def test_the_end_of_the_window_is_an_icon_where_the_customers_words_would_go(theme: Theme) -> None:
    chip = Chip("24 h are over", "neutral", "lock")
    kept = KeptPaint(theme)
    assert window_in(kept, 300, chip) is chip
    assert window_in(kept, 150, chip) == Chip("", "neutral", "lock")


def test_whose_it_is_stands_at_the_portrait_and_moves_nothing(theme: Theme) -> None:
    nobody = painted(theme, face())
    mine = painted(theme, face(assignee_id=LEA, assignee_name="Léa Fontaine", is_mine=True))
    his = painted(theme, face(assignee_id="member-luc", assignee_name="Luc Petit"))
    for other in (mine, his):
        box = changed(nobody, other)
        assert box.width() <= 18 and box.height() <= 18
    assert not changed(mine, his).isEmpty()  # the same letter, and still told apart


def test_who_is_there_has_a_place_of_its_own(theme: Theme) -> None:
    held = face(assignee_id=LEA, assignee_name="Léa Fontaine", is_mine=True)
    eye, pencil = replace(held, presence="viewing"), replace(held, presence="typing")
    box = changed(painted(theme, held), painted(theme, eye))
    assert box.width() <= 18 and box.height() <= 18 and box.bottom() < 32
    assert not changed(painted(theme, eye), painted(theme, pencil)).isEmpty()


def test_new_and_ad_are_words_where_there_is_room_and_go_before_the_name_does(theme: Theme) -> None:
    special = face(is_new=True, is_from_ad=True)
    wide = changed(painted(theme, face(), 700), painted(theme, special, 700))
    assert wide.width() > 60 and wide.bottom() < 32
    waiting = {"waiting_since_at": CLOCK.now() - timedelta(days=2), "name": "Maximiliane von Hohenstein"}
    narrow = changed(painted(theme, face(**waiting), 200), painted(theme, face(**waiting, is_new=True), 200))
    assert narrow.isEmpty()


def test_a_kept_chip_looks_as_one_that_is_painted_anew(theme: Theme) -> None:
    kept = KeptPaint(theme)
    chip = Chip("since Tue 9:45", "danger", ring=3.2)
    images = []
    for way in ("kept", "kept", "anew"):
        pixmap = QPixmap(160, 20)
        pixmap.fill(theme.colors.surface)
        painter = QPainter(pixmap)
        if way == "kept":
            kept.chip(painter, QRectF(0, 0, 160, 20), chip)
        else:
            paint_chip(painter, QRectF(0, 0, 160, 20), theme, chip)
        painter.end()
        images.append(pixmap.toImage())
    assert images[0] == images[1]
    assert changed(images[0], images[2]).isEmpty()
    assert len(kept._pictures) == 1


def test_a_dark_theme_keeps_pictures_of_its_own(theme: Theme, qapp: object) -> None:
    kept = KeptPaint(theme)
    chip = Chip("VIP")

    def shown() -> QImage:
        pixmap = QPixmap(60, 20)
        pixmap.fill(Qt.GlobalColor.white)
        painter = QPainter(pixmap)
        kept.chip(painter, QRectF(0, 0, 60, 20), chip)
        painter.end()
        return pixmap.toImage()

    light = shown()
    theme.set_choice("dark")
    assert not changed(light, shown()).isEmpty()
