"""Looks for people who stand there twice and for what is wrong with contacts: look-ups, and whole passes aside."""

from __future__ import annotations

from functools import cached_property

from app.desk.home_number import calling_code
from app.desk.view_file import ViewFile
from app.domain.hygiene import Finding, FoundPerson, Hygiene, share_in_order
from app.domain.ids import ContactId
from app.domain.merge_suggestions import Suggestion
from app.domain.merging import MergedPart
from storage import view
from storage.engine import Connection
from storage.view import doubles, hygiene


class Tidying:
    """What a whole pass found stays until the next one; what was settled since is left out when it is asked for."""

    def __init__(self, file: ViewFile) -> None:
        self._file = file
        self._doubles: list[Suggestion] | None = None
        self._bad: list[ContactId] | None = None
        self._judged: dict[str, bool] = {}  # typed numbers, and whether they can be dialled
        self.share: tuple[int, int] | None = None

    # --- one contact ---

    def doubles_of(self, contact_id: ContactId) -> list[Suggestion]:
        """A few look-ups."""
        return doubles.suggestions_of(self._conn, contact_id, self._calling_code)

    def merged_parts(self, contact_id: ContactId) -> list[MergedPart]:
        """What became this one."""
        return doubles.merged_parts(self._conn, contact_id)

    # --- everybody ---

    async def doubles(self) -> list[Suggestion]:
        """One pass, on a connection of its own."""
        if not self._file.is_whole:
            return []
        code = self._calling_code
        self._doubles = await self._file.read_apart(lambda conn: doubles.all_suggestions(conn, code))
        return self._doubles

    async def check(self) -> Hygiene:
        """Everything that takes a look at everybody."""
        if not self._file.is_whole:
            return Hygiene()
        found = await self.doubles()
        self._bad = await self._file.read_apart(self._bad_numbers)
        twice = {one for pair in found for one in (pair.first_id, pair.second_id)}
        untidy = sorted({*twice, *self._bad})
        with_any, people = await self._file.read_apart(
            lambda conn: (hygiene.count_with_any(conn, untidy), hygiene.people_count(conn))
        )
        share = share_in_order(people, with_any)
        self.share = None if share is None else (share, people)
        return self.hygiene()

    def hygiene(self) -> Hygiene:
        """Counts of an index, and what the last pass found."""
        people = hygiene.people_count(self._conn)
        counts = list(hygiene.quick_counts(self._conn, people))
        if self._doubles is not None:
            counts.append(("doubles", len(self.found_doubles())))
        if self._bad is not None:
            counts.append(("bad_number", len(self._still_bad())))
        return Hygiene(people, tuple(counts))

    def people_with(self, finding: Finding, limit: int) -> list[FoundPerson]:
        """Whom a finding is about."""
        if finding == "bad_number":
            return hygiene.people_of(self._conn, self._still_bad()[:limit])
        return hygiene.people_with(self._conn, finding, limit)

    def found_doubles(self) -> list[Suggestion]:
        """Without what was merged, dismissed or mended since the pass."""
        apart = doubles.apart_pairs(self._conn)
        return [
            one
            for one in self._doubles or ()
            if self._are_two(one) and (one.first_id, one.second_id) not in apart
        ]

    def names_of(self, ids: tuple[ContactId, ...]) -> list[FoundPerson]:
        """How they are shown."""
        return hygiene.people_of(self._conn, ids)

    # --- inside ---

    @property
    def _conn(self) -> Connection:
        return self._file.connection()

    @cached_property
    def _calling_code(self) -> str | None:
        """Of the business's first number: where a number without a country belongs."""
        return calling_code(self._conn)

    def _are_two(self, one: Suggestion) -> bool:
        return all(view.kept_id(self._conn, each) == each for each in (one.first_id, one.second_id))

    def _bad_numbers(self, conn: Connection) -> list[ContactId]:
        return [
            contact_id for contact_id, number in hygiene.typed_numbers(conn) if not self._is_dialable(number)
        ]

    def _still_bad(self) -> list[ContactId]:
        """Of those that the pass found: who has that number still."""
        found = hygiene.people_of(self._conn, self._bad or ())
        return [one.contact_id for one in found if one.detail and not self._is_dialable(one.detail)]

    def _is_dialable(self, number: str) -> bool:
        known = self._judged.get(number)
        if known is None:
            from app.words.typed_numbers import is_dialable

            known = self._judged[number] = is_dialable(number)
        return known
