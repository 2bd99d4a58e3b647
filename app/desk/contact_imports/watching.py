"""How a long reading tells how far it is, and how it is stopped."""

from collections.abc import Callable
from dataclasses import dataclass

from app.desk.contact_imports.refusals import TableRefused


def _tell_nobody(_done: int, _total: int) -> None:
    """Nobody watches."""


def _go_on() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Watch:
    """`told(done, in all)` now and then, from the thread that reads; `is_stopped` is asked as often."""

    told: Callable[[int, int], None] = _tell_nobody
    is_stopped: Callable[[], bool] = _go_on

    def look_up(self, done: int, total: int) -> None:
        """Tell how far it is. Raises TableRefused "table_stopped" when somebody wants it to end."""
        if self.is_stopped():
            raise TableRefused("table_stopped")
        self.told(done, total)


UNWATCHED = Watch()
