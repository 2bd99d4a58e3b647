"""What came with release 0.3: who holds a conversation, what is aside, filed, noted, planned; lists of one's own."""

from datetime import timedelta

from app.domain import (
    assignment,
    conversations,
    members,
    notes,
    saved_views,
    scheduled,
    sends,
    snoozing,
    tags,
)
from app.domain.contacts import Identity
from app.domain.contents import Ad, Content
from app.domain.ids import MemberId, MessageId
from tests.storage.golden_people import ANA, CHANNEL, HUB, LEA, MEMBER, WITH_ANA, WITH_BO, received
from tests.storage.golden_rich import Body
from tests.storage.view_log import LINE, START

BO_NAME = Identity(number="33639980002", name="Bo")
MARC = MemberId("01930000-0000-7000-8000-0000000000b2")
FIRST, SECOND, THIRD = (MessageId(f"01930000-0000-7000-c000-00000000000{number}") for number in (1, 2, 3))


def team_bodies() -> list[Body]:
    """One of each kind and more."""
    weddings = saved_views.ViewFilter("waiting", ("mariage",), ("", MARC), (LINE,), True, True)
    shared = saved_views.SavedView("v1", "Mariages", weddings)
    own = saved_views.SavedView("v2", "À moi", saved_views.ViewFilter(assignees=(LEA,)), LEA)
    ad = Content(ad=Ad("ad", "7", "Coupe d’hiver", click_id="x7"))
    later = START + timedelta(days=1)
    return [
        (HUB, members.MemberAdded(MARC, "Marc", "manager"), None),
        (MEMBER, assignment.ConversationAssigned(WITH_ANA, LEA, LEA, "answered"), None),
        (MEMBER, assignment.ConversationAssigned(WITH_ANA, MARC, LEA, "handed_over", "Repos", "Veut une coupe"), None),
        (MEMBER, assignment.ConversationAssigned(WITH_BO, LEA, LEA, "claimed"), None),
        (HUB, assignment.ConversationAssigned(WITH_BO, None, None, "taken_back"), None),
        (MEMBER, tags.ConversationTagged(WITH_ANA, "VIP", LEA), None),
        (MEMBER, tags.ConversationTagged(WITH_ANA, "mariage", LEA), None),
        (MEMBER, tags.ConversationTagged(WITH_BO, "VIP", LEA), None),
        (MEMBER, tags.ConversationUntagged(WITH_BO, "VIP", LEA), None),
        (MEMBER, notes.NoteAdded(FIRST, WITH_ANA, "Marc, tu la connais ?", LEA, (MARC,)), None),
        (MEMBER, notes.NoteAdded(SECOND, WITH_ANA, "Allergique au henné", LEA), None),
        (MEMBER, notes.NoteAdded(THIRD, WITH_BO, "À effacer", LEA, (MARC, LEA)), None),
        (MEMBER, notes.NoteEdited(SECOND, WITH_ANA, "Allergique au henné noir", LEA, (MARC,)), None),
        (MEMBER, notes.NoteRemoved(THIRD, WITH_BO, LEA), None),
        (MEMBER, conversations.ConversationRead(WITH_ANA, 104, MARC), None),
        (MEMBER, snoozing.ConversationSnoozed(WITH_ANA, later, LEA), None),
        (HUB, snoozing.ConversationWoken(WITH_ANA, "time"), None),
        (MEMBER, snoozing.ConversationSnoozed(WITH_BO, None, LEA), None),
        (MEMBER, conversations.ConversationClosed(WITH_ANA, LEA, "solved", "Rendez-vous pris"), None),
        (CHANNEL, received(151, WITH_BO, "Je viens de voir votre annonce", content=ad, identity=BO_NAME), b"{}"),
        (MEMBER, conversations.ConversationMarkedUnread(WITH_ANA, LEA), None),
        (MEMBER, saved_views.ViewSaved(shared, LEA), None),
        (MEMBER, saved_views.ViewSaved(own, LEA), None),
        (MEMBER, saved_views.ViewRemoved("v2", LEA), None),
        *_planned(),
    ]  # fmt: skip


def _planned() -> list[Body]:
    """Answers that were to go out later: one waits, one is asked about, one was taken back, one went out."""
    due = START + timedelta(days=2)
    ids = [MessageId(f"01930000-0000-7000-d000-00000000000{number}") for number in range(4)]
    planned = [
        scheduled.ScheduleSet(
            one, WITH_ANA, LEA, due + timedelta(hours=number), "text", f"À {number} h", 94 + number
        )
        for number, one in enumerate(ids)
    ]
    changed = scheduled.ScheduleSet(
        ids[0], WITH_ANA, LEA, due, "text", "À midi", 99, 2, None, MessageId("m127")
    )
    sent = sends.SendRequested(ids[3], WITH_ANA, ANA, LINE, LEA, "text", "À 3 h")
    return [
        *((MEMBER, body, None) for body in (*planned, changed)),
        (HUB, scheduled.ScheduleAsked(ids[1], WITH_ANA, "newer_answer", {"who": "Marc"}), None),
        (MEMBER, scheduled.ScheduleCancelled(ids[2], WITH_ANA, LEA), None),
        (HUB, scheduled.ScheduleSent(ids[3], WITH_ANA), None),
        (HUB, sent, None),
    ]
