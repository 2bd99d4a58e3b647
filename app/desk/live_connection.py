"""The part of the running desk that says how things stand: the connection, the hub's copies, what a restore left."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from app.domain.health import VIEW_LACKS
from app.domain.rows import Changes, ConnectionState, LineTrouble
from storage import view
from storage.view.reach import load_loss

if TYPE_CHECKING:
    from app.desk.hub_link import HubLink
    from app.desk.outbox import Outbox
    from app.desk.precious import Precious
    from app.desk.seams import OwnHub
    from app.desk.session import Unlocked
    from app.desk.view_file import ViewFile
    from app.desk.watchers import Watchers
    from app.domain.clock import Clock
    from app.domain.ids import LineId
    from app.domain.lines import Line
    from app.domain.members import Member
    from app.domain.safety import SafetyState, Salvaged

T = TypeVar("T")


class LiveConnection:
    """A mixin of `LiveDesk`; what the methods do is said in `app.desk.desk.Desk` and `app.desk.safety_desk`."""

    _link: HubLink
    _outbox: Outbox
    _precious: Precious
    _unlocked: Unlocked
    _view: ViewFile
    _own_hub: OwnHub | None

    _clock: Clock
    _watchers: Watchers
    _spawn: Callable[[Coroutine[Any, Any, None], str], None]
    _mend: Callable[[], None]
    _lacking_at: datetime | None = None  # since when the view lacks messages of the own log

    @abstractmethod
    def me(self) -> Member: ...

    @abstractmethod
    def lines(self) -> dict[LineId, Line]: ...

    @abstractmethod
    def _read(self, read: Callable[[], T], nothing: T) -> T: ...

    def connection(self) -> ConnectionState:
        health = self._read(lambda: view.health(self._view.connection()), view.Health())
        held = self._read(lambda: view.to_send(self._view.connection()), 0)
        return ConnectionState(
            is_hub_reachable=self._link.is_reachable,
            is_practice=self._unlocked.profile.is_practice,
            last_received_at=health.last_received_at,
            to_send=held + self._outbox.to_send() + self._precious.kept.parked_count(),
            catching_up=self._link.progress,
            stopped_code=self._link.stopped_code or ("update_needed" if self._view.is_held else None),
            unparsed_count=health.unparsed_count,
            unknown_line_count=health.unknown_line_count,
            safety=self._link.safety.state,
            kept_apart=self._link.safety.kept_apart,
            reach=self._read(lambda: load_loss(self._view.connection()), None),
            troubles=(*self._told_troubles(), *self._lacking()),
            lacks_number=self._own_hub is not None and self._own_hub.restart is not None and not self.lines(),
        )

    def begin_checking(self) -> None:
        """Hold the view against the own log from now on."""
        from app.desk.view_check import ViewCheck

        check = ViewCheck(
            self._view, self._precious.read_after, self._clock, self._is_no_time_to_check, self._view_checked
        )
        self._spawn(check.run(), "check")

    def _told_troubles(self) -> list[LineTrouble]:
        return self._read(lambda: view.troubles(self._view.connection()), [])

    def _lacking(self) -> tuple[LineTrouble, ...]:
        return () if self._lacking_at is None else (LineTrouble(None, VIEW_LACKS, self._lacking_at),)

    async def _is_no_time_to_check(self) -> bool:
        from storage.desk.erasing import pending

        return self._link.progress is not None or bool(await self._precious.run(pending))

    async def _view_checked(self, is_lacking: bool) -> None:
        was_lacking, self._lacking_at = self._lacking_at, self._clock.now() if is_lacking else None
        if is_lacking or was_lacking is not None:
            self._watchers.tell(Changes(is_connection=True))
        if is_lacking:
            self._mend()  # apart, so that it is never done twice at a time, and ends with the desk

    def copies_key(self) -> str | None:
        is_own = self._own_hub is not None and not self._unlocked.profile.is_practice
        return self._unlocked.hub_key() if is_own and self.me().role == "owner" else None

    async def look_at_safety(self) -> SafetyState:
        return await self._link.safety.look()

    async def back_up(self) -> SafetyState:
        return await self._link.safety.back_up()

    async def decide_salvage(self, *, is_taken: bool) -> Salvaged:
        return await self._link.safety.decide(is_taken=is_taken)
