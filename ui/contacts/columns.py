"""The columns of the table of contacts: what each is called, how wide it is, what stands in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, Literal

from app.domain.contact_table import TableRow
from app.domain.records import record
from app.domain.segments import FIELD
from app.words import gettext as _
from app.words import language
from app.words.formats import Formats
from app.words.phones import phone
from app.words.segments import day_words, money_words, place_words
from ui.keys import N_
from ui.plain import shown_line, shown_name

Kind = Literal["tick", "name", "tags", "consent", "text", "figure"]
TICK: Final = "tick"
TICK_PX: Final = 48
MOST_PX: Final = 900


@record
class Writing:
    """What a cell needs beside its row."""

    formats: Formats
    now: datetime


Text = Callable[[TableRow, Writing], str]


@record
class Column:
    """One column. `text`: what stands in it, also for screen readers and for copying. `title`: of an own field."""

    id: str
    name: str  # a message id; "" where `title` says it
    width_px: int
    text: Text
    kind: Kind = "text"
    title: str = ""
    is_first: bool = True  # shown until the person decides otherwise

    @property
    def words(self) -> str:
        """Its head, in the person's language."""
        return self.title or _(self.name)


def _number(row: TableRow, _writing: Writing) -> str:
    number = row.number or row.values.get("phone")
    return phone(f"+{number}") if number else ""


def _last(row: TableRow, writing: Writing) -> str:
    """How long ago within a day, then the day: nobody needs the minute in a table."""
    if row.last_at is None:
        return ""
    is_fresh = writing.now - row.last_at < timedelta(days=1)
    write = writing.formats.ago if is_fresh else writing.formats.list_time
    return write(row.last_at, writing.now)


def _created(row: TableRow, writing: Writing) -> str:
    return writing.formats.list_time(row.created_at, writing.now) if row.created_at is not None else ""


def _value(key: str) -> Text:
    return lambda row, _writing: shown_line(row.values.get(key, ""))


def _place(key: str) -> Text:
    kept: dict[tuple[str, str], str] = {}  # names of places take a look into a large table

    def text(row: TableRow, _writing: Writing) -> str:
        code = row.values.get(key)
        if not code:
            return ""
        place = (language(), code)
        if place not in kept:
            kept[place] = place_words(key, code)
        return kept[place]

    return text


def _consent(purpose: str) -> Text:
    words = {"given": N_("agreed"), "withdrawn": N_("refused")}
    return lambda row, _writing: _(words.get(row.consents.get(purpose, ""), N_("not asked")))


def _own(field_id: str, of_type: str) -> Text:
    def text(row: TableRow, _writing: Writing) -> str:
        value = row.values.get(field_id, "")
        if not value:
            return ""
        if of_type == "date":
            return day_words(value)
        if of_type == "yes_no":
            return _("yes") if value == "yes" else _("no")
        return money_words(value) if of_type == "money" else shown_line(value)

    return text


BUILT_IN: Final = (
    Column("name", N_("Name"), 232, lambda row, _writing: shown_name(row.name), "name"),
    Column("number", N_("Number"), 168, _number, "figure"),
    Column("tags", N_("Tags"), 180, lambda row, _writing: ", ".join(map(shown_name, row.tags)), "tags"),
    Column("consent:service", N_("Service"), 76, _consent("service"), "consent"),
    Column("consent:marketing", N_("Promotions"), 96, _consent("marketing"), "consent"),
    Column("last", N_("Last contact"), 140, _last),
    Column("owner", N_("Looked after by"), 130, lambda row, _writing: shown_line(row.owner_name or "")),
    Column("email", N_("E-mail"), 200, _value("email"), is_first=False),
    Column("company", N_("Company"), 160, _value("company"), is_first=False),
    Column("language", N_("Language"), 110, _place("language"), is_first=False),
    Column("country", N_("Country"), 120, _place("country"), is_first=False),
    Column("username", N_("User name"), 140,
           lambda row, _writing: f"@{shown_line(row.username)}" if row.username else "", is_first=False),
    Column("consent:reminders", N_("Reminders"), 96, _consent("reminders"), "consent", is_first=False),
    Column("created", N_("Added"), 110, _created, is_first=False),
)  # fmt: skip
TICKS: Final = Column(TICK, N_("Selected"), TICK_PX, lambda _row, _writing: "", "tick")
DESCENDING_FIRST: Final = ("last", "created")  # what is newest is asked for first


@record
class OwnField:
    """A field of the owner's making, as far as a column needs it."""

    field_id: str
    title: str
    type: str
    choices: tuple[str, ...] = ()


def all_columns(own: Sequence[OwnField]) -> list[Column]:
    """Every column that can be shown, own fields last."""
    fields = (
        Column(
            FIELD + one.field_id, "", 140, _own(one.field_id, one.type),
            "figure" if one.type in ("number", "money", "date") else "text", one.title, is_first=False,
        )
        for one in own
    )  # fmt: skip
    return [*BUILT_IN, *fields]


def shown_columns(every: Sequence[Column], kept: str) -> list[tuple[Column, int]]:
    """Which are shown and how wide, as it was kept ("name:240,last:150"); the name is always there."""
    by_id = {column.id: column for column in every}
    found: dict[str, int] = {}
    for part in kept.split(","):
        column_id, _colon, width = part.rpartition(":")
        if column_id in by_id and column_id not in found:
            found[column_id] = min(int(width), MOST_PX) if width.isdecimal() else by_id[column_id].width_px
    if not found:
        found = {column.id: column.width_px for column in every if column.is_first}
    if "name" not in found:
        found = {"name": by_id["name"].width_px, **found}
    return [(by_id[column_id], width) for column_id, width in found.items()]


def kept_columns(shown: Mapping[str, int]) -> str:
    """How they are kept."""
    return ",".join(f"{column_id}:{width}" for column_id, width in shown.items())
