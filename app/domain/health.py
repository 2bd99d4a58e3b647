"""Facts about the hub and about webhook elements that are no message: kept, counted, shown under connection health."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Final

from app.domain.ids import LineId

VIEW_LACKS: Final = "view_lacks"  # the trouble of one computer whose view lacks messages of its own log
DIVERGED: Final = "diverged"  # the trouble of all desks while what came in and what is shown are not the same


@dataclass(frozen=True, slots=True)
class HubStarted:
    """hub.started: the hub began to listen; `was_clean` is False after a crash."""

    KIND: ClassVar[str] = "hub.started"
    VERSION: ClassVar[int] = 1
    hub_version: str
    was_clean: bool


@dataclass(frozen=True, slots=True)
class HubStopped:
    """hub.stopped: the hub stopped by itself (a crash leaves none)."""

    KIND: ClassVar[str] = "hub.stopped"
    VERSION: ClassVar[int] = 1


@dataclass(frozen=True, slots=True)
class WebhookUnparsed:
    """webhook.unparsed: an element, or a whole body, that we could not read; the original is kept."""

    KIND: ClassVar[str] = "webhook.unparsed"
    VERSION: ClassVar[int] = 1
    reason: str  # "not_json", "no_envelope", "element_failed", …
    line_id: LineId | None = None


@dataclass(frozen=True, slots=True)
class WebhookAccount:
    """webhook.account: an element about the account, a call, a preference …: everything but messages and statuses."""

    KIND: ClassVar[str] = "webhook.account"
    VERSION: ClassVar[int] = 1
    what: str  # neutral name of the subject: "call", "preference", "template", "number", "account", "error", "other"
    line_id: LineId | None = None
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HealthDiverged:
    """health.diverged: something that came in is not in the log, or something in the log is not shown.

    `what`: "unread" (webhooks wait too long to be read), "lost" (not in the log), "hidden" (not in the hub's view).
    """

    KIND: ClassVar[str] = "health.diverged"
    VERSION: ClassVar[int] = 1
    what: str
    count: int


@dataclass(frozen=True, slots=True)
class HealthAgreed:
    """health.agreed: what came in is in the log, and all of it is shown again."""

    KIND: ClassVar[str] = "health.agreed"
    VERSION: ClassVar[int] = 1


HEALTH_EVENTS: Final = (HealthDiverged, HealthAgreed)
HealthEvent = HealthDiverged | HealthAgreed
