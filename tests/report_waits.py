"""Waits behind a figure, invented: what the list and the sheet of the screen of reports are tested with."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from app.domain.ids import ContactId, ConversationId, LineId, MemberId, MessageId
from app.domain.report_rows import BehindRow, Part, StoryLine, TurnStory

LEA: Final = MemberId("m-lea")
CAMILLE: Final = MemberId("m-camille")


def turns(now: datetime, many: int = 30) -> list[BehindRow]:
    """Waits behind a figure, the newest first."""
    states = ("answered", "answered_while_closed", "open", "waived", "abandoned", "answered", "answered")
    names = ("Sophie Marchand", "Karim Saïdi", "Lucie Morel", "Nadia Benali", "Marc Lefèvre")
    found = []
    for number in range(many):
        at_s = int((now - timedelta(hours=3 * number + 1)).timestamp())
        state = states[number % len(states)]
        found.append(
            BehindRow(
                "turn",
                at_s,
                names[number % len(names)],
                ContactId(f"p-{number % 5}"),
                ConversationId("c-001"),
                1,
                number + 1,
                MessageId("m-1"),
                seconds=300 + 61 * number,
                who=str(LEA) if state != "open" else "",
                state=state,
            )
        )
    return found


def story(now: datetime) -> TurnStory:
    """A to B after 20 minutes, B answers 5 minutes later: vector 8 of the measures."""
    start = int((now - timedelta(hours=1)).timestamp())
    parts = (
        Part("delivery", 2),
        Part("queue", 118),
        Part("hold", 1_080, str(LEA)),
        Part("hold", 300, str(CAMILLE)),
    )
    messages = (
        StoryLine(
            MessageId("m-1"), start, "contact", "Bonjour, auriez-vous une place samedi ?", is_start=True
        ),
        StoryLine(MessageId("m-2"), start + 30, str(LEA), "Camille connaît", kind="note"),
        StoryLine(MessageId("m-3"), start + 1_500, str(CAMILLE), "Bonjour, oui, à 10 h.", is_end=True),
    )
    return TurnStory(
        ConversationId("c-001"),
        ContactId("p-0"),
        "Sophie Marchand",
        LineId("whatsapp:1"),
        1,
        1,
        start,
        start + 1_500,
        "reply",
        str(CAMILLE),
        1_500,
        1_500,
        False,
        parts,
        300,
        CAMILLE,
        handed_before=((str(LEA), 1_080),),
        link_s=4,
        promised_s=start + 1_800,
        messages=messages,
    )
