"""What every command on a data folder needs, the hub and those that act while it is stopped."""

from collections.abc import Callable
from dataclasses import dataclass

from app.hub.access import Access
from app.hub.appender import Appender
from app.hub.readers import Readers
from storage.writer import Writer


@dataclass(frozen=True, slots=True)
class Core:
    """The files, who may act on them, and ids for what is new."""

    writer: Writer
    readers: Readers
    appender: Appender
    access: Access
    new_id: Callable[[], str]

    def close(self) -> None:
        """Finish what waits, then close the file; the writer goes last, since only it can fold the WAL into it."""
        self.appender.listen_on(None)
        self.readers.close()
        self.writer.close()
