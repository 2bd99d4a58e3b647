"""Rebuilds the hub's own projection when its shape changed: in small steps, so that webhooks go on being stored."""

import logging

from storage import codec, view
from storage.hub import log
from storage.hub.tables import Connection
from storage.writer import Priority, Writer

EVENTS_AT_ONCE = 500

_LOG = logging.getLogger(__name__)


def is_due(conn: Connection) -> bool:
    """Whether the projection is of another shape, or does not stand where the log stands."""
    return view.version(conn) != view.VIEW_VERSION or view.cursor(conn)[0] != log.head_pos(conn)


async def rebuild(writer: Writer) -> None:
    """Project the whole log again. Nothing may append meanwhile. A rebuild that was cut off goes on where it was."""
    await writer.run(_begin, priority=Priority.BULK)
    while await writer.run(_project_some, priority=Priority.BULK):
        pass
    _LOG.info("view rebuilt version=%d", view.VIEW_VERSION)


def _begin(conn: Connection) -> None:
    if view.version(conn) not in (view.VIEW_VERSION, view.UNFINISHED):
        view.begin_rebuild(conn)


def _project_some(conn: Connection) -> bool:
    pos, _ = view.cursor(conn)
    stored = log.page(conn, pos, EVENTS_AT_ONCE)
    if not stored:
        view.end_rebuild(conn)
        return False
    view.project(conn, [codec.decode_event(one) for one in stored])
    view.set_cursor(conn, stored[-1].pos, stored[-1].chain)
    return True
