"""What a person asks of the channel through the hub and waits for: templates, blocks, the business profile.

Nothing of it is kept in the outbox: it needs the channel's answer at once, and whoever still wants it asks again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.desk.hub_link import HubLink
from app.domain.errors import EnvironmentFailure
from app.domain.ids import ContactId, LineId

if TYPE_CHECKING:
    from app.domain.lines import LineProfile
    from app.domain.template_drafts import TemplateDraft

ANSWER_S = 120.0  # a sample is uploaded first, and the hub waits for the channel


class Asking:
    """The half of `app.desk.live.LiveDesk` that is said in `app.desk.account_desk.AccountDesk`."""

    _link: HubLink
    files: Any  # `app.desk.live_media.LiveMedia.files`, made when it is first asked for

    async def submit_template(self, draft: TemplateDraft) -> None:
        if draft.header_sha256 is not None:
            await self.files.deliveries.give(draft.header_sha256)
        await self._ask("templates", draft)

    async def delete_template(self, name: str, language: str) -> None:
        await self._ask("templates/delete", {"name": name, "language": language})

    async def compare_templates(self) -> None:
        await self._ask("templates/sync", {})

    async def block(self, contact_id: ContactId, line_id: LineId, *, is_blocked: bool) -> None:
        await self._ask("block", {"contact_id": contact_id, "line_id": line_id, "is_blocked": is_blocked})

    async def change_profile(self, line_id: LineId, profile: LineProfile) -> None:
        await self._ask("profile", {"line_id": line_id, "profile": profile})

    async def _ask(self, path: str, body: object) -> None:
        from storage.codec import to_json  # with the first question: a start needs no codec

        hub = self._link.hub
        if hub is None:
            raise EnvironmentFailure("hub_unreachable", reason="")
        await hub.post(f"/api/v1/account/{path}", to_json(body), read_s=ANSWER_S)
