"""Many exports at once, as one table to look through: what each file is, whose chat it is, and what is in doubt.

A row never changes; a decision of a person gives a new one.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path
from typing import Final, Literal

from app.desk.imports.container import open_export
from app.desk.imports.dates import Order
from app.desk.imports.preview import Preview, preview
from app.desk.imports.refusals import ExportRefused
from app.desk.imports.sides import UNKNOWN, ContactLookup, Sides, candidates, guess_sides, sides_with
from app.desk.imports.watching import UNWATCHED, Watch
from app.desk.imports.zones import WallClock
from app.domain.contacts import Contact
from app.domain.errors import Refused
from app.domain.ids import ContactId

Doubt = Literal[
    "refused", "nobody", "group", "us_unknown", "no_contact", "several_contacts", "day_order",
    "same_chat", "not_understood", "media_missing", "media_doubled",
]  # fmt: skip
BLOCKING: Final[frozenset[Doubt]] = frozenset(
    {"refused", "nobody", "group", "us_unknown", "no_contact", "several_contacts", "day_order", "same_chat"}
)
_COPIED: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to look at; `count` where it can be counted (files, lines, contacts)."""

    doubt: Doubt
    count: int = 0


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One file of the table. `preview` is None when it was refused, `zone` IANA, `same_as` an earlier row's file.

    `fingerprint` tells whether the chat's text is still the one that was looked at.
    """

    path: Path
    zone: str
    preview: Preview | None = None
    refusal: Refused | None = None
    sides: Sides = UNKNOWN
    contacts: tuple[Contact, ...] = ()
    contact_id: ContactId | None = None
    same_as: Path | None = None
    fingerprint: bytes = b""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is in doubt, what stops the import first."""
        if self.preview is None:
            return (Problem("refused"),)
        return (*_doubts_about_people(self, self.preview), *_doubts_about_text(self, self.preview))

    @property
    def is_ready(self) -> bool:
        """Whether nothing has to be decided any more."""
        return not any(problem.doubt in BLOCKING for problem in self.problems)


def _doubts_about_people(row: ReviewRow, seen: Preview) -> Iterator[Problem]:
    if not seen.authors:
        yield Problem("nobody")
    elif len(seen.authors) > 2:
        yield Problem("group", len(seen.authors))
    elif row.sides == UNKNOWN:
        yield Problem("us_unknown", len(seen.authors))
    elif row.contact_id is None:
        yield Problem("several_contacts", len(row.contacts)) if row.contacts else Problem("no_contact")


def _doubts_about_text(row: ReviewRow, seen: Preview) -> Iterator[Problem]:
    if seen.day_order.is_ambiguous:
        yield Problem("day_order")
    if row.same_as is not None:
        yield Problem("same_chat")
    counted: tuple[tuple[Doubt, int], ...] = (
        ("not_understood", sum(seen.not_understood.values())),
        ("media_missing", seen.media_missing),
        ("media_doubled", seen.media_doubled),
    )
    yield from (Problem(doubt, count) for doubt, count in counted if count)


class Reviewer:
    """Fills the table. `own_names`: what the business is called; `zone`: where its phone is; `default`: see dates."""

    def __init__(
        self, lookup: ContactLookup, own_names: Collection[str], zone: str, default: Order = "dmy"
    ) -> None:
        self._lookup = lookup
        self._own_names = own_names
        self._zone = zone
        self._default = default
        self._seen: dict[bytes, Path] = {}

    def look(self, paths: Iterable[Path], watch: Watch = UNWATCHED) -> Iterator[ReviewRow]:
        """A row for each file, as soon as it is read. Raises ExportRefused "import_stopped" alone."""
        for path in paths:
            try:
                seen = preview(path, None, self._default, watch)
                mark = fingerprint(path)
            except ExportRefused as refused:
                if refused.code == "import_stopped":
                    raise
                yield ReviewRow(path, self._zone, refusal=Refused(refused.code, refused.facts))
                continue
            sides = guess_sides(seen.authors, seen.chat_name, self._own_names)
            first = self._seen.setdefault(mark, path)
            row = ReviewRow(
                path, self._zone, seen, same_as=None if first == path else first, fingerprint=mark
            )
            yield self._with_sides(row, sides)

    def choose_us(self, row: ReviewRow, author: str | None) -> ReviewRow:
        """A person said which author is the business; None: it wrote nothing. ValueError where that cannot be."""
        authors = list(row.preview.authors) if row.preview else []
        if author not in authors and (author is not None or len(authors) != 1):
            raise ValueError(f"{author!r} is no author of this chat, or it has two")
        return self._with_sides(
            row, Sides(None, authors[0]) if author is None else sides_with(authors, author)
        )

    def choose_contact(self, row: ReviewRow, contact: Contact) -> ReviewRow:
        """A person said whose chat it is, a candidate or anybody else."""
        return replace(row, contacts=(contact,), contact_id=contact.contact_id)

    def choose_zone(self, row: ReviewRow, zone: str) -> ReviewRow:
        """A person said where the phone was. Raises ExportRefused for a zone that does not exist."""
        WallClock(zone)
        return replace(row, zone=zone)

    def choose_day_order(self, row: ReviewRow, order: Order, watch: Watch = UNWATCHED) -> ReviewRow:
        """A person said which number is the day: the file is read anew. Raises ExportRefused."""
        return replace(row, preview=preview(row.path, order, self._default, watch))

    def _with_sides(self, row: ReviewRow, sides: Sides) -> ReviewRow:
        chat_name = row.preview.chat_name if row.preview else None
        found = () if sides == UNKNOWN else candidates(sides.person, chat_name, self._lookup)
        chosen = found[0].contact_id if len(found) == 1 else None
        return replace(row, sides=sides, contacts=found, contact_id=chosen)


def fingerprint(path: Path) -> bytes:
    """The same for the same text of a chat, whatever file it came in. Raises ExportRefused."""
    digest = blake2b(digest_size=16)
    with open_export(path) as export, export.open_text() as stream:
        while part := stream.read(_COPIED):
            digest.update(part)
    return digest.digest()
