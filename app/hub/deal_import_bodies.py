"""The events of one row of a table of deals, and those that take a row back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from app.domain import deals as events
from app.domain.contact_cards import ContactAdded, FieldChange
from app.domain.contacts import Identity
from app.domain.deal_import_rows import DealDecision, ImportedDeal, KnownDeal, step_id, taken_back
from app.domain.events import EventBody
from app.domain.ids import ContactId, ImportId, MemberId
from app.domain.tasks import TaskAdded, TaskRestored
from app.hub.situation import Asker
from storage.hub.deal_imports import TakenDeal
from storage.hub.tables import Connection
from storage.view import deal_imports as lists
from storage.view.contacts import find_contact
from storage.view.task_rows import load_task

Make = Callable[[int, KnownDeal | None, ImportedDeal, DealDecision], "RowBodies"]


@dataclass(frozen=True, slots=True)
class RowBodies:
    """What a row tells, each event with its subject; what is kept to take it back."""

    n: int
    deal_id: str
    is_new: bool
    bodies: tuple[tuple[EventBody, str], ...]
    made_contact_id: ContactId | None = None
    taken: TakenDeal | None = None

    @staticmethod
    def maker(
        conn: Connection, asker: Asker, import_id: ImportId, now: datetime, new_id: Callable[[], str]
    ) -> Make:
        """What makes them of rows."""
        writer = _Writer(conn, asker.member_id, import_id, now, new_id)
        return writer.bodies_of


@dataclass(frozen=True, slots=True)
class _Writer:
    conn: Connection
    member_id: MemberId | None
    import_id: ImportId
    now: datetime
    new_id: Callable[[], str]

    def bodies_of(
        self, n: int, known: KnownDeal | None, row: ImportedDeal, decision: DealDecision
    ) -> RowBodies:
        """All that the row tells, in order."""
        is_person_needed = row.number is not None and (known is None or decision.is_linked)
        contact_id, made = self._person(row) if is_person_needed else (None, [])
        bodies: list[EventBody]
        step, step_version = self._step(row, is_new=known is None or decision.is_restored)
        if known is None:
            bodies = [self._added(row, contact_id), *self._notes(row)]
        else:
            bodies = self._changed(known, row, decision, contact_id)
        told = [*((one, one.contact_id) for one in made), *((body, row.deal_id) for body in bodies)]
        told += [(body, step_id(row.deal_id)) for body in step]
        is_new = known is None or decision.is_restored
        taken = TakenDeal(step_version=step_version) if step else None
        if known is not None and not is_new:
            taken = _taken(known, row, decision)
        return RowBodies(n, row.deal_id, is_new, tuple(told), made[0].contact_id if made else None, taken)

    def _person(self, row: ImportedDeal) -> tuple[ContactId, list[ContactAdded]]:
        """Whoever has the number, or a contact that is made of it."""
        identity = Identity(number=row.number)
        found = find_contact(self.conn, identity)
        if found is not None:
            return found, []
        told = [("name", row.person), ("email", row.email), ("company", row.company)]
        if row.company == row.person:  # a row that names a company alone
            told = told[:2]
        changes = tuple(FieldChange(key, value) for key, value in told if value)
        contact_id = ContactId(self.new_id())
        made = ContactAdded(contact_id, identity, changes, (), None, self.member_id, self.import_id)
        return contact_id, [made]

    def _added(self, row: ImportedDeal, contact_id: ContactId | None) -> events.DealAdded:
        is_linked = contact_id is not None
        return events.DealAdded(
            row.deal_id,
            row.pipeline_id,
            row.stage_id,
            row.title,
            row.amount,
            contact_id,
            None,
            "" if is_linked else row.person,
            "" if is_linked else row.email,
            row.owner_id,
            row.tags,
            (),
            "import",
            None,
            row.close_on,
            self.member_id,
            self.import_id,
            row.made_at,
            row.state,
            None if row.state == "open" else row.ended_at or row.made_at or self.now,
            row.reason if row.state != "open" else "",
        )

    def _notes(self, row: ImportedDeal) -> list[EventBody]:
        """What was written beside it, as an entry of its log, or several where it is long."""
        most, at = events.LOG_NOTE_MAX_CHARS, row.made_at or self.now
        parts = [row.note[start : start + most] for start in range(0, len(row.note), most)]
        return [
            events.DealLogged(row.deal_id, self.new_id(), "note", part, at, self.member_id) for part in parts
        ]

    def _step(self, row: ImportedDeal, *, is_new: bool) -> tuple[list[EventBody], int]:
        """The task of a new deal's next step, or the one that an undo took away; and its version after that."""
        if not is_new or not row.next_step or row.state != "open":
            return [], 0
        known = load_task(self.conn, step_id(row.deal_id))
        if known is None:
            made = TaskAdded(
                step_id(row.deal_id), row.next_step, "ours", row.next_at, row.owner_id, row.deal_id,
                member_id=self.member_id,
            )  # fmt: skip
            return [made], 1
        if not known.is_removed:
            return [], 0
        return [TaskRestored(known.task_id, row.owner_id, self.member_id)], known.version + 1

    def _changed(
        self, known: KnownDeal, row: ImportedDeal, decision: DealDecision, contact_id: ContactId | None
    ) -> list[EventBody]:
        deal_id, by = row.deal_id, self.member_id
        bodies: list[EventBody] = [events.DealRestored(deal_id, by)] if decision.is_restored else []
        if decision.changes:
            bodies.append(events.DealChanged(deal_id, decision.changes, by))
        if contact_id is not None:
            bodies.append(events.DealLinked(deal_id, contact_id, None, by))
        bodies += _way(known, row, decision, by)
        if decision.owner_id is not None:
            bodies.append(events.DealOwned(deal_id, decision.owner_id, by))
        return bodies + [events.DealTagged(deal_id, tag, by) for tag in decision.tags]


