"""What else came with release 0.3: a past that was brought in, quick replies, and who changed or left."""

from app.domain import members, quick_replies
from app.domain.contacts import Identity
from app.domain.ids import ContactId, ConversationId, ImportId, MemberId, QuickReplyId
from app.domain.imports import HistoryImportBegan, HistoryImportEnded, HistoryImportUndone
from tests.storage.golden_people import BO, HUB, LEA, MEMBER, WITH_BO
from tests.storage.golden_rich import Body
from tests.storage.golden_team import MARC
from tests.storage.view_log import LINE

ZOE = MemberId("01930000-0000-7000-8000-0000000000b3")
WITH_CARLA = ConversationId("01930000-0000-7000-8000-0000000000c3")
CARLA_ID = ContactId("01930000-0000-7000-8000-0000000000d3")
CARLA = Identity(number="33639980003", name="Carla")


def office_bodies() -> list[Body]:
    """One of each kind and more."""
    hours, own = (
        QuickReplyId("01930000-0000-7000-e000-000000000001"),
        QuickReplyId("01930000-0000-7000-e000-000000000002"),
    )
    return [
        (HUB, members.MemberAdded(ZOE, "Zoé", "rep"), None),
        (MEMBER, members.MemberChanged(ZOE, "Zoé B.", "manager"), None),
        (HUB, members.MemberRemoved(MARC, ZOE), None),
        (MEMBER, _begun("i1", WITH_CARLA, CARLA, 3), None),
        (MEMBER, HistoryImportEnded(ImportId("i1"), WITH_CARLA, 2, 1), None),
        (MEMBER, _begun("i2", WITH_BO, Identity(number="33639980002", name="Bo"), 1), None),
        (MEMBER, HistoryImportUndone(ImportId("i2"), WITH_BO, 1, LEA), None),
        (MEMBER, quick_replies.QuickReplySaved(hours, "horaires", "De neuf à six", 1), None),
        (MEMBER, quick_replies.QuickReplySaved(hours, "horaires", "De neuf à sept", 2, None, (), "fr"), None),
        (MEMBER, quick_replies.QuickReplySaved(own, "signature", "Léa, du salon", 1, LEA), None),
        (MEMBER, quick_replies.QuickReplyRemoved(own, 2), None),
    ]  # fmt: skip


def _begun(name: str, there: ConversationId, who: Identity, total: int) -> HistoryImportBegan:
    contact, file = (CARLA_ID if who is CARLA else BO), f"{name}.zip"
    return HistoryImportBegan(
        ImportId(name),
        there,
        contact,
        LINE,
        "whatsapp",
        who,
        file,
        f"print-{name}",
        "Europe/Paris",
        total,
        LEA,
    )
