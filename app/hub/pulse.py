"""GET /health: whether this hub takes webhooks and works, for whoever keeps a server running.

Asked without a token, often and by strangers: it says a word, never a version, a count or a reason. Nothing is read
from the database for it.
"""

from collections.abc import Callable, Mapping

from app.hub.http import Call, Handler, Reply, json_reply
from app.hub.intake import Intake
from app.hub.shelf import RawShelf
from storage.writer import Writer

HEALTH_PATH = "/health"
COME_AGAIN_S = b"5"


class Pulse:
    """The word of the moment: ok; with status 503 starting, waiting (for its owner to hand it over), stopping,
    writer_stopped, disk_full or not_storing."""

    def __init__(
        self,
        writer: Writer,
        shelf: RawShelf,
        intake: Intake,
        is_ready: Callable[[], bool],
        is_waiting: Callable[[], bool],
    ) -> None:
        self._writer = writer
        self._shelf = shelf
        self._intake = intake
        self._is_ready = is_ready
        self._is_waiting = is_waiting
        self._is_stopping = False

    def routes(self) -> Mapping[tuple[str, str], Handler]:
        """What is served here."""
        return {("GET", HEALTH_PATH): self._answer}

    def stop(self) -> None:
        """From now on the hub closes."""
        self._is_stopping = True

    def word(self) -> str:
        """How the hub is, the worst first."""
        if self._is_stopping:
            return "stopping"
        if not self._writer.is_alive:
            return "writer_stopped"
        if self._shelf.has_low_disk():
            return "disk_full"
        if not self._intake.is_storing:
            return "not_storing"
        if self._is_waiting():
            return "waiting"
        return "ok" if self._is_ready() else "starting"

    async def _answer(self, call: Call) -> Reply:
        word = self.word()
        if word == "ok":
            return json_reply({"status": word})
        return Reply(json_reply({"status": word}).body, 503, ((b"retry-after", COME_AGAIN_S),))
