"""The approved texts that appointments need: how far they are, and how to submit a ready one. A part of `Desk`.

Nothing here imports a library: a first paint passes through it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from app.domain.templates import Template

TemplateState = Literal["none", "pending", "approved", "rejected", "paused"]
Subject = Literal["reminder", "freed"]
"""The reminder with Confirm, Move, Cancel; and a freed time for somebody who waits for one."""


class AgendaTemplatesDesk(Protocol):
    """Changes come as those of templates do. `language`: two letters."""

    def reminder_template_state(self, language: str, subject: Subject = "reminder") -> TemplateState:
        """How far the ready text is in a language: the best of all that go by its name, on whichever number.

        "none": it was never submitted there. "paused": also what the channel disabled.
        """

    def reminder_template(self, language: str, subject: Subject = "reminder") -> Template | None:
        """The text of which `reminder_template_state` tells, with the channel's own reason where it was rejected."""

    async def submit_reminder_template(
        self, language: str, trade: str = "salon", subject: Subject = "reminder"
    ) -> None:
        """Submit the ready text of a trade ("salon", "clinic", "agency"); nothing happens while one is under review.

        One that was rejected or paused is submitted anew in its place. Raises as `AccountDesk.submit_template`.
        """
