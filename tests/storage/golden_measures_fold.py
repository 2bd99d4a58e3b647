"""What came with release 0.3 about measures: bots, waits without need of an answer, ends by silence."""

from app.domain.events import Actor
from app.domain.ids import MessageId
from app.domain.measure_events import BotSet, ConversationWaived, EpisodeEnded, MessageHandled
from tests.storage.golden_people import LEA, MEMBER, WITH_ANA, WITH_BO
from tests.storage.golden_rich import Body

HUB = Actor("hub")


def fold_bodies() -> list[Body]:
    """One of each kind."""
    return [
        (HUB, BotSet(WITH_BO, owns=True), None),
        (HUB, BotSet(WITH_BO, owns=False, why="asked"), None),
        (HUB, MessageHandled(WITH_BO, MessageId("01930000-0000-7000-a000-0000000000f1"), "survey"), None),
        (MEMBER, ConversationWaived(WITH_ANA, LEA), None),
        (HUB, EpisodeEnded(WITH_ANA), None),
    ]
