"""What each column of a table becomes: guessed from its heading and from what stands in it, decided by a person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from app.desk.contact_imports.headers import folded, is_full_name_beside_first, target_of
from app.desk.contact_imports.numbers import read_numbers
from app.desk.contact_imports.table import Table
from app.desk.contact_imports.values import email_of, is_date_like
from app.domain.contact_cards import ContactField

# A target is one of these, or OWN_FIELD and the id of a field that the owner made.
IGNORE: Final = "ignore"
TARGETS: Final = (
    IGNORE, "name", "first_name", "last_name", "phone", "email", "company", "language", "country", "tags", "owner",
    "user_id",
)  # fmt: skip
OWN_FIELD: Final = "field:"
SEVERAL: Final = frozenset({IGNORE, "phone", "email", "tags"})  # what more than one column may become
OUR_ID: Final = "comptoir_id"  # the column by which an export of our own is known
# The columns of an export of our own, before and after those of the owner's fields.
KEYS: Final = (
    "name", "phone", "other_phone", "email", "company", "language", "country", "tags", "owner", "whatsapp_id",
)  # fmt: skip
LAST_KEYS: Final = ("whatsapp_name", "username", "created_at", "last_message_at", OUR_ID)
_LOOKED_AT: Final = 200
_MOST_OF: Final = 0.6


def guess_columns(table: Table, fields: Sequence[ContactField], home: str) -> tuple[str, ...]:
    """A target for every column, the same one twice only where that is possible."""
    if is_ours(table):
        own = {title: f"{OWN_FIELD}{key}" for key, title in own_titles(fields).items()}
        known = (own.get(_unfused(heading)) or target_of(heading) or IGNORE for heading in table.columns)
        return _each_once(known)
    by_title = {folded(field.title): f"{OWN_FIELD}{field.field_id}" for field in reversed(fields)}
    headings = _with_whole_names(table.columns)
    guessed = (
        by_title.get(folded(title)) or heading or _by_content(table, place, home) or IGNORE
        for place, (title, heading) in enumerate(zip(table.columns, headings, strict=True))
    )
    found = _each_once(guessed)
    has_name = not {"name", "first_name", "last_name"}.isdisjoint(found)
    return found if has_name else _with_name(table, found)


def _each_once(targets: Iterable[str]) -> tuple[str, ...]:
    """What only one column can become goes to the first one."""
    taken: set[str] = set()
    found = []
    for target in targets:
        found.append(IGNORE if target in taken and target not in SEVERAL else target)
        taken.add(target)
    return tuple(found)


def own_titles(fields: Sequence[ContactField]) -> dict[str, str]:
    """What the owner's fields are called in a file: by their title, with their id where it could mean another."""
    from app.words.transfer import column_headings

    titles: dict[str, str] = {}
    used = {folded(name) for name in (*KEYS, *LAST_KEYS, *column_headings().values())}
    for field in fields:
        name = folded(field.title)
        is_clear = bool(name) and name not in used and target_of(field.title) is None
        titles[field.field_id] = field.title if is_clear else f"{field.title} [{field.field_id}]"
        used.add(name)
    return titles


def is_ours(table: Table) -> bool:
    """Whether it is an export of our own."""
    return OUR_ID in table.columns


def _with_whole_names(columns: Sequence[str]) -> list[str | None]:
    """`Nom` beside `Prénom` is the family name; without it, it is the whole one."""
    targets = [target_of(heading) for heading in columns]
    has_first, has_last = "first_name" in targets, "last_name" in targets
    for place, heading in enumerate(columns):
        if has_first and not has_last and targets[place] == "name" and is_full_name_beside_first(heading):
            targets[place], has_last = "last_name", True
        elif targets[place] == "first_name" and folded(heading) == "nombre" and not _has_last(columns):
            targets[place] = "name"
    return targets


def _has_last(columns: Sequence[str]) -> bool:
    return any(target_of(heading) == "last_name" for heading in columns)


def _by_content(table: Table, place: int, home: str) -> str | None:
    """Addresses and numbers are known by their look; a date becomes nothing by itself."""
    cells = [row.cells[place] for row in table.rows[:_LOOKED_AT] if row.cells[place]]
    if not cells:
        return None
    if _share(sum(not email_of(cell).problem for cell in cells), cells):
        return "email"
    like = [cell for cell in cells if sum(char.isdigit() for char in cell) >= 8 and not is_date_like(cell)]
    if _share(len(like), cells) and _share(
        sum(bool(read_numbers(cell, home).digits) for cell in like), cells
    ):
        return "phone"
    return None


def _with_name(table: Table, found: tuple[str, ...]) -> tuple[str, ...]:
    """Without a heading, the first column of words that differ is what people are called."""
    if table.has_header:
        return found
    for place, target in enumerate(found):
        cells = [row.cells[place] for row in table.rows[:_LOOKED_AT] if row.cells[place]]
        words = [cell for cell in cells if sum(char.isalpha() for char in cell) * 2 > len(cell)]
        if target == IGNORE and _share(len(words), cells) and len(set(cells)) * 2 > len(cells):
            return (*found[:place], "name", *found[place + 1 :])
    return found


def _unfused(heading: str) -> str:
    """A heading without the apostrophe that keeps a spreadsheet from calculating."""
    return heading[1:] if heading[:1] == "'" else heading


def _share(count: int, cells: Sequence[str]) -> bool:
    return bool(cells) and count >= len(cells) * _MOST_OF
