"""A hub's log made from an account of what happened, in an empty folder: any history can be measured at once."""

from collections.abc import Callable, Iterable
from contextlib import closing
from itertools import islice

from app.domain.clock import Clock
from app.domain.errors import EnvironmentFailure
from app.domain.events import Event
from app.domain.ids import EventId, IdMaker, LogId
from app.hub.config import HubConfig
from app.hub.history_events import Happened
from storage import codec, view
from storage.codec import GENESIS_CHAIN
from storage.hub import log, store
from storage.hub.log import Entry

BATCH = 5_000
SALT_BYTES = 16
SECRET_BYTES = 32


def load(
    config: HubConfig,
    happened: Iterable[Happened],
    clock: Clock,
    random: Callable[[int], bytes],
    on_progress: Callable[[int], None],
) -> int:
    """Write the log and its projection; gives the number of events. Blocks.

    Raises EnvironmentFailure("history_folder_taken") where a hub is already.
    """
    path = config.database
    if path.exists():
        raise EnvironmentFailure("history_folder_taken", folder=str(config.data_dir))
    config.data_dir.mkdir(parents=True, exist_ok=True)
    new_id = IdMaker(clock, random).new
    first = (LogId(new_id()), random(SECRET_BYTES))
    try:
        with closing(store.open_writing(path, config.data_key, lambda: first)) as conn:
            projector, rest = view.Projector(), iter(happened)
            pos, chain = 0, GENESIS_CHAIN
            while batch := list(islice(rest, BATCH)):
                entries: list[Entry] = []
                events: list[Event] = []
                for one in batch:
                    pos += 1
                    draft = codec.EventDraft(
                        one.body, one.subject, one.actor, one.occurred_at, EventId(new_id())
                    )
                    stored = codec.seal(draft, pos, one.at, chain, random(SALT_BYTES), None)
                    chain = stored.chain
                    entries.append(Entry(stored))
                    events.append(codec.decode_event(stored))
                conn.execute("BEGIN IMMEDIATE")
                log.add(conn, entries, events[-1].accepted_at)
                projector.project(conn, events, chain)
                conn.execute("COMMIT")
                on_progress(pos)
    except BaseException:
        for each in config.data_dir.glob(f"{path.name}*"):
            each.unlink()
        raise
    return pos
