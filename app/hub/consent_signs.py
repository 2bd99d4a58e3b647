"""What comes in that ends (or brings back) a consent: a stop word, the channel's own switch, its word that somebody
switched us off. Drafts for the transaction of what brought them, each once."""

from datetime import datetime

from app.domain.channels import WHATSAPP
from app.domain.consent import UNASKED, ConsentDoubted, ConsentGiven, ConsentWithdrawn, Purpose
from app.domain.consent_words import MEANINGS, SETTINGS, ConsentWords, words_for
from app.domain.events import Actor
from app.domain.failures import MARKETING_STOPPED
from app.domain.ids import ContactId, LineId, MessageId
from app.hub.appender import Draft
from app.whatsapp.elements import ParsedAccount, ParsedMessage
from storage import view
from storage.hub.tables import Connection

HUB = Actor("hub")
MARKETING: tuple[Purpose, ...] = ("marketing",)
_SAID = ("text", "answer")  # kinds by which people answer in words
_WORDING_KEPT = 300
_SWITCHED_ON, _SWITCHED_OFF = ("resume", "signup"), ("stop",)


class ConsentSigns:
    """Reads signs within one transaction; the team's words are read when the first message needs them."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn
        self._words: ConsentWords | None = None

    def in_message(
        self,
        parsed: ParsedMessage,
        contact_id: ContactId,
        message_id: MessageId,
        line_id: LineId,
        received_at: datetime,
        key: str,
    ) -> list[Draft]:
        """A live message alone counts: what a history or an import brings was answered long ago."""
        if parsed.kind not in _SAID or parsed.direction != "in" or parsed.is_history or parsed.group_id:
            return []
        text = parsed.text
        said = self._known_words().read(text)
        if said is None:
            return []
        at = min(parsed.sent_at, received_at)
        if said == "stop":
            wording = (text or "")[:_WORDING_KEPT].replace("\0", "\ufffd")
            body = ConsentWithdrawn(
                contact_id,
                WHATSAPP,
                UNASKED,
                "stop_word",
                wording,
                at,
                message_id=message_id,
                line_id=line_id,
            )
            return [Draft(body, contact_id, HUB, at, f"stop:{key}")]
        doubted = ConsentDoubted(contact_id, message_id, at, line_id)
        return [Draft(doubted, contact_id, HUB, at, f"doubt:{key}")]

    def in_preference(
        self, parsed: ParsedAccount, contact_id: ContactId, line_id: LineId, received_at: datetime, key: str
    ) -> list[Draft]:
        """The customer switched our offers off or on again, in the channel's own application."""
        value = parsed.facts.get("value", "")
        if parsed.facts.get("category", "marketing_messages") != "marketing_messages":
            return []
        at = min(parsed.at or received_at, received_at)
        proof = parsed.facts.get("detail", "")
        if value in _SWITCHED_OFF:
            off = ConsentWithdrawn(contact_id, WHATSAPP, MARKETING, "channel", "", at, proof, line_id=line_id)
            return [Draft(off, contact_id, HUB, at, f"stop:{key}")]
        if value in _SWITCHED_ON:
            on = ConsentGiven(contact_id, WHATSAPP, MARKETING, "channel", "", at, proof, line_id=line_id)
            return [Draft(on, contact_id, HUB, at, f"resume:{key}")]
        return []

    def _known_words(self) -> ConsentWords:
        if self._words is None:
            kept = view.settings(self._conn)
            self._words = words_for(*(str(kept.get(SETTINGS[one], "")) for one in MEANINGS))
        return self._words


def switched_off(
    code: str | None, contact_id: ContactId, message_id: MessageId, line_id: LineId, at: datetime
) -> list[Draft]:
    """A message of ours did not arrive since the customer wants no more offers: known from now on, and once."""
    if code != MARKETING_STOPPED:
        return []
    body = ConsentWithdrawn(
        contact_id, WHATSAPP, MARKETING, "channel", "", at, message_id=message_id, line_id=line_id
    )
    return [Draft(body, contact_id, HUB, at, f"stop_of:{message_id}")]
