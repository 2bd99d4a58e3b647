"""The lines of `tests.flow.authorisation` about automatic answers, phones, and waits without need of an answer."""

from __future__ import annotations

from app.domain.auto_replies import AutoReply, MapPhone, RemoveAutoReply, SaveAutoReply
from app.domain.ids import LineId
from app.domain.measure_events import UnwaiveConversation, WaiveConversation
from tests.flow.cast import ALL, LEADERS, Wish

NOWHERE = LineId("whatsapp:nowhere")

AUTO_WISHES: tuple[Wish, ...] = (
    Wish(lambda _cast, who: SaveAutoReply(AutoReply(away=f"Closed, {who}")), "auto_reply.save", LEADERS),
    Wish(lambda _cast, _who: RemoveAutoReply("line:nowhere"), "auto_reply.remove", LEADERS),
    Wish(lambda _cast, _who: MapPhone(NOWHERE), "phone.map", LEADERS),
    Wish(lambda cast, _who: WaiveConversation(cast.conversation_id), "conversation.waive", ALL),
    Wish(lambda cast, _who: UnwaiveConversation(cast.conversation_id), "conversation.unwaive", ALL),
)
