"""What release 0.3 wrote of the way from outside to the hub."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from app.domain.events import Actor
from app.domain.outside import ReachLost, ReachRegained
from tests.storage.golden_people import HUB
from tests.storage.view_log import START


def outside_bodies() -> Sequence[tuple[Actor, Any, bytes | None]]:
    """Lost, found again, and lost since."""
    return [
        (HUB, ReachLost(START + timedelta(minutes=5), "reach_no_name"), None),
        (HUB, ReachRegained(), None),
        (HUB, ReachLost(START + timedelta(minutes=9), "reach_gateway"), None),
    ]
