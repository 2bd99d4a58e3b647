"""Every key and what it does, by "?": made from the table of keys, so that none is forgotten."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from PySide6.QtWidgets import QWidget

from app.words import gettext as _
from ui.appointments import letters as agenda
from ui.deals import letters
from ui.keys import KEYS, N_, KeyId, Shortcut
from ui.palette.finder import Finder
from ui.palette.matching import score
from ui.palette.rows import FoundRow, shown_key
from ui.reports import letters as charts
from ui.theme.theme import Theme

# Keys that a part of the window heeds by itself, without an act of the whole window.
OF_PARTS: Final[frozenset[KeyId]] = frozenset({"send", "newline", "bold", "italic", "open_row", "close_pane"})
CONVERSATIONS: Final = N_("Conversations")
GROUPS: Final[tuple[tuple[str, frozenset[KeyId]], ...]] = (
    (CONVERSATIONS, frozenset()),  # and all that no other group has
    (
        N_("Writing"),
        frozenset(
            {"send", "newline", "emoji", "attach", "record", "bold", "italic", "reply", "react", "undo"}
        ),
    ),
    (
        N_("Going around"),
        frozenset(
            {
                "focus_list",
                "focus_messages",
                "focus_composer",
                "next_area",
                "previous_area",
                "close_pane",
                "screen_1",
                "screen_2",
                "screen_3",
                "screen_4",
                "screen_5",
                "screen_6",
                "screen_settings",
                "settings",
                "toast",
                "view_next",
                "view_previous",
            }
        ),
    ),
    (N_("Comptoir"), frozenset({"palette", "manual", "keys", "focus_mode", "quit"})),
)


# Letters of one screen, under the act that leads there.
_OF_SCREENS: Final = tuple(
    (act, part.GROUP, part.LETTERS)
    for act, part in (("screen_4", letters), ("screen_5", agenda), ("screen_6", charts))
)


def listed_keys(acts: Iterable[str]) -> list[Shortcut]:
    """The keys that do something: those of acts (by id) and those that parts of the window heed."""
    there = OF_PARTS | set(acts)
    return [shortcut for key, shortcut in KEYS.items() if key in there]


class KeySheet(Finder):
    """Grouped, and searched by what a key does or by the key itself. It only tells."""

    def __init__(self, theme: Theme, acts: Iterable[str], window: QWidget) -> None:
        super().__init__(
            theme,
            _("All keys"),
            _("What a key does, or the key"),
            _("No key fits. Type other letters."),
            window,
        )
        there = set(acts)
        self._keys = listed_keys(there)
        self._letters = [(group, meant) for act, group, meant in _OF_SCREENS if act in there]

    def rows_for(self, typed: str) -> Sequence[FoundRow]:
        """Each group that has one that fits, under its name."""
        rows: list[FoundRow] = []
        for group, _ids in GROUPS:
            keys = [key for key in self._keys if group_of(key.id) == group and _fits(typed, key)]
            if keys:
                rows.append(FoundRow(_(group), is_head=True))
                rows += [FoundRow(_(key.description), keys=(key.sequence, *key.also)) for key in keys]
        for group, meant in self._letters:
            found = [(key, _(does)) for key, does in meant if _fits_words(typed, _(does), key)]
            if found:
                rows.append(FoundRow(_(group), is_head=True))
                rows += [FoundRow(does, keys=(key,)) for key, does in found]
        return rows


def group_of(key: KeyId) -> str:
    """Under which head a key stands (a message id)."""
    return next((group for group, ids in GROUPS if key in ids), CONVERSATIONS)


def _fits(typed: str, key: Shortcut) -> bool:
    keys = " ".join(shown_key(each) for each in (key.sequence, *key.also))
    return _fits_words(typed, _(key.description), keys)


def _fits_words(typed: str, does: str, keys: str) -> bool:
    return score(typed, does) is not None or typed.strip().casefold() in keys.casefold()
