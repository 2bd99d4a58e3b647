"""What bringing a list of appointments does to the log: begin, rows, end, undo. Each is jobs of the Writer."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.domain.agenda import RESOURCES_MAX, Resource, ResourceSaved
from app.domain.appointment_import_rows import (
    AppointmentsImportProgress,
    AppointmentsImportRequest,
    AppointmentsImportRow,
    ImportedAppointment,
    NewPlace,
)
from app.domain.appointment_imports import (
    AppointmentsImportBegan,
    AppointmentsImportEnded,
    AppointmentsImportUndone,
)
from app.domain.appointments import AppointmentRemoved
from app.domain.clock import Clock
from app.domain.contact_imports import ContactWithdrawn
from app.domain.events import Actor, EventBody
from app.domain.ids import ImportId
from app.domain.phone_numbers import variants
from app.hub.appender import Appender, Draft
from app.hub.appointment_import_bodies import RowBodies, RowWriter, back_of
from app.hub.commands import subject_of
from app.hub.http import HttpRefusal
from app.hub.intake import Crash
from app.hub.kept_off import keeps_off
from app.hub.resolve import showable
from app.hub.send_rules import sendable
from app.hub.situation import Asker
from storage.hub import appointment_imports as kept
from storage.hub import contact_imports as kept_people
from storage.hub import erasures
from storage.hub.appointment_imports import DoneAppointment
from storage.hub.contact_imports import Done
from storage.hub.tables import Connection
from storage.view import appointment_imports as lists
from storage.view import appointment_reading as rows_of
from storage.view import contact_imports as people
from storage.writer import Priority, Writer

# Rows in one transaction, which a webhook's answer may have to wait for.
AT_ONCE = 100
RETRY_AFTER_S = "1"
HUB = Actor("hub")
Told = tuple[EventBody, str, str | None]


class AppointmentImports:
    """Takes lists of appointments from everybody. It decides anew what each row does: two desks may bring the same."""

    def __init__(
        self, writer: Writer, appender: Appender, clock: Clock, new_id: Callable[[], str], crash: Crash
    ) -> None:
        self._writer = writer
        self._appender = appender
        self._clock = clock
        self._new_id = new_id
        self._crash = crash

    async def begin(self, asker: Asker, request: AppointmentsImportRequest) -> AppointmentsImportProgress:
        """Begin, or find it begun. Raises HttpRefusal: role_missing, import_undoing."""
        if request.places and not asker.is_leader:
            raise HttpRefusal(403, "role_missing", role=asker.role)
        return await self._writer.run(lambda conn: self._begin(conn, asker, request), priority=Priority.REPLY)

    async def take(
        self, asker: Asker, import_id: ImportId, first: int, rows: Sequence[ImportedAppointment]
    ) -> AppointmentsImportProgress:
        """Bring rows; those that were taken before change nothing. Raises HttpRefusal: import_gap and others."""
        for start in range(0, len(rows), AT_ONCE):
            part = rows[start : start + AT_ONCE]
            await self._writer.run(
                self._taking(asker, import_id, first + start, part), priority=Priority.BULK
            )
            self._crash("after_appointments_import_commit")
        return await self.progress(import_id)

    async def end(self, asker: Asker, import_id: ImportId) -> AppointmentsImportProgress:
        """All rows were brought."""
        return await self._writer.run(lambda conn: self._end(conn, asker, import_id), priority=Priority.REPLY)

    async def undo(self, asker: Asker, import_id: ImportId) -> AppointmentsImportProgress:
        """Take back what it did, where nobody did anything since. Whoever brought it may, and who leads."""
        await self._writer.run(lambda conn: _begin_undo(conn, asker, import_id), priority=Priority.BULK)
        await self._go_on_undoing(import_id, _actor(asker))
        return await self.progress(import_id)

    async def finish_undone(self) -> None:
        """Go on with an undo that an end of the hub cut off."""
        while (left := await self._writer.run(kept.undoing, priority=Priority.BULK)) is not None:
            await self._go_on_undoing(left, HUB)

    async def progress(self, import_id: ImportId) -> AppointmentsImportProgress:
        """How far it is. Raises HttpRefusal 404."""
        return await self._writer.run(lambda conn: _progress(conn, import_id), priority=Priority.REPLY)

    async def _go_on_undoing(self, import_id: ImportId, actor: Actor) -> None:
        while await self._writer.run(
            lambda conn: self._undo_some(conn, actor, import_id), priority=Priority.BULK
        ):
            self._crash("after_appointments_undo_some")

    # --- on the writing thread ---

    def _begin(
        self, conn: Connection, asker: Asker, request: AppointmentsImportRequest
    ) -> AppointmentsImportProgress:
        if lists.appointments_import(conn, request.import_id) is not None:
            return _progress(conn, request.import_id)
        if kept.undoing(conn) is not None:
            raise HttpRefusal(503, "import_undoing", retry_after=RETRY_AFTER_S)
        name = showable(request.file_name) or ""
        for left in lists.left_open(conn, name, asker.member_id):
            self._end(conn, asker, left)  # what it had not brought is brought by this one
        body = AppointmentsImportBegan(
            request.import_id, name, request.fingerprint, request.total, request.days, asker.member_id
        )
        made: list[Told] = [
            (body, subject_of(body), None)
            for body in (ResourceSaved(one, asker.member_id) for one in _new_resources(conn, request.places))
        ]
        self._append(conn, _actor(asker), [*made, (body, "", f"appointments_import:{request.import_id}")])
        kept.begin(conn, request.import_id)
        return _progress(conn, request.import_id)

    def _taking(
        self, asker: Asker, import_id: ImportId, first: int, rows: Sequence[ImportedAppointment]
    ) -> Callable[[Connection], None]:
        return lambda conn: self._take(conn, asker, import_id, first, rows)

    def _take(
        self,
        conn: Connection,
        asker: Asker,
        import_id: ImportId,
        first: int,
        rows: Sequence[ImportedAppointment],
    ) -> None:
        row, counts = _known(conn, import_id), kept.counts(conn, import_id)
        if row.state != "open" or counts.is_undone:
            raise HttpRefusal(409, "import_undone" if row.state == "open" else f"import_{row.state}")
        if first > counts.done:
            raise HttpRefusal(409, "import_gap", done=str(counts.done))
        fresh = rows[counts.done - first :]
        if not fresh:
            return
        done, refused = self._bring(conn, asker, import_id, counts.done, fresh)
        kept.note(conn, import_id, len(fresh), len(fresh) - refused - len(done), done)
        self._crash("before_appointments_import_commit")

    def _bring(
        self,
        conn: Connection,
        asker: Asker,
        import_id: ImportId,
        done: int,
        rows: Sequence[ImportedAppointment],
    ) -> tuple[list[DoneAppointment], int]:
        """Append what the rows do, in groups; a row that meets an appointment or a number of its group waits for it.

        Gives also how many rows are refused: of people who were erased and asked to be left alone, or figures of
        nobody.
        """
        found: list[DoneAppointment] = []
        group: list[RowBodies] = []
        met: set[str] = set()
        refused = 0
        is_anybody = erasures.is_anybody(conn, erasures.KEPT_OFF)
        writer = RowWriter(conn, asker, import_id, self._new_id)
        for n, row in enumerate(rows, done):
            if (is_anybody and row.number and keeps_off(conn, [row.number])) or _is_erased(conn, row):
                refused += 1
                continue
            keys = {row.appointment_id, *(variants(row.number) if row.number else ())}
            if not met.isdisjoint(keys):
                found += self._append_group(conn, asker, group)
                group, met = [], set()
            told = writer.bodies_of(n, row)
            if told is not None:
                group.append(told)
                met |= keys
        return found + self._append_group(conn, asker, group), refused

    def _append_group(
        self, conn: Connection, asker: Asker, group: Sequence[RowBodies]
    ) -> list[DoneAppointment]:
        drafts: list[Told] = [(body, subject, None) for one in group for body, subject in one.bodies]
        positions = self._append(conn, _actor(asker), drafts)
        found, at = [], 0
        for one in group:
            first, at = positions[at], at + len(one.bodies)
            found.append(
                DoneAppointment(
                    one.n, one.appointment_id, one.what, positions[at - 1], one.made_contact_id, first, one.before
                )
            )  # fmt: skip
        return found

    def _end(self, conn: Connection, asker: Asker, import_id: ImportId) -> AppointmentsImportProgress:
        row, counts = _known(conn, import_id), kept.counts(conn, import_id)
        if row.state == "undone" or counts.is_undone:
            raise HttpRefusal(409, "import_undone")
        body = AppointmentsImportEnded(import_id, counts.added, counts.changed, counts.same, counts.gone)
        self._append(conn, _actor(asker), [(body, "", f"appointments_import_ended:{import_id}")])
        return _progress(conn, import_id)

    def _undo_some(self, conn: Connection, actor: Actor, import_id: ImportId) -> bool:
        """The next rows; with the last ones it is told what came of it. False: it was told before."""
        if kept.undoing(conn) != import_id:
            return False
        rows = kept.next_rows(conn, import_id, AT_ONCE)
        free = [row for row in rows if not lists.is_touched(conn, row.appointment_id, row.last_pos)]
        gone = [row for row in free if row.is_new]
        bodies: list[Told] = [
            (AppointmentRemoved(row.appointment_id, actor.member_id, import_id), row.appointment_id, None)
            for row in gone
        ]
        back = [row for row in free if row.before is not None]
        for row in back:
            assert row.before is not None
            told = back_of(conn, actor.member_id, import_id, row.before)
            bodies += [(body, row.appointment_id, None) for body in told]
        self._append(conn, actor, bodies)
        self._withdraw(conn, actor, import_id, rows)
        new = sum(row.is_new for row in rows)
        kept.taken_back(
            conn,
            import_id,
            rows,
            removed=len(gone),
            kept=new - len(gone),
            restored=len(back),
            left=len(rows) - new - len(back),
        )
        if not rows:
            self._end_undo(conn, actor, import_id)
        self._crash("before_appointments_undo_commit")
        return bool(rows)

    def _withdraw(
        self, conn: Connection, actor: Actor, import_id: ImportId, rows: Sequence[DoneAppointment]
    ) -> None:
        """People whom the import made contacts and with whom nothing happened since are gone with their appointments.

        Rows are taken back from the last one, and the first row of a person made them: none of theirs is to follow.
        """
        gone = [
            Done(row.n, row.contact_id, is_new=True, first_pos=row.made_pos, last_pos=row.made_pos)
            for row in rows
            if row.contact_id is not None
            and not lists.has_appointments(conn, row.contact_id)
            and not people.is_touched(conn, row.contact_id, row.made_pos)
        ]
        self._append(
            conn, actor, [(ContactWithdrawn(row.contact_id, import_id), row.contact_id, None) for row in gone]
        )
        kept_people.erase(conn, gone)

    def _end_undo(self, conn: Connection, actor: Actor, import_id: ImportId) -> None:
        counts = kept.counts(conn, import_id)
        body = AppointmentsImportUndone(
            import_id, counts.removed, counts.kept, counts.restored, counts.left, actor.member_id
        )
        self._append(conn, actor, [(body, "", f"appointments_import_undone:{import_id}")])
        kept.end_undo(conn, import_id)

    def _append(self, conn: Connection, actor: Actor, bodies: Sequence[Told]) -> list[int]:
        now = self._clock.now()
        drafts = [Draft(body, subject, actor, now, key) for body, subject, key in bodies]
        return [event.pos for event in self._appender.append(conn, drafts)]


def _new_resources(conn: Connection, places: Sequence[NewPlace]) -> list[Resource]:
    """Those that are not there yet, after the others; one that was removed is there again."""
    there = rows_of.resources(conn)
    ids, names = {one.resource_id for one in there}, {one.name.casefold() for one in there}
    last = max((one.position for one in there), default=-1)
    made: list[Resource] = []
    for place in places:
        name = sendable(place.name)
        if place.resource_id in ids or name.casefold() in names or len(there) + len(made) >= RESOURCES_MAX:
            continue
        was = rows_of.resource_named(conn, place.resource_id)
        version = was[0].version + 1 if was is not None else 1
        made.append(Resource(place.resource_id, name, position=last + len(made) + 1, version=version))
        names.add(name.casefold())
    return made


def _is_erased(conn: Connection, row: ImportedAppointment) -> bool:
    return rows_of.load(conn, row.appointment_id) is None and rows_of.is_known(conn, row.appointment_id)


def _begin_undo(conn: Connection, asker: Asker, import_id: ImportId) -> None:
    row = _known(conn, import_id)
    if not asker.is_leader and row.member_id != asker.member_id:
        raise HttpRefusal(403, "role_missing", role=asker.role)
    if row.state != "undone":
        kept.begin_undo(conn, import_id)


def _actor(asker: Asker) -> Actor:
    return Actor("member", asker.member_id, asker.device_id)


def _known(conn: Connection, import_id: ImportId) -> AppointmentsImportRow:
    row = lists.appointments_import(conn, import_id)
    if row is None:
        raise HttpRefusal(404, "import_unknown")
    return row


def _progress(conn: Connection, import_id: ImportId) -> AppointmentsImportProgress:
    row, counts = _known(conn, import_id), kept.counts(conn, import_id)
    return AppointmentsImportProgress(
        import_id, row.state, row.total, counts.done, counts.added, counts.changed, counts.same, counts.gone,
        counts.removed, counts.kept, counts.restored, counts.left, counts.refused,
    )  # fmt: skip
