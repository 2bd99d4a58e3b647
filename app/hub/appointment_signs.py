"""What customers answer to an ask: a tap, a word, a sign of approval. It changes their line in the same transaction.

A tap names its ask, a word is about the newest one. Only what is clear counts: everything else asks a person, both on
the line and among those who wait for an answer. A clear answer is dealt with wholly, so nobody waits because of it.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from app.domain.appointment_answers import (
    Answer,
    AskedFor,
    AskTap,
    OfferTap,
    SlotTap,
    read_answer,
    read_payload,
    read_reaction,
)
from app.domain.appointments import Appointment, AppointmentAnswered, How, applied
from app.domain.consent_words import MEANINGS, SETTINGS, ConsentWords, words_for
from app.domain.events import Actor
from app.domain.ids import ConversationId, MessageId
from app.domain.measure_events import MessageHandled
from app.hub.appender import Draft
from app.hub.slot_signs import SlotSigns
from app.hub.slots_now import SlotsNow
from app.whatsapp.elements import ParsedMessage
from storage import view
from storage.hub.tables import Connection
from storage.view import appointment_reading as reading
from storage.view.appointment_benches import agenda_zone

HUB = Actor("hub")
_SAID = frozenset({"text", "answer", "reaction"})
_CHANGING = frozenset({"edit", "revoke"})
_WORDLESS = frozenset({
    "voice", "audio", "image", "video", "document", "sticker", "location", "contacts", "form", "order", "media",
    "unsupported", "unknown",
})  # fmt: skip
_READ = _SAID | _CHANGING | _WORDLESS
_EARLIER = timedelta(seconds=10)  # so much our clock may be ahead of the channel's
_SECOND = timedelta(seconds=1)  # the channel tells no less
_SETTLED = frozenset({"confirmed", "cancelled"})
_ANSWERED = frozenset({"confirmed", "cancelled", "move"})  # a word of thanks after it changes nothing


class AppointmentSigns:
    """Reads answers within one transaction.

    It remembers what earlier arrivals did, which is in the view only after all were appended together.
    """

    def __init__(self, conn: Connection) -> None:
        self._conn = conn
        self._is_anybody_asked: bool | None = None
        self._words: ConsentWords | None = None
        self._zone: ZoneInfo | None = None
        self._slots = SlotsNow(conn)
        self._offers = SlotSigns(conn, self._slots)
        self._met: set[ConversationId] = set()  # where something came in this transaction
        self._heard: dict[
            str, tuple[MessageId, datetime]
        ] = {}  # answers of this transaction, by the channel's ids

    def in_message(
        self,
        parsed: ParsedMessage,
        conversation_id: ConversationId,
        message_id: MessageId,
        received_at: datetime,
        key: str,
    ) -> list[Draft]:
        """Nothing, for nearly every message: where nobody is asked it costs one comparison."""
        if parsed.direction != "in" or parsed.is_history or parsed.group_id:
            return []
        is_first, at = conversation_id not in self._met, min(parsed.sent_at, received_at)
        self._met.add(conversation_id)
        if parsed.kind not in _READ:
            return []
        tap = _payload_of(parsed)
        if isinstance(tap, SlotTap | OfferTap):
            drafts, is_handled = self._offers.tapped(tap, conversation_id, message_id, at, key)
            if is_handled:
                drafts.append(self._handled(conversation_id, message_id, at, key, is_first=is_first))
            return drafts
        asked = self._asked(conversation_id, received_at)
        if not asked or parsed.kind in _CHANGING:
            return self._taken_back(parsed, asked, at, key) if asked else []
        said = self._tapped(parsed, asked) if _is_tap(parsed) else self._written(parsed, asked)
        if said is None or not said[2]:
            return []
        answer, how, about = said
        self._heard[parsed.external_id] = message_id, parsed.sent_at
        drafts = self._answered(answer, how, about, message_id, at, key)
        if answer in _SETTLED:
            drafts.append(self._handled(conversation_id, message_id, at, key, is_first=is_first))
        return drafts

    def _asked(self, conversation_id: ConversationId, received_at: datetime) -> list[Appointment]:
        if self._is_anybody_asked is None:
            self._is_anybody_asked = reading.is_anybody_asked(self._conn, received_at)
        if not self._is_anybody_asked:
            return []
        return [self._slots.now(one) for one in reading.asked_in(self._conn, conversation_id, received_at)]

    def _tapped(self, parsed: ParsedMessage, asked: Sequence[Appointment]) -> "_Said | None":
        """A button names the ask that it hangs below; one of an older ask says nothing about the newer one."""
        tap = _tap(parsed)
        if tap is None:  # below something else
            return None
        if tap.ask_id:
            about = [one for one in asked if one.ask_id == tap.ask_id]
        else:
            about = self._quoted(parsed, asked)
        if not about:
            return "unclear", "tap", [one for one in asked if one.answer not in _SETTLED]
        return self._clear(tap.answer, "tap", about, parsed)

    def _written(self, parsed: ParsedMessage, asked: Sequence[Appointment]) -> "_Said | None":
        if parsed.kind == "reaction":
            return self._reacted(parsed, asked)
        about = self._quoted(parsed, asked) or _meant(asked)
        if not about or (not parsed.reply_to and _is_of_before(parsed, about[0])):
            return None
        if parsed.kind in _WORDLESS:
            return "unclear", "text", [one for one in about if not one.answer]
        has_answered = all(one.answer in _ANSWERED for one in about)
        answer = read_answer(
            parsed.text, self._known_words(), has_answered=has_answered, asked=self._time_of(about[0], parsed)
        )
        if answer is None or (has_answered and answer == "unclear"):
            return None  # they talk about something else
        if answer != "unclear" and not parsed.reply_to and self._is_doubtful(asked, about[0]):
            answer = "unclear"
        if answer == "unclear":
            return "unclear", "text", [one for one in about if not one.answer]
        return self._clear(answer, "text", about, parsed)

    def _is_doubtful(self, asked: Sequence[Appointment], newest: Appointment) -> bool:
        """A word names no ask: two wait for an answer, or somebody of the team wrote since, and it may answer them."""
        if any(not one.answer and one.ask_id != newest.ask_id for one in asked):
            return True
        message = view.load_message(self._conn, newest.ask_message_id) if newest.ask_message_id else None
        talk = view.load_conversation(self._conn, message.conversation_id) if message is not None else None
        return message is not None and talk is not None and talk.newest_outbound_pos > message.pos

    def _reacted(self, parsed: ParsedMessage, asked: Sequence[Appointment]) -> "_Said | None":
        """A sign that gives way to none, or to another one, is no approval any more."""
        about = self._quoted(parsed, asked)
        has_answered = all(one.answer in _ANSWERED and not _is_by_sign(one) for one in about)
        answer = read_reaction(parsed.text, has_answered=has_answered)
        if answer is None:
            return "unclear", "reaction", [one for one in about if _is_by_sign(one)]
        return self._clear(answer, "reaction", about, parsed)

    def _taken_back(
        self, parsed: ParsedMessage, asked: Sequence[Appointment], at: datetime, key: str
    ) -> list[Draft]:
        """They deleted their answer, or wrote something else into it: a person reads what holds now."""
        said = self._heard.get(parsed.reply_to or "", (None, at))[0]
        if said is None and parsed.reply_to:
            message = view.message_by_external_id(self._conn, parsed.reply_to)
            said = message.message_id if message is not None else None
        about = [one for one in asked if one.answer in _ANSWERED and one.answer_message_id == said]
        if said is None or not about:
            return []
        if parsed.kind == "edit":
            time = self._time_of(about[0], parsed)
            if read_answer(parsed.text, self._known_words(), asked=time) == about[0].answer:
                return []
        return self._answered("unclear", about[0].answer_how, about, said, at, key)

    def _quoted(self, parsed: ParsedMessage, asked: Sequence[Appointment]) -> list[Appointment]:
        """Those whose ask is quoted, or reacted to."""
        if not parsed.reply_to:
            return []
        message = view.message_by_external_id(self._conn, parsed.reply_to)
        return [one for one in asked if message is not None and one.ask_message_id == message.message_id]

    def _clear(
        self, answer: Answer, how: How, about: list[Appointment], parsed: ParsedMessage
    ) -> "_Said | None":
        """Of several in one message all can be confirmed at once; which of them is meant otherwise, a person asks.

        What was said before that which counts now came late, and changes nothing.
        """
        if any(one.answer not in ("", answer) and self._is_overtaken(one, parsed) for one in about):
            return None
        if answer in ("move", "cancelled") and len(about) > 1:
            return "unclear", how, about
        if answer == "confirmed" and any(self._is_slot_gone(one) for one in about):
            return "unclear", how, about
        return answer, how, about

    def _is_overtaken(self, one: Appointment, parsed: ParsedMessage) -> bool:
        """Whether they, or a member for them, said something later than this."""
        said = next((sent for said, sent in self._heard.values() if said == one.answer_message_id), None)
        if said is None and one.answer_message_id is not None:
            message = view.load_message(self._conn, one.answer_message_id)
            said = message.sort_at if message is not None else None
        said = said or one.answer_at
        return said is not None and said - parsed.sent_at >= _SECOND

    def _is_slot_gone(self, one: Appointment) -> bool:
        """Who cancelled and comes after all needs the slot to be free still."""
        return one.answer == "cancelled" and self._slots.is_taken(
            one.resource_id, one.starts_at, one.length_min, one.appointment_id
        )

    def _answered(
        self,
        answer: Answer,
        how: How,
        about: Sequence[Appointment],
        message_id: MessageId,
        at: datetime,
        key: str,
    ) -> list[Draft]:
        drafts = []
        for one in about:
            if one.answer == answer and answer != "unclear":
                continue  # it is so already: a second tap, a webhook that came twice
            body = AppointmentAnswered(one.appointment_id, answer, how, message_id)
            self._slots.note(applied(one, body, at))
            drafts.append(Draft(body, one.appointment_id, HUB, at, f"answer:{one.appointment_id}:{key}"))
        return drafts

    def _handled(
        self,
        conversation_id: ConversationId,
        message_id: MessageId,
        at: datetime,
        key: str,
        *,
        is_first: bool,
    ) -> Draft:
        """What else came in the same moment leaves the wait as it is: too much is shown rather than too little."""
        before = view.load_conversation(self._conn, conversation_id)
        is_calm = is_first and before is not None and before.waiting_since_at is None
        is_closed = is_calm and before is not None and before.is_closed
        body = MessageHandled(conversation_id, message_id, "rule", frees=is_calm, closes=is_closed)
        return Draft(body, conversation_id, HUB, at, f"handled:{key}")

    def _time_of(self, one: Appointment, parsed: ParsedMessage) -> AskedFor:
        """The time that they may repeat, on the wall of the place."""
        if self._zone is None:
            self._zone = ZoneInfo(agenda_zone(self._conn, int(parsed.sent_at.timestamp())))
        there, today = one.starts_at.astimezone(self._zone), parsed.sent_at.astimezone(self._zone).date()
        return AskedFor(there.date(), there.hour * 60 + there.minute, today)

    def _known_words(self) -> ConsentWords:
        if self._words is None:
            kept = view.settings(self._conn)
            self._words = words_for(*(str(kept.get(SETTINGS[one], "")) for one in MEANINGS))
        return self._words


def _meant(asked: Sequence[Appointment]) -> list[Appointment]:
    """What a word is about that names no ask: the newest one that is open, else the only one that there is."""
    waiting = [one.ask_id for one in asked if one.answer not in _ANSWERED]
    all_ids = {one.ask_id for one in asked}
    ask_id = waiting[0] if waiting else all_ids.pop() if len(all_ids) == 1 else None
    return [one for one in asked if one.ask_id == ask_id]


def _is_of_before(parsed: ParsedMessage, one: Appointment) -> bool:
    """Whether it was written before they were asked, and only came later."""
    return one.asked_at is not None and one.asked_at - parsed.sent_at > _EARLIER


def _is_by_sign(one: Appointment) -> bool:
    return one.answer == "confirmed" and one.answer_how == "reaction"


_Said = tuple[Answer, How, list[Appointment]]


def _is_tap(parsed: ParsedMessage) -> bool:
    return parsed.content is not None and parsed.content.choice is not None


def _tap(parsed: ParsedMessage) -> AskTap | None:
    """What a button says; a template of somebody else's making may give its text alone."""
    tap = _payload_of(parsed)
    return tap if isinstance(tap, AskTap) else None


def _payload_of(parsed: ParsedMessage) -> AskTap | SlotTap | OfferTap | None:
    choice = parsed.content.choice if parsed.content is not None else None
    return None if choice is None else read_payload(choice.choice_id) or read_payload(parsed.text)
