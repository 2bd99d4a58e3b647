"""What measures need to know beside messages: a bot's turns, waits without need of an answer, the end of an episode."""

from typing import ClassVar, Literal

from app.domain.ids import ConversationId, MemberId, MessageId
from app.domain.records import record

HandledBy = Literal["optout", "survey", "rule"]


@record
class MessageHandled:
    """message.handled: a rule dealt wholly with this message of a customer: it asks nobody for an answer.

    `frees`: nobody waited there before it, so nobody waits there now. `closes`: the conversation was done before it,
    and is done again.
    """

    KIND: ClassVar[str] = "message.handled"
    VERSION: ClassVar[int] = 1
    conversation_id: ConversationId
    message_id: MessageId
    by: HandledBy
    frees: bool = False
    closes: bool = False


@record
class BotSet:
    """bot.set: a bot answers there from now on (`owns`), or hands over to people."""

    KIND: ClassVar[str] = "bot.set"
    VERSION: ClassVar[int] = 1
    conversation_id: ConversationId
    owns: bool
    why: str = ""


@record
class WaiveConversation:
    """conversation.waive: the customer who waits there needs no answer ("thanks!").

    `base_pos` of the command: what was seen; refused as "customer_wrote" when they wrote again after it, and as
    "nobody_waits" when no one does.
    """

    KIND: ClassVar[str] = "conversation.waive"
    VERSION: ClassVar[int] = 1
    conversation_id: ConversationId


@record
class ConversationWaived:
    """conversation.waived: whoever waited there needs no answer; counted apart, per member, never averaged."""

    KIND: ClassVar[str] = "conversation.waived"
    VERSION: ClassVar[int] = 1
    conversation_id: ConversationId
    member_id: MemberId | None = None


@record
class UnwaiveConversation:
    """conversation.unwaive: an answer is needed after all; "not_waived" where nothing is to be taken back."""

    KIND: ClassVar[str] = "conversation.unwaive"
    VERSION: ClassVar[int] = 1
    conversation_id: ConversationId


@record
class ConversationUnwaived:
    """conversation.unwaived: the wait that was waived goes on as if that had never been said."""

    KIND: ClassVar[str] = "conversation.unwaived"
    VERSION: ClassVar[int] = 1
    conversation_id: ConversationId
    member_id: MemberId | None = None


@record
class EpisodeEnded:
    """episode.ended: nobody wrote for so long that what comes next is another matter.

    Written by the hub when its time has come, never reckoned from "now". The conversation stays in lists as it is.
    """

    KIND: ClassVar[str] = "episode.ended"
    VERSION: ClassVar[int] = 1
    conversation_id: ConversationId


MEASURE_EVENTS = (MessageHandled, BotSet, ConversationWaived, ConversationUnwaived, EpisodeEnded)
MeasureEvent = MessageHandled | BotSet | ConversationWaived | ConversationUnwaived | EpisodeEnded
WAIVE_ASKS = (WaiveConversation, UnwaiveConversation)
WaiveAsk = WaiveConversation | UnwaiveConversation
