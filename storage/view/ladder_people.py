"""Whose deal it is, what was heard of them since a ladder began, and why none may begin: read by hub and desk alike."""

from dataclasses import dataclass

from sqlcipher3.dbapi2 import Connection

from app.domain.consent import check_purpose
from app.domain.contacts import Contact
from app.domain.conversations import Conversation
from app.domain.deals import Deal
from app.domain.errors import Refused
from app.domain.follow_ups import FollowUp, Signs, ended_why
from app.domain.ids import ContactId
from app.domain.ladders import Ladder, Why
from storage.view import deal_reading, ladder_looks, ladders
from storage.view.blocks import is_blocked
from storage.view.card_rows import kept_contact
from storage.view.consents import consent_standings
from storage.view.conversations import load_conversation


@dataclass(frozen=True, slots=True)
class Talk:
    """Where a deal is talked about: its own thread, or the newest one of its person. All may be missing."""

    conversation: Conversation | None = None
    contact: Contact | None = None

    @property
    def contact_id(self) -> ContactId | None:
        """Whose it is."""
        return self.contact.contact_id if self.contact is not None else None


def talk_of(conn: Connection, deal: Deal) -> Talk:
    """Where it is talked about now."""
    contact_id, conversation_id = deal.contact_id, deal.conversation_id
    if conversation_id is None and contact_id is not None:
        conversation_id = ladder_looks.newest_talk(conn, contact_id)
    conversation = load_conversation(conn, conversation_id) if conversation_id is not None else None
    if conversation is not None:
        contact_id = conversation.contact_id
    return Talk(conversation, kept_contact(conn, contact_id) if contact_id is not None else None)


def why_over(conn: Connection, run: FollowUp) -> Why | None:
    """What ends a run now; None: it goes on."""
    return ended_why(run, signs_of(conn, run))


def signs_of(conn: Connection, run: FollowUp) -> Signs:
    """All that may have ended it."""
    deal = deal_reading.load_deal(conn, run.deal_id)
    if deal is None:
        return Signs(is_gone=True)
    talk = talk_of(conn, deal)
    inbound, outbound = ladder_looks.places_of(conn, talk.contact_id) if talk.contact_id else (0, 0)
    return Signs(
        inbound,
        outbound,
        _touched(conn, run, deal, talk),
        is_blocked=_is_blocked(conn, talk),
        has_no_consent=no_consent(conn, talk) is not None,
    )


def no_consent(conn: Connection, talk: Talk) -> Refused | None:
    """Why nobody may write to them unasked, whatever it is: they said stop, or that they want nothing."""
    if talk.contact_id is None:
        return None
    standings = consent_standings(conn, talk.contact_id)
    return check_purpose("reminders", standings, is_asked_first=False, is_doubted=False)


def _is_blocked(conn: Connection, talk: Talk) -> bool:
    conversation = talk.conversation
    return conversation is not None and is_blocked(conn, conversation.contact_id, conversation.line_id)


def _touched(conn: Connection, run: FollowUp, deal: Deal, talk: Talk) -> Why | None:
    said = ladders.touched(conn, run.deal_id)
    if said is not None:
        return said
    if deal.is_removed:
        return "removed"
    if deal.state != "open":
        return deal.state
    if ladder_looks.own_tasks(conn, run.deal_id) - {run.task_id}:
        return "our_turn"
    return "other_deal" if _elder(conn, run, talk) is not None else None


def _elder(conn: Connection, run: FollowUp, talk: Talk) -> FollowUp | None:
    """Another run of the same person that began before this one: two people may have become one."""
    others = runs_of_person(conn, talk)
    mine = (run.started_at, run.run_id)
    return next((one for one in others if (one.started_at, one.run_id) < mine), None)


def runs_of_person(conn: Connection, talk: Talk) -> list[FollowUp]:
    """All that are under way with this person, for whichever deal."""
    if talk.contact_id is None:
        return []
    return list(ladders.follow_ups(conn, deal_reading.ids_of_person(conn, talk.contact_id)).values())


def messages_sent(conn: Connection, deal: Deal, talk: Talk) -> int:
    """Messages of ladders that this person got since they last gave a sign of life."""
    return ladder_looks.messages_sent(conn, deal.deal_id, talk.contact_id) if talk.contact_id else 0


def ladder_of(conn: Connection, pipeline_id: str) -> Ladder:
    """Of a pipeline; without steps where nobody made one."""
    return ladders.ladders(conn).get(pipeline_id, Ladder(pipeline_id))


def cannot_start(conn: Connection, deal: Deal | None, ladder: Ladder, talk: Talk) -> Refused | None:
    """Why no ladder may begin for a deal now."""
    if deal is None or deal.is_removed:
        return Refused("deal_unknown")
    if deal.state != "open":
        return Refused("deal_ended", {"state": deal.state, "who": ""})
    if not ladder.steps:
        return Refused("ladder_empty")
    if ladders.follow_up(conn, deal.deal_id) is not None:
        return Refused("follow_up_running")
    if talk.conversation is None:
        return Refused("deal_unlinked")
    if ladder_looks.silent_since(conn, deal.deal_id) is None:
        return Refused("deal_our_turn")
    return _cannot_write(conn, deal, ladder, talk)


def _cannot_write(conn: Connection, deal: Deal, ladder: Ladder, talk: Talk) -> Refused | None:
    others = runs_of_person(conn, talk)
    if others:
        other = deal_reading.load_deal(conn, others[0].deal_id)
        return Refused("follow_up_elsewhere", {"title": other.title if other is not None else ""})
    if _is_blocked(conn, talk):
        return Refused("blocked_by_us")
    if messages_sent(conn, deal, talk) >= ladder.most:
        return Refused("follow_up_most", {"limit": str(ladder.most)})
    return no_consent(conn, talk)
