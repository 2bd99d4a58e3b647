"""New requests on the board: put aside for good, or brought back. Everybody of the team may do either."""

from app.domain.deal_asks import DeclineIncoming, RestoreIncoming
from app.domain.deals import IncomingDeclined, IncomingRestored
from app.domain.events import EventBody
from app.hub.situation import Situation


def incoming_event(situation: Situation, body: DeclineIncoming | RestoreIncoming) -> EventBody | None:
    """Nothing where it is so already."""
    me = situation.asker.member_id
    if isinstance(body, DeclineIncoming):
        return None if situation.is_declined else IncomingDeclined(body.conversation_id, me)
    return IncomingRestored(body.conversation_id, me) if situation.is_declined else None
