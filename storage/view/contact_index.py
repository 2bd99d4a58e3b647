"""The orders and the words of all contacts, kept in memory: the table sorts and filters 50,000 without a query.

Everything here runs on one thread at a time, beside the event loop, with a connection of its own.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, Final

from sqlcipher3.dbapi2 import Connection

from app.domain.contact_table import ContactNo, TableAsk
from app.domain.folding import folded
from app.domain.ids import ContactId
from app.domain.segment_fits import When, plain
from app.domain.segments import CONSENT, FIELD
from storage.json_list import json_list
from storage.view.segments import fitting

FEW: Final = 2_000  # changes that are read one by one; of more, all is read again
_BY_NAME = "SELECT no FROM view_contact ORDER BY sort_key, no"
_TEXTS: Final = ("email", "company", "username", "language", "country")
# Moments hardly ever fall together: their indexes give the order as it is.
_INDEXED: Final = {
    "last": "SELECT no FROM view_contact WHERE last_us IS NOT NULL ORDER BY last_us {way}, no {way}",
    "created": "SELECT no FROM view_contact ORDER BY created_us {way}, no {way}",
}
_KEYS: Final = {
    "number": "SELECT no, coalesce(number, phone) FROM view_contact"
    " WHERE coalesce(number, phone) IS NOT NULL {few}",
    "owner": "SELECT no, m.name FROM view_contact JOIN view_member m ON m.member_id = owner_id WHERE 1 {few}",
    "tags": "SELECT no, min(tag) FROM view_contact_tag WHERE 1 {few} GROUP BY no",
    **{name: f"SELECT no, {name} FROM view_contact WHERE {name} IS NOT NULL {{few}}" for name in _TEXTS},
}
_OF_FIELD = "SELECT no, value, rank FROM view_contact_field WHERE field_id = ? {few}"
_OF_CONSENT = (
    "SELECT no, is_given FROM view_contact JOIN view_consent_state USING (contact_id)"
    " WHERE purpose = ? AND channel = 'whatsapp' {few}"
)
_WORDS = "SELECT no, sought, number, phone FROM view_contact WHERE 1 {few}"
_TAGS = "SELECT no, tag FROM view_contact_tag WHERE 1 {few}"
_AMONG = "AND no IN (SELECT value FROM json_each(?))"

Keys = dict[ContactNo, Any]


class ContactIndex:
    """`order` answers a question; `touch` when contacts changed, before the next question."""

    def __init__(self) -> None:
        self._by_name: array[int] | None = None
        self._keys: dict[str, Keys] = {}
        self._words: dict[ContactNo, str] | None = None
        self._orders: dict[tuple[str, bool], array[int]] = {}
        self._narrowed = (
            TableAsk(),
            array("q"),
        )  # what was typed last: one more letter looks among these alone

    def order(self, conn: Connection, ask: TableAsk, when: When) -> array[int]:
        """All who fit, in order."""
        whole = self._sorted(conn, ask.sort, is_descending=ask.is_descending)
        for rule in ask.rules:
            among = fitting(conn, rule, when)
            if len(among) < len(whole):
                there = set(among)
                whole = array("q", [no for no in whole if no in there])
        if not ask.words.strip():
            return whole
        typed, fitted = self._narrowed
        is_more = (
            typed.words and ask.words.startswith(typed.words) and replace(ask, words=typed.words) == typed
        )
        found = self._found(conn, fitted if is_more else whole, ask.words)
        self._narrowed = (ask, found)
        return found

    def touch(self, conn: Connection, contacts: Iterable[ContactId] | None) -> None:
        """These changed, came or went; None: anything may have."""
        ids = None if contacts is None else list(contacts)
        if ids is None or len(ids) > FEW:
            self._by_name, self._words = None, None
            self._keys.clear()
        elif ids:
            self._by_name = None
            self._read_again(conn, ids)
        self._orders.clear()
        self._narrowed = (TableAsk(), array("q"))

    # -- orders

    def _sorted(self, conn: Connection, sort: str, *, is_descending: bool) -> array[int]:
        place = (sort, is_descending)
        if place not in self._orders:
            names = self._names(conn)
            if sort == "name":
                self._orders[place] = names[::-1] if is_descending else names
            elif sort in _INDEXED:
                way = "DESC" if is_descending else "ASC"
                filled = [row[0] for row in conn.execute(_INDEXED[sort].format(way=way))]
                self._orders[place] = _with_rest(filled, names)
            else:
                self._orders[place] = _by_keys(names, self._keys_of(conn, sort), is_descending=is_descending)
        return self._orders[place]

    def _names(self, conn: Connection) -> array[int]:
        if self._by_name is None:
            self._by_name = array("q", [row[0] for row in conn.execute(_BY_NAME)])
        return self._by_name

    def _keys_of(self, conn: Connection, sort: str) -> Keys:
        if sort not in self._keys:
            self._keys[sort] = _read_keys(conn, sort)
        return self._keys[sort]

    def _read_again(self, conn: Connection, ids: list[ContactId]) -> None:
        rows = conn.execute(
            "SELECT no FROM view_contact WHERE contact_id IN (SELECT value FROM json_each(?))",
            (json_list(ids),),
        )
        nos = [row[0] for row in rows]
        for sort, keys in self._keys.items():
            for no in nos:
                keys.pop(no, None)
            keys.update(_read_keys(conn, sort, nos))
        if self._words is not None:
            self._words.update(_read_words(conn, nos))

    # -- words

    def warm(self, conn: Connection) -> None:
        """Read the words before somebody types the first letter."""
        if self._words is None:
            self._words = _read_words(conn)

    def _found(self, conn: Connection, order: array[int], text: str) -> array[int]:
        self.warm(conn)
        words = self._words
        assert words is not None
        if len(words) < len(order):
            words.update(_read_words(conn, [no for no in order if no not in words]))
        for needle in needles(text):
            texts = map(words.__getitem__, order)
            order = array("q", [no for no, text in zip(order, texts, strict=True) if needle in text])
        return order


def needles(text: str) -> list[str]:
    """What must be in somebody's words: beginnings of words, or, of digits alone, any part of a number."""
    if not any(char.isalpha() for char in text):
        digits = "".join(str(int(char)) for char in text if char.isdecimal()).lstrip("0")
        return [digits] if digits else []
    return [f" {word}" for word in folded(text).split()]


