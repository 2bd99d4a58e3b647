"""A command on its way, as screens see it."""

from __future__ import annotations

from typing import Literal

from app.domain.later import commands, sends
from app.domain.records import record

PROVISIONAL_POS = 1 << 60  # above every real position, so that waiting messages sort last within their second

Stage = Literal["waiting", "accepted", "expired"]


@record
class Pending:
    """A command on its way. `stage` "accepted": the hub took it; "expired": it never went out and will not any more."""

    command: commands.Command
    stage: Stage = "waiting"

    @property
    def is_expired_send(self) -> bool:
        """Whether it is a message that waits for a person to send it again or drop it."""
        return self.stage == "expired" and isinstance(self.command.body, (sends.SendText, sends.SendMessage))
