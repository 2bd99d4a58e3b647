"""Opening a desk: its files, off the event loop, and everything closed again when that fails."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from app.desk.live import LiveDesk
from app.desk.precious import Precious
from app.desk.seams import OwnHub, Seams
from app.desk.session import Unlocked

WORKERS = 2  # one decodes pages, one reads the own log


async def open_desk(
    unlocked: Unlocked, seams: Seams | None = None, own_hub: OwnHub | None = None
) -> LiveDesk:
    """Open a profile's files. Raises EnvironmentFailure, "not_joined" for one.

    The profile's lock and `own_hub` are the desk's from here on: `stop` ends them, and so does a failure here.
    """
    given = seams or Seams()
    executor = ThreadPoolExecutor(WORKERS, thread_name_prefix="desk")
    loop = asyncio.get_running_loop()
    precious: Precious | None = None
    try:
        profile = unlocked.profile
        precious = await loop.run_in_executor(executor, Precious, profile.log_path, unlocked.key, given.clock)
        desk = LiveDesk(unlocked, precious, executor, given, own_hub)
        await loop.run_in_executor(executor, desk.open_view)
    except BaseException:
        if precious is not None:
            await loop.run_in_executor(executor, precious.close)
        if own_hub is not None:
            await loop.run_in_executor(executor, own_hub.stop)
        executor.shutdown()
        unlocked.lock.close()
        raise
    return desk
