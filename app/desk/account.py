"""What a person asks of the channel through the hub and waits for: templates, blocks, the business profile.

Nothing of it is kept in the outbox: it needs the channel's answer at once, and whoever still wants it asks again.
"""

from app.desk.hub_client import HubClient
from app.domain.errors import EnvironmentFailure
from app.domain.ids import ContactId, LineId
from app.domain.lines import LineProfile
from app.domain.template_drafts import TemplateDraft
from storage.codec import to_json


class AccountDoor:
    """Each call raises HubRefused ("channel_refused" with the channel's words, "role_missing" …) or HubUnreachable."""

    def __init__(self, hub: HubClient | None) -> None:
        self._hub = hub

    async def submit_template(self, draft: TemplateDraft) -> None:
        """A new template, or an edit."""
        await self._post("templates", draft)

    async def delete_template(self, name: str, language: str) -> None:
        """Remove one language of a template."""
        await self._post("templates/delete", {"name": name, "language": language})

    async def compare_templates(self) -> None:
        """Look at the channel now."""
        await self._post("templates/sync", {})

    async def block(self, contact_id: ContactId, line_id: LineId, *, is_blocked: bool) -> None:
        """Let the channel bring nothing of this person any more, or let them write again."""
        await self._post("block", {"contact_id": contact_id, "line_id": line_id, "is_blocked": is_blocked})

    async def change_profile(self, line_id: LineId, profile: LineProfile) -> None:
        """Show customers something else."""
        await self._post("profile", {"line_id": line_id, "profile": profile})

    async def _post(self, path: str, body: object) -> None:
        if self._hub is None:
            raise EnvironmentFailure("hub_unreachable", reason="")
        await self._hub.post(f"/api/v1/account/{path}", to_json(body))
