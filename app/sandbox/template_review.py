"""What becomes of templates by themselves: reviewed after some seconds, paused for a while, told by webhook.

Words that practice and tests agree on: a name that contains `reject`, or a text that contains `#reject`, is
refused with INVALID_FORMAT; `reject_scam`, `reject_promotional` … name another of Meta's reasons. A utility
template that speaks of an offer is made a marketing one.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from app.domain.clock import Clock
from app.sandbox.agenda import Agenda
from app.sandbox.notices import Notices
from app.sandbox.templates_store import Json, Template
from app.sandbox.world import World

REVIEW_S = 5.0
DAY_S = 86400.0
PAUSES = {1: ("FIRST_PAUSE", 3 * 3600.0), 2: ("SECOND_PAUSE", 6 * 3600.0)}  # a third time means DISABLED
REASONS = (
    "ABUSIVE_CONTENT",
    "INCORRECT_CATEGORY",
    "INVALID_FORMAT",
    "PROMOTIONAL",
    "SCAM",
    "TAG_CONTENT_MISMATCH",
    "CATEGORY_NOT_AVAILABLE",
)
RECOMMENDATIONS = {
    "INCORRECT_CATEGORY": "Choose the category that matches the content of the template.",
    "INVALID_FORMAT": "Check the variables, their samples and the special characters of the template.",
    "PROMOTIONAL": "Choose the marketing category, or take the promotion out of the template.",
}
IN_NAME, IN_TEXT = re.compile(r"reject(?:_([a-z_]+))?"), re.compile(r"#reject(?:_([a-z_]+))?")
OFFERS = re.compile(
    r"\b(?:offers?|offres?|promos?|promotions?|discounts?|remises?|soldes|sale|coupons?)\b|\d ?%",
    re.IGNORECASE,
)


class Review:
    """Decides about templates, on the sandbox's clock."""

    def __init__(
        self, world: World, notices: Notices, clock: Clock, agenda: Agenda, *, after_s: float = REVIEW_S
    ) -> None:
        self._world = world
        self._notices = notices
        self._clock = clock
        self._agenda = agenda
        self.after_s = after_s

    def resume(self) -> None:
        """After a start: what was under review or paused goes on."""
        for template in self._world.account.templates:
            if template.status == "PENDING":
                self.submit(template)
            elif template.status == "PAUSED" and template.paused_until is not None:
                self._end_later(template, max(0.0, template.paused_until - self._now()))

    def submit(self, template: Template) -> None:
        """A new or edited template goes to review."""
        template.status, template.version = "PENDING", template.version + 1
        version = template.version

        async def decide() -> None:
            if self._is_known(template) and (template.status, template.version) == ("PENDING", version):
                self._decide(template)

        self._agenda.after(self.after_s, decide)

    def _decide(self, template: Template) -> None:
        reason = rejection(template)
        if reason is not None:
            self.reject(template, reason)
            return
        if template.category == "UTILITY" and any(OFFERS.search(text) for text in _texts(template)):
            self.recategorise(template, "MARKETING")
        self.approve(template)
        if template.is_edited:
            template.is_edited = False
            self._notices.components(template)

    def approve(self, template: Template) -> None:
        """It may be sent; a pause ends."""
        if template.status == "PAUSED":
            self.unpause(template)
            return
        template.status, template.rejected_reason, template.rejection = "APPROVED", "NONE", None
        self._notices.status(template, "APPROVED")

    def reject(self, template: Template, reason: str) -> None:
        """Refuse it, with one of Meta's reasons."""
        advice = RECOMMENDATIONS.get(reason, "Read WhatsApp's business policy and change the template.")
        template.status, template.rejected_reason = "REJECTED", reason
        template.rejection = {"reason": reason, "recommendation": advice}
        self._notices.status(template, "REJECTED", reason=reason, rejection_info=template.rejection)

    def recategorise(self, template: Template, category: str) -> None:
        """Meta changes the category."""
        template.previous_category, template.category = template.category, category
        template.correct_category = None
        self._notices.category(
            template, previous_category=template.previous_category, new_category=template.category
        )

    def announce(self, template: Template, category: str) -> None:
        """Meta says which category is right, and changes it a day later."""
        template.correct_category = category
        self._notices.category(template, correct_category=category, new_category=template.category)

        async def change() -> None:
            if self._is_known(template) and template.correct_category == category:
                self.recategorise(template, category)

        self._agenda.after(DAY_S, change)

    def score(self, template: Template, quality: str) -> None:
        """Another quality score: GREEN, YELLOW, RED, UNKNOWN."""
        previous, template.quality, template.quality_at = template.quality, quality, self._now()
        self._notices.quality(template, previous)

    def pause(self, template: Template, *, by_pacing: bool = False) -> None:
        """Stop it for a while for its quality, the third time for good; by pacing until it is unpaused."""
        if by_pacing:
            template.status, template.pause, template.paused_until = "PAUSED", "RATE_LIMITING_PAUSE", None
            self._tell_pause(template, "PAUSED")
            return
        template.pauses += 1
        if template.pauses not in PAUSES:
            self.disable(template)
            return
        template.pause, length_s = PAUSES[template.pauses]
        template.status, template.paused_until = "PAUSED", self._now() + length_s
        self._tell_pause(template, "PAUSED")
        self._end_later(template, length_s)

    def _end_later(self, template: Template, delay_s: float) -> None:
        until = template.paused_until

        async def end() -> None:
            if self._is_known(template) and (template.status, template.paused_until) == ("PAUSED", until):
                self.unpause(template)

        self._agenda.after(delay_s, end)

    def unpause(self, template: Template) -> None:
        """It may be sent again."""
        template.status, template.pause, template.paused_until = "APPROVED", "UNPAUSE", None
        self._tell_pause(template, "APPROVED")
        template.pause = None

    def disable(self, template: Template) -> None:
        """Stop it for good."""
        template.status, template.pause, template.paused_until = "DISABLED", None, None
        date = datetime.fromtimestamp(self._now(), UTC)
        self._notices.status(
            template,
            "DISABLED",
            disable_info={"disable_date": f"{date:%B} {date.day}, {date.year}"},
            other_info={"title": "DISABLED", "description": "Its quality was too low too often."},
        )

    def archive(self, template: Template, *, is_back: bool) -> None:
        """Put it away, or take it back as approved."""
        template.status = "APPROVED" if is_back else "ARCHIVED"
        self._notices.status(template, "UNARCHIVED" if is_back else "ARCHIVED")

    def mark(self, template: Template, status: str) -> None:
        """Any other status, told as it is: FLAGGED, ARCHIVED, LOCKED, IN_APPEAL, …"""
        template.status = status
        self._notices.status(template, status)

    def _tell_pause(self, template: Template, event: str) -> None:
        described = {"title": template.pause, "description": "Its quality decides when it may be sent."}
        self._notices.status(template, event, other_info=described)

    def _is_known(self, template: Template) -> bool:
        return self._world.account.templates.by_id(template.id) is template

    def _now(self) -> float:
        return self._clock.now().timestamp()


def rejection(template: Template) -> str | None:
    """Why a template will be refused, None when it will not."""
    found = IN_NAME.search(template.name) or next(
        (match for text in _texts(template) if (match := IN_TEXT.search(text.lower()))), None
    )
    if found is None:
        return None
    wished = (found[1] or "").upper()
    return next((reason for reason in REASONS if wished.startswith(reason)), "INVALID_FORMAT")


def _texts(template: Template) -> Iterator[str]:
    """Every text of a template, those of its cards and buttons too."""
    yield from _texts_of(template.components)


def _texts_of(parts: list[Json]) -> Iterator[str]:
    for part in parts:
        if isinstance(text := part.get("text"), str):
            yield text
        yield from _texts_of(part.get("buttons", []))
        for card in part.get("cards", []):
            yield from _texts_of(card["components"])
