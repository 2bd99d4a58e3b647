"""The part of the running desk that keeps the public address of this computer's own hub."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import cached_property
from typing import TYPE_CHECKING, Any

from app.domain.errors import ComptoirError, EnvironmentFailure
from app.domain.rows import Changes

if TYPE_CHECKING:
    from app.desk.address import AddressLink
    from app.desk.hub_client import HubClient
    from app.desk.hub_link import HubLink
    from app.desk.precious import Precious
    from app.desk.seams import OwnHub
    from app.desk.seats import SeatBook
    from app.desk.session import Unlocked
    from app.desk.watchers import Watchers
    from app.domain.clock import Clock
    from app.domain.members import Member
    from app.domain.public_address import PublicAddress, TunnelKind
    from app.domain.setup import Credentials, SetUp, SetupReport, Step


class LiveAddress:
    """A mixin of `LiveDesk`; what the methods do is said in `app.desk.address_desk.AddressDesk`."""

    _own_hub: OwnHub | None
    _unlocked: Unlocked
    _precious: Precious
    _link: HubLink
    _clock: Clock
    _watchers: Watchers
    _spawn: Callable[[Coroutine[Any, Any, None], str], None]
    _book: SeatBook
    me: Callable[[], Member]
    set_up: Callable[[], SetUp]
    check_as_owner: Callable[[Step, Credentials], Coroutine[Any, Any, SetupReport]]

    @property
    def can_hold_address(self) -> bool:
        return self._own_hub is not None and self._own_hub.tunnels is not None

    @property
    def is_hub_leaving(self) -> bool:
        return self._unlocked.profile.is_hub_leaving

    def public_address(self) -> PublicAddress:
        from app.domain.public_address import PublicAddress

        return self._way.state if self.can_hold_address else PublicAddress()

    async def look_at_address(self) -> None:
        await self._own_way().look()

    async def open_tunnel(self, kind: TunnelKind) -> None:
        await self._own_way().open(kind)

    async def close_tunnel(self) -> None:
        await self._own_way().close()

    async def use_address(self, url: str) -> None:
        await self._own_way().use(url)

    async def take_address(self, url: str) -> None:
        """One that was proved while the number was connected is kept, unless a tunnel brought it."""
        if self.can_hold_address and url != self._way.state.url:
            await self._way.use(url)

    def begin_address(self) -> None:
        """With the desk's start: the tunnel that was chosen."""
        if self.can_hold_address:
            self._spawn(self._way.run(), "address")

    def owners_hub(self) -> HubClient | None:
        """The hub as the owner speaks to it, whoever of this computer's people is at the desk."""
        owners = (one for one in self._book.ids() if self._book.known(one).role == "owner")
        return self._link.hub_as(next(owners, self._book.active))

    def _own_way(self) -> AddressLink:
        if not self.can_hold_address:
            raise EnvironmentFailure("address_fixed")
        if self.me().role != "owner":
            raise ComptoirError("role_missing", role=self.me().role)
        return self._way

    @cached_property
    def _way(self) -> AddressLink:
        from app.desk.address import NOTE, AddressLink

        assert self._own_hub is not None and self._own_hub.tunnels is not None
        return AddressLink(
            self._own_hub.tunnels,
            self._clock,
            self.owners_hub,
            self._precious.note_later,
            self._precious.kept.notes.get(NOTE),
            lambda: self._watchers.tell(Changes(is_connection=True)),
            _AsOwner(self),
        )


class _AsOwner:
    """The channel is told of an address also while a colleague sits at the computer of the hub."""

    def __init__(self, desk: LiveAddress) -> None:
        self.set_up, self.check_step = desk.set_up, desk.check_as_owner
