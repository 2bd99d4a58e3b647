"""What bringing a list of people does to the log: begin, people, end, undo. Each is a job of the Writer, or several."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

from app.domain import contact_cards as cards
from app.domain.channels import WHATSAPP
from app.domain.clock import Clock
from app.domain.consent import PROOF_MAX_CHARS, PURPOSES, ConsentGiven, Purpose
from app.domain.contact_import_rows import (
    REP_ROWS_MAX,
    ContactsImportProgress,
    ContactsImportRequest,
    ContactsImportRow,
    Decision,
    ImportedPerson,
    decide,
    taken_back,
)
from app.domain.contact_imports import (
    ContactsImportBegan,
    ContactsImportEnded,
    ContactsImportUndone,
    ContactWithdrawn,
)
from app.domain.contacts import Identity
from app.domain.events import Actor, EventBody
from app.domain.ids import ContactId, ImportId, MemberId
from app.domain.phone_numbers import variants
from app.hub.appender import Appender, Draft
from app.hub.http import HttpRefusal
from app.hub.intake import Crash
from app.hub.kept_off import keeps_off
from app.hub.resolve import showable
from app.hub.situation import Asker
from storage.hub import contact_imports as kept
from storage.hub import erasures
from storage.hub.contact_imports import Done, Taken
from storage.hub.tables import Connection
from storage.view import contact_imports as lists
from storage.writer import Priority, Writer

# Rows in one transaction, which a webhook's answer may have to wait for.
AT_ONCE = 125
RETRY_AFTER_S = "1"
SAME_DAY = timedelta(hours=14)  # a list tells a day, and somewhere it has begun already
HUB = Actor("hub")


class ContactImports:
    """Takes lists of people. It decides anew what each row does: two desktops may bring the same person."""

    def __init__(
        self, writer: Writer, appender: Appender, clock: Clock, new_id: Callable[[], str], crash: Crash
    ) -> None:
        self._writer = writer
        self._appender = appender
        self._clock = clock
        self._new_id = new_id
        self._crash = crash

    async def begin(self, asker: Asker, request: ContactsImportRequest) -> ContactsImportProgress:
        """Begin, or find it begun. Raises HttpRefusal: import_bulk_role, import_undoing."""
        if not asker.is_leader and request.total > REP_ROWS_MAX:
            raise HttpRefusal(403, "import_bulk_role", limit=str(REP_ROWS_MAX))
        if request.agreed_at is not None and request.agreed_at > self._clock.now() + SAME_DAY:
            raise HttpRefusal(422, "consent_future")  # it would outlive whatever they say from now on
        return await self._writer.run(lambda conn: self._begin(conn, asker, request), priority=Priority.REPLY)

    async def take(
        self, asker: Asker, import_id: ImportId, first: int, people: Sequence[ImportedPerson]
    ) -> ContactsImportProgress:
        """Bring people; rows that were taken before change nothing. Raises HttpRefusal: import_gap and others."""
        for start in range(0, len(people), AT_ONCE):
            part = people[start : start + AT_ONCE]
            await self._writer.run(
                self._taking(asker, import_id, first + start, part), priority=Priority.BULK
            )
            self._crash("after_contacts_import_commit")
        return await self.progress(import_id)

    async def end(self, asker: Asker, import_id: ImportId) -> ContactsImportProgress:
        """All rows were brought."""
        return await self._writer.run(lambda conn: self._end(conn, asker, import_id), priority=Priority.REPLY)

    async def undo(self, asker: Asker, import_id: ImportId) -> ContactsImportProgress:
        """Take back what it did, where nobody did anything since. Raises HttpRefusal: import_others."""
        await self._writer.run(lambda conn: self._begin_undo(conn, asker, import_id), priority=Priority.BULK)
        await self._go_on_undoing(import_id, _actor(asker))
        return await self.progress(import_id)

    async def finish_undone(self) -> None:
        """Go on with an undo that an end of the hub cut off."""
        while (left := await self._writer.run(kept.undoing, priority=Priority.BULK)) is not None:
            await self._go_on_undoing(left, HUB)

    async def _go_on_undoing(self, import_id: ImportId, actor: Actor) -> None:
        while await self._writer.run(
            lambda conn: self._undo_some(conn, actor, import_id), priority=Priority.BULK
        ):
            self._crash("after_contacts_undo_some")

    async def progress(self, import_id: ImportId) -> ContactsImportProgress:
        """How far it is. Raises HttpRefusal 404."""
        return await self._writer.run(lambda conn: _progress(conn, import_id), priority=Priority.REPLY)

    # --- on the writing thread ---

    def _begin(
        self, conn: Connection, asker: Asker, request: ContactsImportRequest
    ) -> ContactsImportProgress:
        if lists.contacts_import(conn, request.import_id) is not None:
            return _progress(conn, request.import_id)
        if kept.undoing(conn) is not None:
            raise HttpRefusal(503, "import_undoing", retry_after=RETRY_AFTER_S)
        body = ContactsImportBegan(
            request.import_id, showable(request.file_name) or "", request.fingerprint, request.total,
            showable(request.source) or "", request.wording, request.agreed_at, request.purpose, asker.member_id,
        )  # fmt: skip
        self._append(conn, _actor(asker), [(body, "", f"contacts_import:{request.import_id}")])
        kept.begin(conn, request)
        return _progress(conn, request.import_id)

    def _taking(
        self, asker: Asker, import_id: ImportId, first: int, people: Sequence[ImportedPerson]
    ) -> Callable[[Connection], None]:
        return lambda conn: self._take(conn, asker, import_id, first, people)

    def _take(
        self,
        conn: Connection,
        asker: Asker,
        import_id: ImportId,
        first: int,
        people: Sequence[ImportedPerson],
    ) -> None:
        row = _known(conn, import_id)
        _check_owner(asker, row)
        if row.state != "open" or kept.counts(conn, import_id).is_undone:
            raise HttpRefusal(409, "import_undone" if row.state == "open" else f"import_{row.state}")
        done = kept.counts(conn, import_id).done
        if first > done:
            raise HttpRefusal(409, "import_gap", done=str(done))
        fresh = people[done - first :]
        if not fresh:
            return
        if (
            not asker.is_leader and done + len(fresh) > REP_ROWS_MAX
        ):  # whatever it called itself when it began
            raise HttpRefusal(403, "import_bulk_role", limit=str(REP_ROWS_MAX))
        rows, refused = self._bring(conn, asker, import_id, done, fresh)
        kept.note(conn, import_id, len(fresh), len(fresh) - refused - len(rows), rows)
        self._crash("before_contacts_import_commit")

    def _bring(
        self, conn: Connection, asker: Asker, import_id: ImportId, done: int, people: Sequence[ImportedPerson]
    ) -> tuple[list[Done], int]:
        """Append what the rows do, in one group; a row that meets somebody of the same group waits for it.

        Gives also how many rows are refused: people who were erased and asked to be left alone.
        """
        rows: list[Done] = []
        group, asked, refused = _Group(), kept.asked(conn, import_id), 0
        is_anybody = erasures.is_anybody(conn, erasures.KEPT_OFF)
        for n, person in enumerate(people, done):
            if is_anybody and keeps_off(conn, _numbers(person)):
                refused += 1
                continue
            if group.meets(person):
                rows += self._append_group(conn, asker, group)
                group = _Group()
            contact_id = lists.find_person(conn, person)
            found = None if contact_id is None else lists.known_person(conn, contact_id)
            decision = decide(found, person)
            if decision.outcome != "same" or (asked is not None and asked.has_agreed):
                there = found.contact_id if found else ContactId(self._new_id())
                bodies = _bodies(asker, import_id, there, person, decision) + _agreed(asker, asked, there)
                group.add(n, person, there, decision, bodies)
        return rows + self._append_group(conn, asker, group), refused

    def _append_group(self, conn: Connection, asker: Asker, group: _Group) -> list[Done]:
        drafts = [(body, there, None) for _n, there, _decision, bodies in group.rows for body in bodies]
        positions = self._append(conn, _actor(asker), drafts)
        rows, at = [], 0
        for n, there, decision, bodies in group.rows:
            span = positions[at : at + len(bodies)]
            at += len(bodies)
            taken = None if decision.outcome == "added" else _taken(decision)
            rows.append(Done(n, there, decision.outcome == "added", span[0], span[-1], taken))
        return rows

    def _end(self, conn: Connection, asker: Asker, import_id: ImportId) -> ContactsImportProgress:
        row = _known(conn, import_id)
        _check_owner(asker, row)
        counts = kept.counts(conn, import_id)
        if row.state == "undone" or counts.is_undone:
            raise HttpRefusal(409, "import_undone")
        body = ContactsImportEnded(import_id, counts.added, counts.changed, counts.same)
        self._append(conn, _actor(asker), [(body, "", f"contacts_import_ended:{import_id}")])
        return _progress(conn, import_id)

    def _begin_undo(self, conn: Connection, asker: Asker, import_id: ImportId) -> None:
        row = _known(conn, import_id)
        _check_owner(asker, row)
        if row.state != "undone":
            kept.begin_undo(conn, import_id)

    def _undo_some(self, conn: Connection, actor: Actor, import_id: ImportId) -> bool:
        """The next rows; with the last ones it is told what came of it. False: it was told before."""
        if kept.undoing(conn) != import_id:
            return False
        rows = kept.next_rows(conn, import_id, AT_ONCE)
        gone = [
            row for row in rows if row.is_new and not lists.is_touched(conn, row.contact_id, row.last_pos)
        ]
        bodies: list[tuple[EventBody, str, str | None]] = [
            (ContactWithdrawn(row.contact_id, import_id), row.contact_id, None) for row in gone
        ]
        known = [row for row in rows if not row.is_new]
        restored = 0
        for row in known:
            back, is_whole = _back(conn, actor.member_id, row.contact_id, row.taken or Taken())
            bodies += [(body, row.contact_id, None) for body in back]
            restored += is_whole
        self._append(conn, actor, bodies)
        kept.erase(conn, gone)
        left_new = len(rows) - len(known) - len(gone)
        kept.taken_back(
            conn,
            import_id,
            rows,
            removed=len(gone),
            kept=left_new,
            restored=restored,
            left=len(known) - restored,
        )
        if not rows:
            self._end_undo(conn, actor, import_id)
        self._crash("before_contacts_undo_commit")
        return bool(rows)

    def _end_undo(self, conn: Connection, actor: Actor, import_id: ImportId) -> None:
        counts = kept.counts(conn, import_id)
        body = ContactsImportUndone(
            import_id, counts.removed, counts.kept, counts.restored, counts.left, actor.member_id
        )
        self._append(conn, actor, [(body, "", f"contacts_import_undone:{import_id}")])
        kept.end_undo(conn, import_id)

    def _append(
        self, conn: Connection, actor: Actor, bodies: Sequence[tuple[EventBody, str, str | None]]
    ) -> list[int]:
        now = self._clock.now()
        drafts = [Draft(body, subject, actor, now, key) for body, subject, key in bodies]
        return [event.pos for event in self._appender.append(conn, drafts)]


class _Group:
    """Rows whose events are appended together. None of them may be somebody whom another one of them made."""

    def __init__(self) -> None:
        self.rows: list[tuple[int, ContactId, Decision, list[EventBody]]] = []
        self._keys: set[str] = set()

    def meets(self, person: ImportedPerson) -> bool:
        """Whether a row of the group could be the same person."""
        return not self._keys.isdisjoint(_keys(person))

    def add(
        self, n: int, person: ImportedPerson, there: ContactId, decision: Decision, bodies: list[EventBody]
    ) -> None:
        """One more row."""
        self.rows.append((n, there, decision, bodies))
        self._keys.update(_keys(person))


def _numbers(person: ImportedPerson) -> list[str]:
    return [number for number in (person.number, person.value("phone")) if number]


def _keys(person: ImportedPerson) -> list[str]:
    keys = [one for number in _numbers(person) for one in variants(number)]
    keys += [person.user_id] if person.user_id else []
    email = person.value("email")
    return [*keys, email.casefold()] if email else keys


def _bodies(
    asker: Asker, import_id: ImportId, there: ContactId, person: ImportedPerson, decision: Decision
) -> list[EventBody]:
    member_id = asker.member_id
    if decision.outcome == "added":
        identity = Identity(number=person.number, user_id=person.user_id)
        return [
            cards.ContactAdded(
                there, identity, decision.changes, decision.tags, decision.owner_id, member_id, import_id
            )
        ]
    bodies: list[EventBody] = []
    if decision.changes:
        bodies.append(cards.ContactChanged(there, decision.changes, member_id))
    bodies += [cards.ContactTagged(there, tag, member_id) for tag in decision.tags]
    if decision.owner_id is not None:
        bodies.append(cards.ContactOwned(there, decision.owner_id, member_id))
    return bodies


def _agreed(asker: Asker, asked: ContactsImportRequest | None, there: ContactId) -> list[EventBody]:
    """What the people of the list agreed to, as the proof of this one's consent."""
    if asked is None or not asked.has_agreed or asked.agreed_at is None:
        return []
    purposes: tuple[Purpose, ...] = tuple(one for one in PURPOSES if one == asked.purpose)
    proof = f"{asked.source} ({asked.file_name})"[:PROOF_MAX_CHARS]
    return [
        ConsentGiven(
            there, WHATSAPP, purposes, "import", asked.wording, asked.agreed_at, proof,
            import_id=asked.import_id, member_id=asker.member_id,
        )
    ]  # fmt: skip


