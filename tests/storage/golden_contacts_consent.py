"""What came with release 0.3 about consent: given, withdrawn, doubted, cleared."""

from datetime import timedelta

from app.domain.consent import ConsentCleared, ConsentDoubted, ConsentGiven, ConsentWithdrawn
from app.domain.ids import MessageId
from tests.storage.golden_people import ANA, BO, HUB, LEA, MEMBER
from tests.storage.golden_rich import Body
from tests.storage.view_log import LINE, START

SAID = MessageId("01930000-0000-7000-c000-000000000101")
LATER = START + timedelta(hours=1)


def consent_bodies() -> list[Body]:
    """One of each kind and more."""
    given = ConsentGiven(
        ANA, "whatsapp", ("reminders", "marketing"), "form", "Je veux bien les offres", START, "Fiche 12",
        member_id=LEA,
    )  # fmt: skip
    imported = ConsentGiven(
        BO, "whatsapp", ("marketing",), "import", "Salon 2025", START, "Ligne 7", None, "imp-1"
    )
    stop = ConsentWithdrawn(
        ANA,
        "whatsapp",
        ("reminders", "marketing"),
        "stop_word",
        "STOP svp",
        LATER,
        message_id=SAID,
        line_id=LINE,
    )
    again = ConsentGiven(
        ANA, "whatsapp", ("reminders",), "own_message", "D’accord", LATER + timedelta(hours=1), message_id=SAID,
        member_id=LEA,
    )  # fmt: skip
    return [
        (MEMBER, given, None),
        (MEMBER, imported, None),
        (HUB, ConsentDoubted(BO, SAID, LATER, LINE), None),
        (HUB, stop, None),
        (MEMBER, again, None),
        (MEMBER, ConsentCleared(BO, SAID, LEA), None),
        (HUB, ConsentDoubted(BO, MessageId(f"{SAID[:-1]}2"), LATER, None), None),
    ]
