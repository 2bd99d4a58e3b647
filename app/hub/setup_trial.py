"""The set-up's trial: a message from one's own telephone, and an answer that arrives there."""

from datetime import UTC, datetime, timedelta

from app.domain.clock import Clock
from app.domain.findings import Finding
from app.domain.messages import State
from app.domain.setup import SetupAsk, SetupReport
from app.hub.readers import Readers
from app.hub.setup_findings import found
from storage import view
from storage.hub import log
from storage.hub.tables import Connection

LATE = timedelta(minutes=3)  # a message takes seconds; after that something stands in its way
ARRIVED: frozenset[State] = frozenset({"delivered", "read", "played"})
TAKEN: frozenset[State] = frozenset({"accepted", "sent"})
FAILED: frozenset[State] = frozenset({"refused", "failed", "expired", "cancelled"})


async def look_at_trial(
    readers: Readers, asked: SetupAsk, clock: Clock, *, is_connected: bool
) -> SetupReport:
    """What came since the trial began, and what became of the answer."""
    if not is_connected:
        return SetupReport("trial", (found("received", "bad", "trial_not_connected"),))
    since = asked.since or clock.now()
    since = since if since.tzinfo is not None else since.replace(tzinfo=UTC)
    seen = await readers.run(lambda conn: _seen(conn, since))
    findings, is_waiting = trial_findings(seen, since, clock.now())
    return SetupReport("trial", findings, is_waiting=is_waiting)


def _seen(conn: Connection, since: datetime) -> view.Trial | None:
    return view.trial(conn, log.first_pos_since(conn, since))


def trial_findings(
    seen: view.Trial | None, since: datetime, now: datetime
) -> tuple[tuple[Finding, ...], bool]:
    """How far the trial is, and whether something has to come first."""
    if seen is None:
        is_late = now - since >= LATE
        waits = found(
            "received", "warning" if is_late else "notice", "trial_late" if is_late else "trial_waiting"
        )
        return (waits,), True
    came = found("received", "good", "trial_received", {"received_at": seen.received_at.isoformat()})
    if seen.answer is None:
        return (came, found("unsent", "notice", "trial_unanswered")), True
    if seen.answer in ARRIVED:
        return (came, found("unsent", "good", "trial_delivered")), False
    if seen.answer in TAKEN:
        return (came, found("unsent", "notice", "trial_accepted")), False
    if seen.answer == "unknown":
        return (came, found("unsent", "warning", "trial_unconfirmed")), False
    if seen.answer in FAILED:
        return (came, found("unsent", "bad", "trial_failed", {"reason": seen.failure_code})), False
    return (came, found("unsent", "notice", "trial_sending")), True
