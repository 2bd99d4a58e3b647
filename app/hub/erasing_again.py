"""An older copy of the hub, or a desk's log, obeys the erasures that came after it before it is opened (promise G14).

Works on a staged file that nobody uses yet. What the copy had received and not read is read first: else it would
come to light later as somebody new.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from app.domain.clock import Clock
from app.domain.erasure import ContactErased, positions_of
from app.domain.events import Actor, Event
from app.domain.ids import IdMaker, LineId
from app.hub import erasure_ledger
from app.hub.appender import Appender
from app.hub.config import HubConfig
from app.hub.erasing import asked_by, begin
from app.hub.erasure_ledger import Line
from app.hub.rebuild import is_due
from app.hub.resolve import Arrival, Resolver
from app.whatsapp.webhook import PARSER_VERSION, walk
from storage import scrub, view
from storage.hub import erasures, log, raw
from storage.hub.erasures import Erasure
from storage.hub.raw import RawState
from storage.hub.savepoints import savepoint
from storage.hub.tables import Connection
from storage.media import MediaStore
from storage.view.erasing import sweep

_BODIES, _BYTES = 128, 1024 * 1024
_PAGE = 5_000


def obey(conn: Connection, config: HubConfig, clock: Clock, random: Callable[[int], bytes]) -> int:
    """Erase again everybody of the ledger whom this file still knows; gives their number.

    `conn` writes a file that nobody uses; its transactions are made here.
    """
    lines = erasure_ledger.read(config.data_dir)
    known = {one.erasure_id for one in erasures.every(conn, 1 << 31) if one.state == "done"}
    missing = [line for line in lines.values() if line.erasure_id not in known]
    if not missing:
        return 0
    if is_due(conn):
        view.rebuild(conn, log.page(conn, 0, 1 << 62))
    appender = Appender(clock, random)
    conn.execute("BEGIN IMMEDIATE")
    _read_waiting(conn, appender, {one.external_id: one.line_id for one in config.lines}, random, clock)
    scrub.thoroughly(conn)
    count = sum(_again(conn, appender, line, clock.now()) for line in missing)
    erasures.erase_posts(conn)
    while sweep(conn):
        pass
    scrub.pages(conn)
    conn.execute("COMMIT")
    return count


def forget_files(config: HubConfig) -> int:
    """Files that came back with the copy and had been erased; gives their number."""
    lines = erasure_ledger.read(config.data_dir).values()
    marks = {(line.erasure_id, mark) for line in lines for mark in line.files}
    if not marks:
        return 0
    ids = {erasure_id for erasure_id, _mark in marks}
    store = MediaStore(config.media_folder, config.data_key)
    gone = [
        name
        for name in store.names()
        if any((one, erasure_ledger.mark_of(one, name)) in marks for one in ids)
    ]
    for name in gone:
        store.remove_named(name)
    return len(gone)


def note_of_log(conn: Connection, event: Event) -> None:
    """A desk's log that becomes a hub's tells of an erasure: nothing of it is left here either."""
    body = event.body
    if not isinstance(body, ContactErased):
        return
    positions = positions_of(body.spans)
    scrub.thoroughly(conn)
    erasures.erase_bodies(conn, positions)
    things = [one.deal_id for one in body.deals]
    things += [one.appointment_id for one in body.appointments if one.is_over]
    erasures.note_ids(conn, [*body.contact_ids, *body.conversation_ids, *things])
    erasures.save(
        conn,
        Erasure(
            body.erasure_id, body.contact_id, body.reason, body.member_id, "done", event.occurred_at,
            event.accepted_at, event.pos, body.counts, body.contact_ids, body.conversation_ids,
        ),
    )  # fmt: skip


def _again(conn: Connection, appender: Appender, line: Line, now: datetime) -> int:
    """Everybody whom the line names and the copy knows, under the id that they had then or later."""
    asked = erasures.find(conn, line.erasure_id) or asked_by(line)
    people = dict.fromkeys([asked.contact_id, *asked.contact_ids])
    count = 0
    for n, contact_id in enumerate(people):
        part = replace(asked, contact_id=contact_id)
        if n:
            part = replace(part, erasure_id=f"{asked.erasure_id}:{n}")
        begun = begin(conn, appender, part, Actor("hub"))
        if begun is None:
            continue
        count += 1
        erasures.erase_bodies(conn, begun.left)
        erasures.save(conn, replace(begun, state="done", done_at=now, left=(), files=()))
    if not count:
        left = list(asked.left)
        erasures.erase_bodies(conn, left)
        erasures.save(conn, replace(asked, state="done", done_at=now, left=(), files=()))
    erasures.note_ids(conn, [*people, *asked.conversation_ids])
    kept_off = [bytes.fromhex(one) for one in line.kept_off]
    erasures.note_names(conn, kept_off, erasures.KEPT_OFF)
    return min(count, 1)


def _read_waiting(
    conn: Connection,
    appender: Appender,
    lines: Mapping[str, LineId],
    random: Callable[[int], bytes],
    clock: Clock,
) -> None:
    new_id = IdMaker(clock, random).new
    last = 0
    while bodies := raw.waiting(conn, last, _BODIES, _BYTES):
        for body in bodies:
            last = body.raw_id
            for element in walk(body.body, body.received_at):
                arrival = Arrival(body.raw_id, body.received_at, element)
                with suppress(Exception), savepoint(conn):
                    appender.append(conn, Resolver(conn, lines, new_id).drafts(arrival))
            raw.mark(conn, [(body.raw_id, RawState.DONE)], PARSER_VERSION)
