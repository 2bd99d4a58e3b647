"""What release 0.3 wrote of what came in and what is shown: that they differ, and that they agree again."""

from collections.abc import Sequence
from typing import Any

from app.domain.events import Actor
from app.domain.health import HealthAgreed, HealthDiverged

HUB = Actor("hub")


def health_bodies() -> Sequence[tuple[Actor, Any, bytes | None]]:
    """One divergence that ended, and one that goes on."""
    return [
        (HUB, HealthDiverged("lost", 2), None),
        (HUB, HealthAgreed(), None),
        (HUB, HealthDiverged("hidden", 1), None),
    ]
