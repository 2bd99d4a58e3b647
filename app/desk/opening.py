"""Opening a desk: its files, and everything closed again when that fails."""

from concurrent.futures import Future, ThreadPoolExecutor

from app.desk.live import LiveDesk
from app.desk.precious import Precious
from app.desk.seams import OwnHub, Seams
from app.desk.session import Unlocked
from app.domain.later import asyncio

WORKERS = (
    1  # what computes takes turns: side by side, Python threads only slow each other down (decision 061)
)


def opened_desk(
    unlocked: Unlocked,
    seams: Seams | None = None,
    own_hub: OwnHub | None = None,
    executor: ThreadPoolExecutor | None = None,
) -> LiveDesk:
    """Open a profile's files. Needs no event loop. Blocks. Raises EnvironmentFailure, "not_joined" for one.

    The profile's lock and `own_hub` are the desk's from here on: `stop` ends them, and so does a failure here.
    """
    given = seams or Seams()
    workers = executor or ThreadPoolExecutor(WORKERS, thread_name_prefix="desk")
    precious: Precious | None = None
    try:
        precious = Precious(unlocked.profile.log_path, unlocked.key, given.clock, given.crash)
        desk = LiveDesk(unlocked, precious, workers, given, own_hub)
        desk.open_view()
    except BaseException:
        if precious is not None:
            precious.close()
        if own_hub is not None:
            own_hub.stop()
        workers.shutdown(wait=False)
        unlocked.lock.close()
        raise
    return desk


async def open_desk(
    unlocked: Unlocked, seams: Seams | None = None, own_hub: OwnHub | None = None
) -> LiveDesk:
    """The same beside the event loop; a desk that nobody waits for any more is let go of."""
    executor = ThreadPoolExecutor(WORKERS, thread_name_prefix="desk")
    opening = executor.submit(opened_desk, unlocked, seams, own_hub, executor)
    try:
        return await asyncio.shield(asyncio.wrap_future(opening))
    except asyncio.CancelledError:
        opening.add_done_callback(_let_go)
        raise


def _let_go(opening: Future[LiveDesk]) -> None:
    if opening.exception() is None:
        opening.result().abandon()
