"""Looking exported chats through beside the event loop: files are read by a thread of its own."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from app.desk.imports.authors import number_of
from app.desk.imports.dates import Order
from app.desk.imports.review import Reviewer, ReviewRow
from app.desk.imports.sides import UNKNOWN, ContactLookup
from app.desk.imports.usual import usual_order
from app.desk.imports.watching import Watch
from app.desk.workers import Workers
from app.domain.contacts import Contact
from app.domain.ids import ContactId
from app.domain.phone_numbers import is_number, variants

NEW_PERSON = "new:"  # how the id of a contact begins that there will be once its chat is imported


class People:
    """Everybody whom the team knows, to find whose chat an export is."""

    def __init__(self, contacts: Iterable[Contact]) -> None:
        self._by_name: dict[str, list[Contact]] = {}
        self._by_number: dict[str, Contact] = {}
        for contact in contacts:
            if contact.name:
                self._by_name.setdefault(_key(contact.name), []).append(contact)
            if contact.number:
                self._by_number[contact.number] = contact

    def by_name(self, name: str) -> Sequence[Contact]:
        """Those who are called so, whatever the case and the blanks."""
        return self._by_name.get(_key(name), ())

    def by_number(self, digits: str) -> Contact | None:
        """Whose number that is, in any of the ways in which it may be written."""
        known = (self._by_number.get(one) for one in variants(digits))
        return next((contact for contact in known if contact is not None), None)


class ExportReview:
    """The rows of one table. Close it when the table is done with."""

    def __init__(self, people: People, own_names: Collection[str], zone: str) -> None:
        self._people = people
        lookup = ContactLookup(people.by_name, people.by_number)
        self._reviewer = Reviewer(lookup, own_names, zone, usual_order())
        self._workers = Workers(1, "desk-review")

    async def look(self, path: Path, watch: Watch) -> ReviewRow:
        """One more file. Raises ExportRefused "import_stopped" alone; what else is wrong with it stands in the row."""
        row = await self._workers.run(lambda: next(self._reviewer.look([path], watch)))
        return self._with_number(row)

    async def choose_day_order(self, row: ReviewRow, order: Order, watch: Watch) -> ReviewRow:
        """A person said which number is the day: the file is read anew. Raises ExportRefused."""
        return await self._workers.run(lambda: self._reviewer.choose_day_order(row, order, watch))

    def choose_us(self, row: ReviewRow, author: str | None) -> ReviewRow:
        """A person said which author is the business; None: it wrote nothing."""
        return self._with_number(self._reviewer.choose_us(row, author))

    def choose_zone(self, row: ReviewRow, zone: str) -> ReviewRow:
        """A person said where the phone was. Raises ExportRefused for a zone that does not exist."""
        return self._reviewer.choose_zone(row, zone)

    def choose_contact(self, row: ReviewRow, contact: Contact) -> ReviewRow:
        """A person said whose chat it is."""
        return self._reviewer.choose_contact(row, contact)

    def choose_number(self, row: ReviewRow, written: str) -> ReviewRow | None:
        """A person typed the number of whose chat it is, known or not; None when it can be none."""
        contact = self.person_of(written, row.sides.person)
        return None if contact is None else self._reviewer.choose_contact(row, contact)

    def person_of(self, written: str, name: str | None) -> Contact | None:
        """Whose number that is; somebody new under `name` where nobody is known by it. None when it can be none."""
        digits = "".join(sign for sign in written if sign.isascii() and sign.isdigit())
        if not is_number(digits) or any(sign.isalpha() for sign in written):
            return None
        known = self._people.by_number(digits)
        return known or Contact(ContactId(NEW_PERSON + digits), _own_name(name), digits)

    def _with_number(self, row: ReviewRow) -> ReviewRow:
        """A phone shows somebody who is not saved there by their number: nobody has to be asked for it."""
        names = (row.sides.person, row.preview.chat_name if row.preview else None)
        number = next((name for name in names if name and number_of(name)), None)
        if row.contact_id is not None or row.sides == UNKNOWN or number is None:
            return row
        return self.choose_number(row, number) or row

    def close(self) -> None:
        """No more files. Waits for one that is being read: stop it by its watch before."""
        self._workers.close()


def _own_name(name: str | None) -> str | None:
    """What to call somebody new: as the phone did, unless it only showed the number."""
    return None if name is None or number_of(name) else name.lstrip("~ ").strip() or None


def _key(name: str) -> str:
    return " ".join(name.casefold().split())
