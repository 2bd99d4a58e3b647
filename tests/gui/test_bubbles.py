"""Every type of message as a bubble: what it says, what answers to a click, that it can be painted."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QImage, QPainter, QPixmap
from pytestqt.qtbot import QtBot

from app.domain.contents import Content, Media, Trouble
from app.domain.media import MediaState
from app.domain.rows import MessageRow, ReactionRow
from app.words import set_language
from app.words.formats import Formats
from ui.conversation import parts as p
from ui.conversation.blocks.base import NoPictures, NoSounds
from ui.conversation.bubble_face import BubbleFace, Neighbours, bubble_face, spoken_bubble
from ui.conversation.bubble_layout import BubbleLayout, lay_out
from ui.conversation.bubble_paint import paint_bubble
from ui.gallery_bubbles import NOW, WIDTH, samples
from ui.theme.theme import Theme

ROWS = samples()


@pytest.fixture(autouse=True)
def english() -> None:
    set_language("en")


@pytest.fixture
def theme(qtbot: QtBot) -> Theme:
    return Theme()


def face_of(row: MessageRow, language: str = "en") -> BubbleFace:
    return bubble_face(row, Neighbours(None, None), NOW, Formats(language, "Europe/Paris"))


def sample(kind: str, number: int = 0) -> MessageRow:
    return [row for row in ROWS if row.kind == kind][number]


def laid_out(theme: Theme, row: MessageRow, *, width: float = WIDTH, is_rtl: bool = False) -> BubbleLayout:
    return lay_out(theme, face_of(row), width, 24, is_rtl=is_rtl)


@pytest.mark.parametrize("row", ROWS, ids=[f"{row.pos}-{row.kind}" for row in ROWS])
@pytest.mark.parametrize("width", [320, WIDTH])
@pytest.mark.parametrize("is_rtl", [False, True])
def test_every_type_stays_inside_its_pane(theme: Theme, row: MessageRow, width: int, is_rtl: bool) -> None:
    layout = laid_out(theme, row, width=width, is_rtl=is_rtl)
    pane = QRectF(0, 0, width, layout.height)
    assert layout.height > 0 and pane.contains(layout.bubble)
    assert all(layout.bubble.adjusted(-1, -1, 1, 1).contains(one.rect) for one in layout.blocks)


@pytest.mark.parametrize("row", ROWS, ids=[f"{row.pos}-{row.kind}" for row in ROWS])
def test_every_type_is_painted_and_spoken(theme: Theme, row: MessageRow) -> None:
    face, layout = face_of(row), laid_out(theme, row)
    image = QImage(WIDTH, round(layout.height) + 1, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    clip = QRectF(image.rect())
    paint_bubble(
        painter, QPointF(0, 0), theme, face, layout, clip=clip, pictures=NoPictures(), sounds=NoSounds()
    )
    painter.end()
    assert image.pixelColor(layout.bubble.center().toPoint()).alpha() > 0 or layout.notice is not None
    assert len(spoken_bubble(face)) > 8


def test_an_order_has_its_lines_and_their_total() -> None:
    face = face_of(sample("order"), "fr")
    rows = next(part for part in face.above if isinstance(part, p.Rows)).rows
    assert [row.value for row in rows] == ["1 × 24,00\xa0€", "2 × 9,50\xa0€", "43,00\xa0€"]
    assert rows[-1].is_total and face.text == "Livraison samedi svp"
    title = next(part for part in face.above if isinstance(part, p.Line) and part.is_title)
    assert title.words == "Order, 3 articles"  # one and two


def test_an_order_in_two_currencies_has_no_total() -> None:
    row = sample("order")
    assert row.content is not None and row.content.order is not None
    first, second = row.content.order.lines
    order = replace(row.content.order, lines=(first, replace(second, currency="USD")))
    face = face_of(replace(row, content=Content(order=order)))
    rows = next(part for part in face.above if isinstance(part, p.Rows)).rows
    assert len(rows) == 2 and not rows[-1].is_total


def test_a_file_that_is_no_picture_is_never_drawn_as_one() -> None:
    row = replace(sample("image"), media=MediaState("stored", "aa" * 32, 900, "application/x-msdownload"))
    [card] = face_of(row).above
    assert isinstance(card, p.FileCard) and card.is_risky


def test_a_document_without_a_caption_does_not_say_its_name_twice() -> None:
    media = Media("application/pdf", name="devis.pdf")
    row = replace(sample("document"), text="devis.pdf", content=Content(media=media))
    face = face_of(row)
    assert face.text == "" and isinstance(face.above[0], p.FileCard) and face.above[0].name == "devis.pdf"


@pytest.mark.parametrize(
    ("media", "words"),
    [
        (MediaState("fetching"), "Photo, still being received"),
        (MediaState("lost", code="expired"), "Photo, no longer available"),
        (MediaState("lost", code="too_large"), "Photo, too large to be received"),
        (MediaState("lost", code="wrong_hash"), "Photo, arrived damaged and was thrown away"),
    ],
)
def test_a_photo_that_is_not_here_says_why(media: MediaState, words: str) -> None:
    assert face_of(replace(sample("image"), media=media)).above == (p.Line(words, "image"),)


def test_what_the_customer_deleted_is_not_shown_any_more() -> None:
    row = replace(sample("text"), is_revoked=True, text="secret", reactions=(ReactionRow("👍"),))
    face = face_of(row)
    assert face.text == "" and "secret" not in spoken_bubble(face)


def test_a_message_of_an_unknown_type_gives_its_details_to_copy(theme: Theme) -> None:
    row = replace(sample("unsupported"), content=Content(trouble=Trouble("hologram")))
    spots = [spot.target for spot in laid_out(theme, row).spots]
    assert spots == ["details"]


@pytest.mark.parametrize(
    ("kind", "targets"),
    [
        ("image", {"picture"}),
        ("video", {"picture"}),
        ("voice", {"play", "speed"}),
        ("document", {"file"}),
        ("location", {"map"}),
        ("contacts", {"card", "write"}),
        ("list", {"list"}),
        ("link", {"link"}),
        ("order", set()),
    ],
)
def test_what_can_be_opened_answers_to_a_click(theme: Theme, kind: str, targets: set[str]) -> None:
    assert {spot.target for spot in laid_out(theme, sample(kind)).spots} == targets


def test_reactions_of_one_kind_are_counted_and_named() -> None:
    row = replace(
        sample("text"),
        reactions=(ReactionRow("👍"), ReactionRow("👍", "Léa Fontaine"), ReactionRow("❤️", is_mine=True)),
    )
    face = face_of(row)
    assert [(pill.emoji, pill.words) for pill in face.reactions] == [("👍", "2"), ("❤️", "You")]


def test_a_picture_keeps_its_place_before_it_comes(theme: Theme) -> None:
    class Late(NoPictures):
        def pixmap(self, sha256: str, size: QSize, ratio: float) -> QPixmap | None:
            asked.append(size)
            return None

    asked: list[QSize] = []
    row = sample("image")
    layout, face = laid_out(theme, row), face_of(row)
    image = QImage(WIDTH, 400, QImage.Format.Format_ARGB32_Premultiplied)
    painter = QPainter(image)
    clip = QRectF(image.rect())
    paint_bubble(painter, QPointF(), theme, face, layout, clip=clip, pictures=Late(), sounds=NoSounds())
    painter.end()
    assert asked == [QSize(248, 96)]  # 1600 to 620


def test_in_a_window_that_reads_from_the_right_the_time_stands_beside_what_a_voice_lasts(
    theme: Theme,
) -> None:
    layout = laid_out(theme, sample("voice"), is_rtl=True)
    assert layout.meta.right() < layout.bubble.center().x()
    assert laid_out(theme, sample("voice")).meta.left() > layout.bubble.width() / 2


def test_a_long_caption_cuts_nothing_off_a_photo(theme: Theme) -> None:
    row = replace(sample("image"), text="Could I come by for a touch-up of this pink on Friday? " * 4)
    layout = laid_out(theme, row)
    picture = next(one for one in layout.blocks if one.block.bleeds)
    assert picture.rect.width() <= picture.block.width
