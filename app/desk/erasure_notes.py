"""What the files of this computer need for erasures, and a start does without: imported with the first one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from storage.engine import Connection
from storage.writer import Writer

if TYPE_CHECKING:
    from app.domain.events import Event

_KIND = "contact.erased"


def note_erasures(conn: Connection, events: Sequence[Event]) -> None:
    """What events that are being stored ask to erase, in the same transaction."""
    for event in events:
        if event.kind == _KIND:
            from app.domain.erasure import ContactErased
            from storage.desk import erasing

            if isinstance(event.body, ContactErased):
                erasing.note(conn, event.pos, event.body)


async def scrubbed(writer: Writer, *, is_view: bool = False) -> bool:
    """Overwrite what a file still holds of deleted rows; False while somebody reads it."""
    from storage import scrub
    from storage.desk.erasing import scrub_pages

    if is_view:
        from storage.view.erasing import sweep

        while await writer.run(sweep):
            pass
    await writer.run(scrub_pages)
    return await writer.run_between(scrub.wal)
