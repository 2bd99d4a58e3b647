"""What bringing a table of deals does to the log: begin, rows, end, undo. Each is a job of the Writer, or several."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.domain.clock import Clock
from app.domain.contact_imports import ContactWithdrawn
from app.domain.deal_import_rows import (
    DealsImportProgress,
    DealsImportRequest,
    DealsImportRow,
    ImportedDeal,
    decide,
    step_id,
)
from app.domain.deal_imports import DealsImportBegan, DealsImportEnded, DealsImportUndone
from app.domain.deals import DealLinked, DealRemoved
from app.domain.events import Actor, EventBody
from app.domain.ids import ImportId
from app.domain.phone_numbers import variants
from app.domain.tasks import TaskRemoved
from app.hub.appender import Appender, Draft
from app.hub.deal_import_bodies import RowBodies, back_of
from app.hub.http import HttpRefusal
from app.hub.intake import Crash
from app.hub.kept_off import keeps_off
from app.hub.resolve import showable
from app.hub.situation import Asker
from storage.hub import contact_imports as kept_people
from storage.hub import deal_imports as kept
from storage.hub import erasures
from storage.hub.contact_imports import Done
from storage.hub.deal_imports import DoneDeal, TakenDeal
from storage.hub.tables import Connection
from storage.view import contact_imports as people
from storage.view import deal_imports as lists
from storage.writer import Priority, Writer

# Rows in one transaction, which a webhook's answer may have to wait for.
AT_ONCE = 125
RETRY_AFTER_S = "1"
HUB = Actor("hub")


class DealImports:
    """Takes tables of deals from who leads. It decides anew what each row does: two desks may bring the same."""

    def __init__(
        self, writer: Writer, appender: Appender, clock: Clock, new_id: Callable[[], str], crash: Crash
    ) -> None:
        self._writer = writer
        self._appender = appender
        self._clock = clock
        self._new_id = new_id
        self._crash = crash

    async def begin(self, asker: Asker, request: DealsImportRequest) -> DealsImportProgress:
        """Begin, or find it begun. Raises HttpRefusal: role_missing, import_undoing."""
        _check_role(asker)
        return await self._writer.run(lambda conn: self._begin(conn, asker, request), priority=Priority.REPLY)

    async def take(
        self, asker: Asker, import_id: ImportId, first: int, deals: Sequence[ImportedDeal]
    ) -> DealsImportProgress:
        """Bring rows; those that were taken before change nothing. Raises HttpRefusal: import_gap and others."""
        _check_role(asker)
        for start in range(0, len(deals), AT_ONCE):
            part = deals[start : start + AT_ONCE]
            await self._writer.run(
                self._taking(asker, import_id, first + start, part), priority=Priority.BULK
            )
            self._crash("after_deals_import_commit")
        return await self.progress(import_id)

    async def end(self, asker: Asker, import_id: ImportId) -> DealsImportProgress:
        """All rows were brought."""
        _check_role(asker)
        return await self._writer.run(lambda conn: self._end(conn, asker, import_id), priority=Priority.REPLY)

    async def undo(self, asker: Asker, import_id: ImportId) -> DealsImportProgress:
        """Take back what it did, where nobody did anything since."""
        _check_role(asker)
        await self._writer.run(lambda conn: _begin_undo(conn, import_id), priority=Priority.BULK)
        await self._go_on_undoing(import_id, _actor(asker))
        return await self.progress(import_id)

    async def finish_undone(self) -> None:
        """Go on with an undo that an end of the hub cut off."""
        while (left := await self._writer.run(kept.undoing, priority=Priority.BULK)) is not None:
            await self._go_on_undoing(left, HUB)

    async def progress(self, import_id: ImportId) -> DealsImportProgress:
        """How far it is. Raises HttpRefusal 404."""
        return await self._writer.run(lambda conn: _progress(conn, import_id), priority=Priority.REPLY)

    async def _go_on_undoing(self, import_id: ImportId, actor: Actor) -> None:
        while await self._writer.run(
            lambda conn: self._undo_some(conn, actor, import_id), priority=Priority.BULK
        ):
            self._crash("after_deals_undo_some")

    # --- on the writing thread ---

    def _begin(self, conn: Connection, asker: Asker, request: DealsImportRequest) -> DealsImportProgress:
        if lists.deals_import(conn, request.import_id) is not None:
            return _progress(conn, request.import_id)
        if kept.undoing(conn) is not None:
            raise HttpRefusal(503, "import_undoing", retry_after=RETRY_AFTER_S)
        body = DealsImportBegan(
            request.import_id,
            showable(request.file_name) or "",
            request.fingerprint,
            request.total,
            asker.member_id,
        )
        self._append(conn, _actor(asker), [(body, "", f"deals_import:{request.import_id}")])
        kept.begin(conn, request.import_id)
        return _progress(conn, request.import_id)

    def _taking(
        self, asker: Asker, import_id: ImportId, first: int, deals: Sequence[ImportedDeal]
    ) -> Callable[[Connection], None]:
        return lambda conn: self._take(conn, asker, import_id, first, deals)

    def _take(
        self, conn: Connection, asker: Asker, import_id: ImportId, first: int, deals: Sequence[ImportedDeal]
    ) -> None:
        row, counts = _known(conn, import_id), kept.counts(conn, import_id)
        if row.state != "open" or counts.is_undone:
            raise HttpRefusal(409, "import_undone" if row.state == "open" else f"import_{row.state}")
        if first > counts.done:
            raise HttpRefusal(409, "import_gap", done=str(counts.done))
        fresh = deals[counts.done - first :]
        if not fresh:
            return
        rows, refused = self._bring(conn, asker, import_id, counts.done, fresh)
        kept.note(conn, import_id, len(fresh), len(fresh) - refused - len(rows), rows)
        self._crash("before_deals_import_commit")

    def _bring(
        self, conn: Connection, asker: Asker, import_id: ImportId, done: int, deals: Sequence[ImportedDeal]
    ) -> tuple[list[DoneDeal], int]:
        """Append what the rows do, in groups; a row that meets a deal or a number of its group waits for it.

        Gives also how many rows are refused: of people who were erased and asked to be left alone.
        """
        rows: list[DoneDeal] = []
        group: list[RowBodies] = []
        met: set[str] = set()
        refused = 0
        is_anybody = erasures.is_anybody(conn, erasures.KEPT_OFF)
        make = RowBodies.maker(conn, asker, import_id, self._clock.now(), self._new_id)
        for n, deal in enumerate(deals, done):
            if is_anybody and deal.number and keeps_off(conn, [deal.number]):
                refused += 1
                continue
            keys = {deal.deal_id, *(variants(deal.number) if deal.number else ())}
            if not met.isdisjoint(keys):
                rows += self._append_group(conn, asker, group)
                group, met = [], set()
            known = lists.known_deal(conn, deal.deal_id)
            if known is not None and known.is_erased:
                refused += 1
                continue
            decision = decide(known, deal)
            if decision.outcome != "same":
                group.append(make(n, known, deal, decision))
                met |= keys
        return rows + self._append_group(conn, asker, group), refused

    def _append_group(self, conn: Connection, asker: Asker, group: Sequence[RowBodies]) -> list[DoneDeal]:
        drafts = [(body, subject, None) for one in group for body, subject in one.bodies]
        positions = self._append(conn, _actor(asker), drafts)
        rows, at = [], 0
        for one in group:
            first, at = positions[at], at + len(one.bodies)
            rows.append(
                DoneDeal(
                    one.n, one.deal_id, one.is_new, positions[at - 1], one.made_contact_id, first, one.taken
                )
            )
        return rows

    def _end(self, conn: Connection, asker: Asker, import_id: ImportId) -> DealsImportProgress:
        row, counts = _known(conn, import_id), kept.counts(conn, import_id)
        if row.state == "undone" or counts.is_undone:
            raise HttpRefusal(409, "import_undone")
        body = DealsImportEnded(import_id, counts.added, counts.changed, counts.same)
        self._append(conn, _actor(asker), [(body, "", f"deals_import_ended:{import_id}")])
        return _progress(conn, import_id)

    def _undo_some(self, conn: Connection, actor: Actor, import_id: ImportId) -> bool:
        """The next rows; with the last ones it is told what came of it. False: it was told before."""
        if kept.undoing(conn) != import_id:
            return False
        rows = kept.next_rows(conn, import_id, AT_ONCE)
        new = [row for row in rows if row.is_new]
        gone = [
            row for row in new if not lists.is_deal_touched(conn, row.deal_id, row.last_pos, _step_of(row))
        ]
        bodies: list[tuple[EventBody, str, str | None]] = [
            (DealRemoved(row.deal_id, actor.member_id), row.deal_id, None) for row in gone
        ]
        steps = [step_id(row.deal_id) for row in gone if _step_of(row)]
        bodies += [(TaskRemoved(step, actor.member_id), step, None) for step in steps]
        restored = 0
        for row in rows:
            if not row.is_new:
                back, is_whole = back_of(conn, actor.member_id, row.deal_id, row.taken or TakenDeal())
                bodies += [(body, row.deal_id, None) for body in back]
                restored += is_whole
        self._append(conn, actor, bodies)
        self._withdraw(conn, actor, import_id, rows)
        kept.taken_back(
            conn,
            import_id,
            rows,
            removed=len(gone),
            kept=len(new) - len(gone),
            restored=restored,
            left=len(rows) - len(new) - restored,
        )
        if not rows:
            self._end_undo(conn, actor, import_id)
        self._crash("before_deals_undo_commit")
        return bool(rows)

    def _withdraw(
        self, conn: Connection, actor: Actor, import_id: ImportId, rows: Sequence[DoneDeal]
    ) -> None:
        """People whom the import made contacts and with whom nothing happened since are gone with their deals.

        Rows are taken back from the last one, and the first row of a person made them: no deal of theirs is to follow.
        """
        gone = [
            Done(row.n, row.contact_id, is_new=True, first_pos=row.made_pos, last_pos=row.made_pos)
            for row in rows
            if row.contact_id is not None
            and not lists.has_deals(conn, row.contact_id)
            and not people.is_touched(conn, row.contact_id, row.last_pos)
        ]
        bodies: list[tuple[EventBody, str, str | None]] = [
            (DealLinked(deal_id, None, None, actor.member_id), deal_id, None)
            for row in gone
            for deal_id in lists.removed_deals(conn, row.contact_id)
        ]
        bodies += [(ContactWithdrawn(row.contact_id, import_id), row.contact_id, None) for row in gone]
        self._append(conn, actor, bodies)
        kept_people.erase(conn, gone)

    def _end_undo(self, conn: Connection, actor: Actor, import_id: ImportId) -> None:
        counts = kept.counts(conn, import_id)
        body = DealsImportUndone(
            import_id, counts.removed, counts.kept, counts.restored, counts.left, actor.member_id
        )
        self._append(conn, actor, [(body, "", f"deals_import_undone:{import_id}")])
        kept.end_undo(conn, import_id)

    def _append(
        self, conn: Connection, actor: Actor, bodies: Sequence[tuple[EventBody, str, str | None]]
    ) -> list[int]:
        now = self._clock.now()
        drafts = [Draft(body, subject, actor, now, key) for body, subject, key in bodies]
        return [event.pos for event in self._appender.append(conn, drafts)]


def _step_of(row: DoneDeal) -> int:
    return row.taken.step_version if row.taken is not None else 0


def _begin_undo(conn: Connection, import_id: ImportId) -> None:
    if _known(conn, import_id).state != "undone":
        kept.begin_undo(conn, import_id)


def _actor(asker: Asker) -> Actor:
    return Actor("member", asker.member_id, asker.device_id)


def _check_role(asker: Asker) -> None:
    if not asker.is_leader:
        raise HttpRefusal(403, "role_missing", role=asker.role)


def _known(conn: Connection, import_id: ImportId) -> DealsImportRow:
    row = lists.deals_import(conn, import_id)
    if row is None:
        raise HttpRefusal(404, "import_unknown")
    return row


def _progress(conn: Connection, import_id: ImportId) -> DealsImportProgress:
    row, counts = _known(conn, import_id), kept.counts(conn, import_id)
    return DealsImportProgress(
        import_id, row.state, row.total, counts.done, counts.added, counts.changed, counts.same, counts.removed,
        counts.kept, counts.restored, counts.left, counts.refused,
    )  # fmt: skip