def _by_keys(names: array[int], keys: Keys, *, is_descending: bool) -> array[int]:
    """By the keys, equal ones as they stand by name; who has none comes last either way."""
    filled = [no for no in names if no in keys]
    filled.sort(key=keys.__getitem__, reverse=is_descending)
    return _with_rest(filled, names)


def _with_rest(filled: list[ContactNo], names: array[int]) -> array[int]:
    if len(filled) == len(names):
        return array("q", filled)
    there = set(filled)
    return array("q", [*filled, *(no for no in names if no not in there)])


def _read_keys(conn: Connection, sort: str, among: list[int] | None = None) -> Keys:
    few, values = ("", ()) if among is None else (_AMONG, (json_list(among),))
    if sort.startswith(FIELD):
        rows = conn.execute(_OF_FIELD.format(few=few), (sort.removeprefix(FIELD), *values))
        return {no: (rank is None, rank or 0.0, _folded(value)) for no, value, rank in rows}
    if sort.startswith(CONSENT):
        rows = conn.execute(_OF_CONSENT.format(few=few), (sort.removeprefix(CONSENT), *values))
        return {no: -is_given for no, is_given in rows}
    if sort not in _KEYS:
        return {}
    rows = conn.execute(_KEYS[sort].format(few=few), values)
    fold: Callable[[Any], Any] = _folded if sort in (*_TEXTS, "owner", "tags") else lambda key: key
    return {no: fold(key) for no, key in rows}


def _folded(text: str) -> str:
    return text.lower() if text.isascii() else plain(text)


def _read_words(conn: Connection, among: list[int] | None = None) -> dict[ContactNo, str]:
    few, values = ("", ()) if among is None else (_AMONG, (json_list(among),))
    words = {
        no: f"{sought} {number or ''} {phone or ''}"
        for no, sought, number, phone in conn.execute(_WORDS.format(few=few), values)
    }
    kept: dict[str, str] = {}
    for no, tag in conn.execute(_TAGS.format(few=few), values):
        if tag not in kept:
            kept[tag] = folded(tag)
        if no in words:
            words[no] += kept[tag]
    return words
