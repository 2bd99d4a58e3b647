"""A command on its way, as screens see it."""

from __future__ import annotations

from typing import Literal

from app.domain.ids import DeviceId, MemberId
from app.domain.later import commands, sends
from app.domain.records import record

PROVISIONAL_POS = 1 << 60  # above every real position, so that waiting messages sort last within their second

Stage = Literal["waiting", "accepted", "expired"]


@record
class Maker:
    """Who of this computer asked: the device whose token sends it, and the member whom the hub credits."""

    device_id: DeviceId
    member_id: MemberId
    name: str


@record
class Pending:
    """A command on its way. `stage` "accepted": the hub took it; "expired": it never went out and will not any more.

    `maker` None: whoever is at the desk. `order`: among all that is on its way here, 0 where one device made it all.
    """

    command: commands.Command
    stage: Stage = "waiting"
    maker: Maker | None = None
    order: int = 0

    def by(self, me: MemberId) -> MemberId:
        """Whom the hub will credit; `me`: who is at the desk."""
        return self.maker.member_id if self.maker is not None else me

    @property
    def is_expired_send(self) -> bool:
        """Whether it is a message that waits for a person to send it again or drop it."""
        return self.stage == "expired" and isinstance(self.command.body, (sends.SendText, sends.SendMessage))
