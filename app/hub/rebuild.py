"""Rebuilds the hub's own projection when its shape changed: in small steps, so that webhooks go on being stored."""

import logging

from storage import codec, view
from storage.hub import log
from storage.hub.tables import Connection
from storage.writer import Priority, Writer

EVENTS_AT_ONCE = 500

_LOG = logging.getLogger(__name__)


def is_due(conn: Connection) -> bool:
    """Whether the projection is of another shape, does not stand where the log stands, or lacks something of it."""
    if view.version(conn) != view.VIEW_VERSION or view.cursor(conn)[0] != log.head_pos(conn):
        return True
    return view.is_hidden_something(conn)


async def rebuild(writer: Writer) -> None:
    """Project the whole log again. Nothing may append meanwhile. One that is cut off goes on at the next start."""
    steps = _Steps()
    await writer.run(steps.begin, priority=Priority.BULK)
    while await writer.run(steps.add_some, priority=Priority.BULK):
        pass
    _LOG.info("view rebuilt version=%d", view.VIEW_VERSION)


class _Steps:
    """The jobs of one rebuild."""

    def __init__(self) -> None:
        self._work = view.Rebuild()
        self._pos = 0
        self._chain = codec.GENESIS_CHAIN

    def begin(self, conn: Connection) -> None:
        self._pos, self._chain = self._work.begin_in_steps(conn)
        if self._pos:
            _LOG.info("view rebuild goes on from pos=%d", self._pos)

    def add_some(self, conn: Connection) -> bool:
        """The next events; False when it was done with them all."""
        stored = log.page(conn, self._pos, EVENTS_AT_ONCE)
        if not stored:
            self._work.end(conn, self._pos, self._chain)
            return False
        self._work.add(conn, [codec.decode_event(one) for one in stored])
        self._pos, self._chain = stored[-1].pos, stored[-1].chain
        self._work.note(conn, self._pos, self._chain)
        return True
