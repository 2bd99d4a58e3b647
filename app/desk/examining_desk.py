"""Looking at the connection as a whole, and telling others. A part of `Desk`. Nothing here imports a library."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from app.domain.findings import Examination


class ExaminingDesk(Protocol):
    """What the hub finds and what this computer knows by itself."""

    async def examine(self) -> Examination:
        """Look now. Where the hub cannot be asked, that is a finding, and what this computer knows stands beside it."""

    async def try_mail(self) -> None:
        """Let the hub write an e-mail to the owner now. Raises ComptoirError."""

    def diagnostics(self, examination: Examination | None, also: Mapping[str, str]) -> str:
        """Versions, counts, findings and the last lines of the log, without anything personal: to be handed on.

        `also`: what else is to stand there, by name.
        """
