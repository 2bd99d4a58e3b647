"""Underlines what no dictionary knows while one writes, and offers what may have been meant."""

from collections.abc import Iterable
from functools import lru_cache, partial
from typing import Final

from PySide6.QtCore import QObject, QPoint, QTimer
from PySide6.QtGui import QSyntaxHighlighter, QTextCharFormat, QTextCursor

from app.domain.spelling import Word, words_of
from app.words import gettext as _
from ui.conversation.text_box import TextBox
from ui.conversation.writing.my_words import MyWords
from ui.conversation.writing.spell_process import SpellProcess
from ui.theme.theme import Theme
from ui.widgets.menu import Menu

MOST_KNOWN: Final = 20_000  # words whose fate is remembered
LANGUAGES: Final = ("fr", "en")


class Spelling(QObject):
    """Switched on and off by `set_on`; `set_language` for each conversation. No key press waits for a dictionary."""

    def __init__(
        self, theme: Theme, box: TextBox, my_words: MyWords, process: SpellProcess | None = None
    ) -> None:
        super().__init__(box)
        self._theme, self._box = theme, box
        self.my_words = my_words
        self._process = process or SpellProcess(parent=self)
        self._language = "en"
        self._is_on = False
        self._fates: dict[str, dict[str, bool]] = {language: {} for language in LANGUAGES}  # True: wrong
        self._asked: set[tuple[str, str]] = set()
        self._under: tuple[int, int] | None = None  # the word that the cursor stood in
        self._lines = _Underlines(self)
        self._stale: set[int] = set()  # lines to draw again
        self._is_all_stale = False
        self._again = QTimer(self, singleShot=True, interval=0)  # never while the text is being changed
        self._again.timeout.connect(self._draw_stale)
        box.cursorPositionChanged.connect(self._cursor_moved)
        box.focused.connect(self._cursor_moved)
        box.menu_wanted.connect(self.open_menu)
        theme.changed.connect(self._dressed)

    @property
    def language(self) -> str:
        """The language that words are looked up in."""
        return self._language

    def set_on(self, *, is_on: bool) -> None:
        """Switch it on or off."""
        if is_on != self._is_on:
            self._is_on = is_on
            self._draw_again()

    def set_language(self, language: str) -> None:
        """Another conversation, or the person chose."""
        if language in LANGUAGES and language != self._language:
            self._language = language
            self._draw_again()

    def read_words(self) -> None:
        """The settings may have taken one away."""
        if self.my_words.read():
            self._draw_again()

    def close(self) -> None:
        """The window goes."""
        self._is_on = False
        self._again.stop()
        self._process.close()

    def wrong_words(self, text: str) -> list[Word]:
        """The words of one line to underline; those that are not known yet are asked for."""
        if not self._is_on:
            return []
        words = _words(text)
        self._ask(word.text for word in words)
        fates = self._fates[self._language]
        return [word for word in words if fates.get(word.text) and word.text not in self.my_words]

    @property
    def theme(self) -> Theme:
        """What the underline is coloured with."""
        return self._theme

    @property
    def box(self) -> TextBox:
        """Where one writes."""
        return self._box

    # -- the menu

    def open_menu(self, at: QPoint, position: int) -> None:
        """What may have been meant by the word there, then what every text box offers."""
        word = self.word_at(position)
        if word is None:
            self._show_menu(at, None, [])
        else:
            self._process.suggest(self._language, word.text, lambda found: self._show_menu(at, word, found))

    def word_at(self, position: int) -> Word | None:
        """The underlined word around a place of the text; its places are those of the whole text."""
        block = self._box.document().findBlock(position)
        text = block.text()
        for word in self.wrong_words(text):
            start, end = (block.position() + place for place in _span(text, word))
            if start <= position <= end:
                return Word(start, end, word.text)
        return None

    def _show_menu(self, at: QPoint, word: Word | None, found: list[str]) -> None:
        menu = Menu(self._theme, _("Text"), self._box)
        if word is not None:
            for one in found:
                menu.add(one, partial(self._replace, word, one), icon="check")
            if not found:
                menu.add(_("No suggestion"), lambda: None, is_enabled=False)
            menu.addSeparator()
            menu.add(_("Add to my words"), lambda: self._learn(word.text), icon="plus")
        if self._is_on:
            self._add_languages(menu)
        self._box.add_usual_acts(menu)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)

    def _add_languages(self, menu: Menu) -> None:
        for language, words in (
            ("fr", _("Check spelling in French")),
            ("en", _("Check spelling in English")),
        ):
            is_chosen = language == self._language
            menu.add(words, partial(self.set_language, language), is_checked=is_chosen)
        menu.addSeparator()

    def _replace(self, word: Word, new: str) -> None:
        cursor = QTextCursor(self._box.document())
        cursor.setPosition(word.start)
        cursor.setPosition(word.end, QTextCursor.MoveMode.KeepAnchor)
        if cursor.selectedText() == word.text:  # the text may have changed while the menu was open
            cursor.insertText(new)
            self._box.setTextCursor(cursor)

    def _learn(self, word: str) -> None:
        self.my_words.add(word)
        self._draw_again()

    # -- inside

    def _draw_again(self, line: int | None = None) -> None:
        """One line or all of them, at the next turn of the loop."""
        if line is None:
            self._is_all_stale = True
        else:
            self._stale.add(line)
        self._again.start()

    def _dressed(self) -> None:
        """Other colours."""
        self._draw_again()

    def _draw_stale(self) -> None:
        stale, self._stale = self._stale, set()
        is_all, self._is_all_stale = self._is_all_stale, False
        if is_all:
            self._lines.rehighlight()
            return
        for line in stale:
            block = self._box.document().findBlockByNumber(line)
            if block.isValid():
                self._lines.rehighlightBlock(block)

    def _ask(self, words: Iterable[str]) -> None:
        language = self._language
        new = {word for word in words if word not in self._fates[language]}
        new -= {word for word in new if (language, word) in self._asked}
        typed = self._word_being_typed()
        new.discard(typed)
        if not new:
            return
        self._asked |= {(language, word) for word in new}
        asked = sorted(new)
        self._process.check(language, asked, lambda wrong: self._told(language, asked, wrong))

    def _told(self, language: str, asked: list[str], wrong: list[str]) -> None:
        fates = self._fates[language]
        if len(fates) > MOST_KNOWN:
            fates.clear()
        for word in asked:
            fates[word] = word in wrong
            self._asked.discard((language, word))
        if wrong and language == self._language:
            self._draw_again()

    def _word_being_typed(self) -> str:
        """A word at whose end the cursor stands is not finished; "" when there is none."""
        under = self.typed_place()
        if under is None:
            return ""
        block = self._box.document().findBlock(under[1])
        text = block.text()
        at = under[1] - block.position()
        return next((word.text for word in _words(text) if _span(text, word)[1] == at), "")

    def typed_place(self) -> tuple[int, int] | None:
        """Block and place of the cursor while one writes; None when the box has no focus."""
        cursor = self._box.textCursor()
        if not self._box.hasFocus() or cursor.hasSelection():
            return None
        return cursor.blockNumber(), cursor.position()

    def _cursor_moved(self) -> None:
        before, self._under = self._under, self.typed_place()
        if before is not None and self._is_on and before != self._under:
            self._draw_again(before[0])