def _taken(decision: Decision) -> Taken:
    return Taken(decision.before, decision.changes, decision.tags, decision.owner_before, decision.owner_id)


def _back(
    conn: Connection, member_id: MemberId | None, contact_id: ContactId, taken: Taken
) -> tuple[list[EventBody], bool]:
    """What takes a row's changes back, and whether that is all of them."""
    now = lists.known_person(conn, contact_id)
    if now is None:
        return [], False
    changes, left = taken_back(now.values, taken.before, taken.after)
    bodies: list[EventBody] = []
    if changes:
        bodies.append(cards.ContactChanged(contact_id, changes, member_id))
    bodies += [cards.ContactUntagged(contact_id, tag, member_id) for tag in taken.tags if tag in now.tags]
    if taken.owner_after is not None:
        if now.owner_id == taken.owner_after:
            bodies.append(cards.ContactOwned(contact_id, taken.owner_before, member_id))
        else:
            left += 1
    return bodies, left == 0


def _actor(asker: Asker) -> Actor:
    return Actor("member", asker.member_id, asker.device_id)


def _check_owner(asker: Asker, row: ContactsImportRow) -> None:
    """A rep goes on with, ends and undoes what they began; owner and manager anybody's."""
    if not asker.is_leader and row.member_id != asker.member_id:
        raise HttpRefusal(403, "import_others", role=asker.role)


def _known(conn: Connection, import_id: ImportId) -> ContactsImportRow:
    row = lists.contacts_import(conn, import_id)
    if row is None:
        raise HttpRefusal(404, "import_unknown")
    return row


def _progress(conn: Connection, import_id: ImportId) -> ContactsImportProgress:
    row, counts = _known(conn, import_id), kept.counts(conn, import_id)
    return ContactsImportProgress(
        import_id, row.state, row.total, counts.done, counts.added, counts.changed, counts.same, counts.removed,
        counts.kept, counts.restored, counts.left, counts.refused,
    )  # fmt: skip
