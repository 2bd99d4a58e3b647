"""The part of the running desk about the approved texts that appointments need."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from app.desk.agenda_templates import Subject, TemplateState
    from app.domain.ids import LineId
    from app.domain.lines import Line
    from app.domain.template_drafts import TemplateDraft
    from app.domain.templates import Template

_ORDER: Final[tuple[TemplateState, ...]] = ("approved", "pending", "paused", "rejected", "none")
_STATES: Final[dict[str, TemplateState]] = {
    "pending": "pending", "in_appeal": "pending", "rejected": "rejected", "paused": "paused", "disabled": "paused",
    "limit_exceeded": "rejected",
}  # fmt: skip


class LiveAgendaTemplates:
    """A mixin of `LiveDesk`; what the methods do is said in `app.desk.agenda_templates.AgendaTemplatesDesk`."""

    lines: Callable[[], dict[LineId, Line]]
    templates: Callable[[LineId], list[Template]]
    submit_template: Callable[[TemplateDraft], Coroutine[Any, Any, None]]

    def reminder_template_state(self, language: str, subject: Subject = "reminder") -> TemplateState:
        found = self.reminder_template(language, subject)
        return "none" if found is None else state_of(found)

    def reminder_template(self, language: str, subject: Subject = "reminder") -> Template | None:
        lines = [one.line_id for one in self.lines().values() if one.is_known]
        return best_of((one for line_id in lines for one in self.templates(line_id)), language, subject)

    async def submit_reminder_template(
        self, language: str, trade: str = "salon", subject: Subject = "reminder"
    ) -> None:
        from app.domain.template_drafts import EDITABLE

        known = self.reminder_template(language, subject)
        state = "none" if known is None else state_of(known)
        if state in ("approved", "pending"):
            return
        draft = ready_draft(language, trade, subject)
        if known is not None and known.external_id and known.status in EDITABLE:
            draft = replace(draft, name=known.name, language=known.language, external_id=known.external_id)
        await self.submit_template(draft)


def best_of(templates: Iterable[Template], language: str, subject: Subject) -> Template | None:
    """The one of a subject that is farthest."""
    from app.words.appointment_templates import FREED, REMINDERS

    names = REMINDERS if subject == "reminder" else FREED
    found = [one for one in templates if one.name in names and one.language.partition("_")[0] == language]
    return min(found, key=lambda one: _ORDER.index(state_of(one)), default=None)


def state_of(template: Template) -> TemplateState:
    """How far it is."""
    return "approved" if template.is_sendable else _STATES.get(template.status, "none")


def ready_draft(language: str, trade: str, subject: Subject) -> TemplateDraft:
    """The ready text of a trade in a language; English where there is none in it."""
    from app.words.appointment_templates import FREED, REMINDERS
    from app.words.starters import LANGUAGES, starters

    names = REMINDERS if subject == "reminder" else FREED
    told_in = language if language in LANGUAGES else "en"
    return next(
        one.draft
        for one in starters()
        if one.trade == trade and one.draft.language == told_in and one.draft.name in names
    )
