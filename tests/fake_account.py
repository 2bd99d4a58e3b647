"""The half of `tests.fake_desk.FakeDesk` that asks the channel while a person waits."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from app.domain.clock import Clock
from app.domain.errors import ComptoirError
from app.domain.ids import ContactId, ConversationId, LineId
from app.domain.lines import LineProfile
from app.domain.rows import Changes
from app.domain.template_drafts import TemplateDraft
from app.domain.templates import Template
from tests.fake_salon import LINE, Talk, message_row

ACCOUNT = "waba"


class FakeAccount:
    """`asked` holds what was asked for; `refuses` is raised in place of the next answer."""

    _tell: Callable[[Changes], None]
    all_templates: list[Template]
    talks: dict[ConversationId, Talk]
    clock: Clock

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[str, Any]] = []
        self.refuses: ComptoirError | None = None
        self.blocked: set[ContactId] = set()
        self.profile = LineProfile(
            "Coiffure", "12 rue des Lilas", verified_name="Salon Rivage", quality="green"
        )

    def line_profile(self, line_id: LineId) -> LineProfile | None:
        """Of the salon's one number."""
        return self.profile if line_id == LINE else None

    async def submit_template(self, draft: TemplateDraft) -> None:
        """It is under review at once."""
        self._hear_wish("submit", draft)
        made = Template(
            ACCOUNT, draft.name, draft.language, "pending", draft.category, draft.body, draft.external_id or "77",
            draft.is_positional, draft.header, draft.footer, draft.buttons, samples=draft.samples,
        )  # fmt: skip
        self.set_templates([*(one for one in self.all_templates if one.key != made.key), made])

    async def delete_template(self, name: str, language: str) -> None:
        """It is gone at once."""
        self._hear_wish("delete", (name, language))
        self.set_templates(
            [one for one in self.all_templates if (one.name, one.language) != (name, language)]
        )

    async def compare_templates(self) -> None:
        """Nothing is different."""
        self._hear_wish("compare", None)

    async def block(self, contact_id: ContactId, line_id: LineId, *, is_blocked: bool) -> None:
        """Shown at once."""
        self._hear_wish("block", (contact_id, line_id, is_blocked))
        (self.blocked.add if is_blocked else self.blocked.discard)(contact_id)
        for talk in [one for one in self.talks.values() if one.contact_id == contact_id]:
            kind, now = "blocked" if is_blocked else "unblocked", self.clock.now()
            row = replace(
                message_row(talk, 900_000 + len(self.asked), "out", None, now, "settled"), kind=kind
            )
            talk.messages.append(replace(row, author_name="Léa Fontaine"))
            self._tell(Changes(frozenset({talk.conversation_id}), frozenset({row.message_id})))

    async def change_profile(self, line_id: LineId, profile: LineProfile) -> None:
        """Shown at once."""
        self._hear_wish("profile", profile)
        kept = self.profile
        self.profile = replace(
            profile, verified_name=kept.verified_name, quality=kept.quality, status=kept.status
        )
        self._tell(Changes(is_lines=True))

    # --- played by a test ---

    def set_templates(self, templates: list[Template]) -> None:
        """What the account has now."""
        self.all_templates = templates
        self._tell(Changes(is_templates=True))

    def _hear_wish(self, what: str, about: Any) -> None:
        refuses, self.refuses = self.refuses, None
        self.asked.append((what, about))
        if refuses is not None:
            raise refuses
