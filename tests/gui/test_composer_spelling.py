"""Spelling in the answer: what is underlined, what is offered, what one's own words are."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QApplication

from app.domain.ids import ConversationId
from tests.gui.rig import Rig, click, press, rig, type_text, until
from ui.conversation.text_box import TextBox
from ui.conversation.writing.my_words import MyWords
from ui.conversation.writing.spell_process import Answered, SpellProcess, usual_command
from ui.conversation.writing.spelling import Spelling
from ui.widgets.menu import Menu

__all__ = ["rig"]

WRONG = {"fr": {"bonjoor", "recoit"}, "en": {"helo", "bonjour"}}
MEANT = {"bonjoor": ["bonjour", "bonjours"], "recoit": ["reçoit"]}


class KnownWords(SpellProcess):
    """Answers at once from a table; `asked` is what it was asked."""

    def __init__(self) -> None:
        super().__init__(["none"])
        self.asked: list[tuple[str, list[str]]] = []

    def check(self, language: str, words: Sequence[str], answered: Answered) -> None:
        self.asked.append((language, list(words)))
        answered([word for word in words if word in WRONG[language]])

    def suggest(self, language: str, word: str, answered: Answered) -> None:
        answered(MEANT.get(word, []))


@pytest.fixture
def process(rig: Rig) -> KnownWords:
    found = KnownWords()
    spelling = rig.conversation.writer.spelling
    spelling._process = found
    spelling.set_on(is_on=True)
    return found


def box(rig: Rig) -> TextBox:
    return rig.conversation.composer.box


def spelling(rig: Rig) -> Spelling:
    return rig.conversation.writer.spelling


def underlined(rig: Rig) -> list[str]:
    """What is underlined, as it is painted."""
    found, block = [], box(rig).document().begin()
    while block.isValid():
        for one in block.layout().formats():
            if one.format.underlineStyle() == QTextCharFormat.UnderlineStyle.SpellCheckUnderline:
                raw = block.text().encode("utf-16-le")
                found.append(raw[one.start * 2 : (one.start + one.length) * 2].decode("utf-16-le"))
        block = block.next()
    return found


async def shown() -> None:
    """What is drawn at the next turn of the loop has been drawn."""
    for _turn in range(5):
        await asyncio.sleep(0)


def menu(rig: Rig, word: str) -> Menu:
    """The menu by key, with the cursor in a word."""
    cursor = box(rig).document().find(word)
    cursor.setPosition(cursor.selectionStart() + 1)
    box(rig).setTextCursor(cursor)
    at = QPoint(5, 5)
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, at, box(rig).mapToGlobal(at))
    QApplication.sendEvent(box(rig), asked)
    found = QApplication.activePopupWidget()
    assert isinstance(found, Menu)
    return found


def choose(opened: Menu, words: str) -> None:
    action = next(action for action in opened.actions() if action.iconText() == words)
    opened.close()
    action.trigger()


def words_of(opened: Menu) -> list[str]:
    return [action.iconText() for action in opened.actions() if not action.isSeparator()]


async def test_a_wrong_word_is_underlined_once_it_is_finished(rig: Rig, process: KnownWords) -> None:
    rig.open(2)
    spelling(rig).set_language("fr")
    rig.write("🙂 Oui, bonjoor")
    await shown()
    assert underlined(rig) == [] and all("bonjoor" not in words for _language, words in process.asked)
    type_text(box(rig), " ")
    await until(lambda: underlined(rig) == ["bonjoor"])
    assert rig.conversation.composer.text == "🙂 Oui, bonjoor "


async def test_underlining_is_no_writing(rig: Rig, process: KnownWords) -> None:
    rig.open(2)
    spelling(rig).set_language("fr")
    told: list[str] = []
    rig.conversation.composer.written.connect(told.append)
    rig.write("bonjoor ")
    rig.conversation.composer.say("A sentence that must stay")
    before = len(told)
    box(rig).moveCursor(QTextCursor.MoveOperation.Start)
    box(rig).moveCursor(QTextCursor.MoveOperation.End)
    await until(lambda: underlined(rig) == ["bonjoor"])
    assert len(told) == before
    assert rig.conversation.composer.notice.isVisible()
    press(box(rig), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert rig.conversation.composer.text == ""


async def test_a_suggestion_replaces_the_word(rig: Rig, process: KnownWords) -> None:
    conversation_id = rig.open(2)
    spelling(rig).set_language("fr")
    rig.write("Oui 🙂 bonjoor à tous ")
    opened = menu(rig, "bonjoor")
    assert words_of(opened)[:3] == ["bonjour", "bonjours", "Add to my words"]
    choose(opened, "bonjour")
    assert rig.conversation.composer.text == "Oui 🙂 bonjour à tous "
    assert rig.desk.draft(conversation_id) == "Oui 🙂 bonjour à tous "
    await until(lambda: underlined(rig) == [])


async def test_a_word_of_ones_own_is_right_and_settings_take_it_back(rig: Rig, process: KnownWords) -> None:
    rig.open(2)
    spelling(rig).set_language("fr")
    rig.write("bonjoor recoit ")
    await until(lambda: underlined(rig) == ["bonjoor", "recoit"])
    choose(menu(rig, "bonjoor"), "Add to my words")
    box(rig).moveCursor(QTextCursor.MoveOperation.End)
    await until(lambda: underlined(rig) == ["recoit"])
    assert MyWords(rig.desk).all() == ["bonjoor"]
    rig.panes.show_screen("settings")
    words = rig.panes.settings.words
    assert [button.accessibleName() for button in words.removers] == ["Remove bonjoor"]
    click(words.removers[0], words.removers[0].rect().center())
    assert words.removers == [] and words._nothing.isVisible() and MyWords(rig.desk).all() == []
    rig.panes.show_screen("inbox")
    rig.conversation.focus_composer()
    await until(lambda: underlined(rig) == ["bonjoor", "recoit"])


async def test_the_language_is_the_customers(rig: Rig, process: KnownWords) -> None:
    rows = rig.desk.talks[ConversationId("c-002")].messages
    for place, row in enumerate(rows):
        rows[place] = replace(row, text="Bonjour, avez-vous de la place pour une coupe ?")
    rig.open(2)
    assert spelling(rig).language == "fr"
    rows = rig.desk.talks[ConversationId("c-004")].messages
    for place, row in enumerate(rows):
        rows[place] = replace(row, text="Could you tell me the price for this, please?")
    rig.open(4)
    assert spelling(rig).language == "en"


async def test_a_wrong_guess_is_corrected_in_the_menu(rig: Rig, process: KnownWords) -> None:
    rig.open(2)
    spelling(rig).set_language("en")
    rig.write("bonjour ")
    await until(lambda: underlined(rig) == ["bonjour"])
    choose(menu(rig, "bonjour"), "Check spelling in French")
    box(rig).moveCursor(QTextCursor.MoveOperation.End)
    await until(lambda: underlined(rig) == [])
    assert spelling(rig).language == "fr"


async def test_the_setting_switches_it_off(rig: Rig, process: KnownWords) -> None:
    rig.open(2)
    spelling(rig).set_language("fr")
    rig.write("bonjoor ")
    await until(lambda: underlined(rig) == ["bonjoor"])
    await rig.desk.change_setting("spelling", True)
    await rig.desk.change_setting("spelling", False)
    await until(lambda: underlined(rig) == [])
    opened = menu(rig, "bonjoor")
    assert "Check spelling in French" not in words_of(opened)
    opened.close()


async def test_the_menu_of_a_right_word_offers_the_usual(rig: Rig, process: KnownWords) -> None:
    rig.open(2)
    rig.write("all right ")
    box(rig).selectAll()
    at = QPoint(5, 5)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, box(rig).mapToGlobal(at))
    QApplication.sendEvent(box(rig).viewport(), event)
    opened = QApplication.activePopupWidget()
    assert isinstance(opened, Menu)
    words = words_of(opened)
    assert {"Cut", "Copy", "Select all", "Bold", "Italic"} <= set(words) and "Add to my words" not in words
    choose(opened, "Bold")
    assert rig.conversation.composer.text == "*all right* "


async def test_the_helper_answers_in_order_and_one_that_dies_is_replaced(rig: Rig) -> None:
    process = SpellProcess(usual_command())
    heard: list[list[str]] = []
    process.check("fr", ["bonjoor", "oui"], heard.append)
    process.suggest("fr", "bonjoor", heard.append)
    await until(lambda: len(heard) == 2, 20)
    assert heard[0] == ["bonjoor"] and "bonjour" in heard[1]
    assert process._process is not None
    process._process.kill()
    process.check("en", ["recieve"], heard.append)
    await until(lambda: len(heard) == 3, 20)
    process.check("en", ["recieve"], heard.append)
    await until(lambda: len(heard) == 4, 20)
    assert heard[3] == ["recieve"]
    process.close()


async def test_a_helper_that_does_not_start_underlines_nothing(rig: Rig) -> None:
    process = SpellProcess(["/nowhere/at-all"])
    heard: list[list[str]] = []
    process.check("fr", ["bonjoor"], heard.append)
    await until(lambda: heard == [[]])
    process.close()
