"""Templates, blocks and the business profile, as screens ask for them. A part of `Desk`.

Nothing here imports a library: a first paint passes through it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from app.domain.ids import ContactId, LineId

if TYPE_CHECKING:
    from app.domain.lines import LineProfile
    from app.domain.template_drafts import TemplateDraft


class AccountDesk(Protocol):
    """What waits for the channel's answer while a person looks on; nothing of it is kept to be asked again.

    All raise ComptoirError: "channel_refused" {reason, said} with the channel's own words, "channel_unreachable",
    "role_missing", "account_missing", and "hub_unreachable" as EnvironmentFailure.
    """

    def line_profile(self, line_id: LineId) -> LineProfile | None:
        """What customers see of a business number; None before it was read."""

    async def submit_template(self, draft: TemplateDraft) -> None:
        """A new template, or an edit of one. Also raises the codes of `app.domain.template_drafts.draft_problems`."""

    async def delete_template(self, name: str, language: str) -> None:
        """Remove one language of a template."""

    async def compare_templates(self) -> None:
        """Look at the channel now."""

    async def block(self, contact_id: ContactId, line_id: LineId, *, is_blocked: bool) -> None:
        """Let the channel bring nothing of this person any more, or let them write again."""

    async def change_profile(self, line_id: LineId, profile: LineProfile) -> None:
        """Show customers something else."""
