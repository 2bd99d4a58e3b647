"""What comes in that makes a deal, where the team wants it so: an order, or a tap on an advertisement.

Drafts for the transaction of the message that brought it, so that one message makes one deal, whatever is delivered
twice or late. What a history or an import brings makes none: it was dealt with long ago.
"""

from datetime import datetime

from app.domain.contents import Content
from app.domain.deal_asks import deal_of_message
from app.domain.deals import DealAdded, Pipeline
from app.domain.events import Actor
from app.domain.ids import ContactId, ConversationId, MemberId, MessageId
from app.domain.order_deals import amount_of, lines_of, title_of
from app.domain.pipelines import in_order
from app.hub.appender import Draft
from app.whatsapp.elements import ParsedMessage
from storage import view
from storage.hub.tables import Connection
from storage.view import deal_reading, incoming

HUB = Actor("hub")
FROM_ORDERS, FROM_ADS = "deals_from_orders", "deals_from_ads"


class DealSigns:
    """Reads signs within one transaction; settings and pipelines are read when the first sign needs them.

    It remembers the deals of earlier arrivals, which are in the view only after all were appended together.
    """

    def __init__(self, conn: Connection) -> None:
        self._conn = conn
        self._wanted: tuple[bool, bool] | None = None  # orders, advertisements
        self._first: Pipeline | None = None
        self._begun: set[ConversationId] = set()

    def in_message(
        self,
        parsed: ParsedMessage,
        contact_id: ContactId,
        conversation_id: ConversationId,
        message_id: MessageId,
        received_at: datetime,
        key: str,
    ) -> list[Draft]:
        """Few messages have parts: all others cost one comparison."""
        content = parsed.content
        if content is None or (content.order is None and content.ad is None):
            return []
        if parsed.direction != "in" or parsed.is_history or parsed.group_id:
            return []
        body = self._deal(content, contact_id, conversation_id, message_id)
        if body is None:
            return []
        self._begun.add(conversation_id)
        return [Draft(body, body.deal_id, HUB, min(parsed.sent_at, received_at), f"deal:{key}")]

    def _deal(
        self, content: Content, contact_id: ContactId, conversation_id: ConversationId, message_id: MessageId
    ) -> DealAdded | None:
        from_orders, from_ads = self._known_wishes()
        pipeline = self._first_pipeline()
        deal_id, stage_id = deal_of_message(message_id), pipeline.stages[0].stage_id
        if content.order is not None and from_orders:
            return DealAdded(
                deal_id, pipeline.pipeline_id, stage_id, amount=amount_of(content.order),
                contact_id=contact_id, conversation_id=conversation_id, owner_id=self._holder(conversation_id),
                lines=lines_of(content.order), source="order", message_id=message_id,
            )  # fmt: skip
        if content.ad is None or not from_ads or self._has_deal(contact_id, conversation_id):
            return None
        return DealAdded(
            deal_id, pipeline.pipeline_id, stage_id, title_of(content.ad),
            contact_id=contact_id, conversation_id=conversation_id, owner_id=self._holder(conversation_id),
            source="ad", message_id=message_id,
        )  # fmt: skip

    def _has_deal(self, contact_id: ContactId, conversation_id: ConversationId) -> bool:
        """Whether that thread, or its person, has an open one, or it was said that there will be none."""
        if conversation_id in self._begun or incoming.is_declined(self._conn, conversation_id):
            return True
        return incoming.has_open_deal(self._conn, contact_id, conversation_id)

    def _holder(self, conversation_id: ConversationId) -> MemberId | None:
        """Who has the conversation looks after what comes of it."""
        conversation = view.load_conversation(self._conn, conversation_id)
        return conversation.assignee_id if conversation is not None else None

    def _known_wishes(self) -> tuple[bool, bool]:
        if self._wanted is None:
            kept = view.settings(self._conn)
            self._wanted = kept.get(FROM_ORDERS) is True, kept.get(FROM_ADS) is True
        return self._wanted

    def _first_pipeline(self) -> Pipeline:
        if self._first is None:
            self._first = in_order(*deal_reading.saved_pipelines(self._conn))[0]
        return self._first
