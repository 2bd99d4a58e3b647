"""What came with erasures: somebody who is gone, whose words are not in the log any more."""

from app.domain import erasure
from app.domain.contacts import Identity
from app.domain.ids import ContactId, ConversationId, LineId
from tests.storage.golden_people import CHANNEL, LEA, MEMBER, received
from tests.storage.golden_rich import Body
from tests.storage.view_log import LINE

GONE = ContactId("01930000-0000-7000-8000-0000000000e1")
WITH_GONE = ConversationId("01930000-0000-7000-9000-0000000000e1")


def erase_bodies() -> list[Body]:
    """Somebody writes and is erased."""
    identity = Identity(number="33639980099", name="Zo")
    seen = erasure.LineSeen(LineId(LINE), "whatsapp", None, is_known=True)
    body = erasure.ContactErased(
        GONE, "e1", "request", LEA, erasure.ErasureCounts(1, 0, 0, 1, 1, 1), (GONE,), (WITH_GONE,), (),
        erasure.Remaining(0, (seen,), ()),
    )  # fmt: skip
    return [
        (CHANNEL, received(190, WITH_GONE, "Oubliez-moi", identity=identity, contact_id=GONE), b"{}"),
        (MEMBER, body, None),
    ]
