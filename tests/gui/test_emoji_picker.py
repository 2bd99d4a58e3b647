"""Choosing an emoji by mouse and by key, in the person's language."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.words import set_language
from ui.theme.theme import Theme
from ui.widgets.emoji_picker import MOST_RECENT, EmojiPicker, emojis, matching, recent_after


@pytest.mark.parametrize(
    ("code", "words", "first"),
    [("fr", "coeur rouge", "❤️"), ("fr", "POUCE haut", "👍️"), ("en", "party", "🥳")],
)
def test_people_find_an_emoji_in_their_own_words(code: str, words: str, first: str) -> None:
    assert first in [one.text for one in matching(code, words)][:5]


def test_both_languages_have_the_same_emoji() -> None:
    assert [one.text for one in emojis("fr")] == [one.text for one in emojis("en")]


def test_the_lately_used_ones_come_first_and_are_few() -> None:
    assert [one.text for one in matching("en", "", ["👍", "❤️"])][:2] == ["👍️", "❤️"]
    recent: list[str] = []
    for one in emojis("en")[:40]:
        recent = recent_after(recent, one.text)
    assert len(recent) == MOST_RECENT and recent[0] == emojis("en")[39].text
    assert recent_after(recent, recent[3])[0] == recent[3]


def test_one_is_chosen_by_keys_alone(qtbot: QtBot) -> None:
    set_language("en")
    picker = EmojiPicker(Theme())
    qtbot.addWidget(picker)
    picker.search.setText("thumbs up")
    with qtbot.waitSignal(picker.chosen) as chosen:
        QTest.keyClick(picker.search, Qt.Key.Key_Return)
    assert chosen.args == ["👍️"]


def test_one_is_chosen_by_a_click(qtbot: QtBot) -> None:
    set_language("en")
    picker = EmojiPicker(Theme())
    qtbot.addWidget(picker)
    with qtbot.waitSignal(picker.chosen) as chosen:
        picker.grid.clicked.emit(picker.grid.model().index(0, 0))
    assert chosen.args == [emojis("en")[0].text]
