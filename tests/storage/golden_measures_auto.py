"""What release 0.3 wrote of automatic answers, phones, and waits that needed no answer: each kind once or more."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from app.domain.auto_replies import AutoReplyRemoved, AutoReplySaved, PhoneMapped
from app.domain.events import Actor
from app.domain.ids import ContactId, MessageId
from app.domain.measure_events import ConversationUnwaived, ConversationWaived
from app.domain.sends import SendRequested
from tests.storage.golden_people import LEA, MEMBER, WITH_ANA
from tests.storage.view_log import LINE

HUB = Actor("hub")
AWAY = MessageId("auto-1")


def auto_bodies(ana: ContactId) -> Sequence[tuple[Actor, Any, bytes | None]]:
    """Texts of the business and of a number that are taken away again, a phone, and an away message to Ana."""
    line = f"line:{LINE}"
    away = SendRequested(
        AWAY, WITH_ANA, ana, LINE, None, "text", "Nous vous répondrons demain à 9 h.", automation="away",
        promised_at=datetime(2026, 11, 27, 8, tzinfo=UTC),
    )  # fmt: skip
    return [
        (MEMBER, AutoReplySaved("", True, "Bonjour {nom}", True, "À {ouverture} !", LEA), None),
        (MEMBER, AutoReplySaved(line, False, "", True, "Back {opening}", LEA, "en"), None),
        (MEMBER, AutoReplyRemoved(line, LEA), None),
        (MEMBER, PhoneMapped(LINE, LEA, LEA), None),
        (HUB, away, None),
        (MEMBER, ConversationWaived(WITH_ANA, LEA), None),
        (MEMBER, ConversationUnwaived(WITH_ANA, LEA), None),
    ]
