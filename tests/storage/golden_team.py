"""What came with release 0.3: who holds a conversation, what is set aside, filed and noted, and lists of one's own."""

from datetime import timedelta

from app.domain import assignment, conversations, members, notes, saved_views, snoozing, tags
from app.domain.contacts import Identity
from app.domain.contents import Ad, Content
from app.domain.ids import MemberId, MessageId
from tests.storage.golden_people import CHANNEL, HUB, LEA, MEMBER, WITH_ANA, WITH_BO, received
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
    ]  # fmt: skip