def _way(known: KnownDeal, row: ImportedDeal, decision: DealDecision, by: MemberId | None) -> list[EventBody]:
    """Reopened where it had ended, moved, ended as the row says."""
    bodies: list[EventBody] = []
    if decision.state and known.state != "open":
        bodies.append(events.DealReopened(row.deal_id, known.stage_id, by))
    if decision.is_moved:
        bodies.append(events.DealMoved(row.deal_id, row.pipeline_id, row.stage_id, known.stage_id, by))
    if decision.state == "won":
        bodies.append(events.DealWon(row.deal_id, row.reason, by))
    elif decision.state == "lost":
        bodies.append(events.DealLost(row.deal_id, row.reason, by))
    return bodies


def _taken(known: KnownDeal, row: ImportedDeal, decision: DealDecision) -> TakenDeal:
    is_moved, is_turned = decision.is_moved, bool(decision.state)
    return TakenDeal(
        decision.before,
        decision.changes,
        decision.tags,
        decision.owner_before,
        decision.owner_id,
        (known.pipeline_id, known.stage_id) if is_moved else None,
        (row.pipeline_id, row.stage_id) if is_moved else None,
        known.state if is_turned else None,
        row.state if is_turned else None,
        known.reason,
        decision.is_linked,
    )


def back_of(
    conn: Connection, by: MemberId | None, deal_id: str, taken: TakenDeal
) -> tuple[list[EventBody], bool]:
    """What takes a row's changes back, and whether that is all of them."""
    now = lists.known_deal(conn, deal_id)
    if now is None or now.is_removed or now.is_erased:
        return [], False
    changes, left = taken_back(now.values, taken.before, taken.after)
    bodies: list[EventBody] = [events.DealChanged(deal_id, changes, by)] if changes else []
    bodies += [events.DealUntagged(deal_id, tag, by) for tag in taken.tags if tag in now.tags]
    if taken.owner_after is not None:
        if now.owner_id == taken.owner_after:
            bodies.append(events.DealOwned(deal_id, taken.owner_before, by))
        else:
            left += 1
    back = _back_on_its_way(now, by, taken)
    if back is None:
        left += 1
    if taken.is_linked:
        bodies.append(events.DealLinked(deal_id, None, None, by))
    return bodies + (back or []), left == 0


def _back_on_its_way(now: KnownDeal, by: MemberId | None, taken: TakenDeal) -> list[EventBody] | None:
    """To the stage and the state that it had; None where somebody moved or ended it since."""
    if taken.place_after is None and taken.state_after is None:
        return []
    is_as_put = taken.state_after is None or now.state == taken.state_after
    if taken.place_after is not None and (now.pipeline_id, now.stage_id) != taken.place_after:
        is_as_put = False
    if not is_as_put:
        return None
    bodies: list[EventBody] = []
    if taken.state_after not in (None, "open"):
        bodies.append(events.DealReopened(now.deal_id, now.stage_id, by))
    if taken.place_before is not None:
        pipeline_id, stage_id = taken.place_before
        bodies.append(events.DealMoved(now.deal_id, pipeline_id, stage_id, now.stage_id, by))
    if taken.state_before == "won":
        bodies.append(events.DealWon(now.deal_id, taken.reason_before, by))
    elif taken.state_before == "lost":
        bodies.append(events.DealLost(now.deal_id, taken.reason_before, by))
    return bodies