class _Underlines(QSyntaxHighlighter):
    """Draws what `Spelling` says below the words."""

    def __init__(self, spelling: Spelling) -> None:
        self._spelling = spelling
        super().__init__(spelling.box.document())

    def highlightBlock(self, text: str) -> None:
        """One line."""
        wrong = self._spelling.wrong_words(text)
        if not wrong:
            return
        look = QTextCharFormat()
        look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SpellCheckUnderline)
        look.setUnderlineColor(self._spelling.theme.colors.danger)
        start = self.currentBlock().position()
        place = self._spelling.typed_place()
        for word in wrong:
            first, end = _span(text, word)
            if place is None or place[1] != start + end:  # not while it is being typed
                self.setFormat(first, end - first, look)


@lru_cache(maxsize=16)
def _words(text: str) -> tuple[Word, ...]:
    """The words of a line; it is asked for several times with each key."""
    return tuple(words_of(text))


@lru_cache(maxsize=16)
def _is_plain(text: str) -> bool:
    """Whether Qt counts its characters as Python does: an emoji is two for Qt."""
    return all(char <= "\uffff" for char in text)


def _span(text: str, word: Word) -> tuple[int, int]:
    """Where Qt says that a word begins and ends."""
    if _is_plain(text):
        return word.start, word.end
    return _units(text[: word.start]), _units(text[: word.end])


def _units(text: str) -> int:
    """Length as Qt counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
