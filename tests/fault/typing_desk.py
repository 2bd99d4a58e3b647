"""`python -m tests.fault.typing_desk FOLDER`: a desk in which somebody types without end, to be killed by a test.

Prints "N SECONDS" for each text, N its number and SECONDS the system's monotonic time at which it was handed over.
"""

import asyncio
import sys
import time
from pathlib import Path

from app.desk.config import Profile
from app.desk.opening import open_desk
from app.desk.session import unlock
from app.domain.ids import ConversationId

CONVERSATION = ConversationId("conversation-ana")
KEY_EVERY_S = 0.02


async def type_for_ever(folder: Path) -> None:
    desk = await open_desk(unlock(Profile(folder, is_practice=True), {}))
    await desk.start()
    number = 0
    while True:
        number += 1
        desk.save_draft(CONVERSATION, f"{number} " + "words " * (number % 50))
        sys.stdout.write(f"{number} {time.monotonic()}\n")
        sys.stdout.flush()
        await asyncio.sleep(KEY_EVERY_S)


if __name__ == "__main__":
    asyncio.run(type_for_ever(Path(sys.argv[1])))
