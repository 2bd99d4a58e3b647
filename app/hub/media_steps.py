"""What becomes of a file that is to be fetched, each step in one transaction with its event (protocol, section 8).

Everything here runs on the writing thread. The channel counts failures: never more than four of one file in an hour.
"""

import logging
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.events import Actor
from app.domain.file_facts import FileFacts
from app.domain.ids import MessageId
from app.domain.media import MediaLost, MediaStored
from app.hub.appender import Appender, Draft
from app.hub.http import HttpRefusal
from storage.hub import media_jobs
from storage.hub.media_jobs import Job, Retry
from storage.hub.tables import Connection
from storage.media import Kept

ID_LIFE = timedelta(days=7)  # of the channel's id of a file, from the webhook on
FAILURES_AN_HOUR = 4
HOUR = timedelta(hours=1)
WAITS_S = (5.0, 30.0, 300.0)  # after the first failures; then hours: 1, 2, 4, 6, 6 …
LONGEST_WAIT = timedelta(hours=6)
LONGEST_UNREACHED_S = 300.0
LOSE_AT_ONCE = 500
GONE_TRIES = 5  # the last of them an hour after the others
WRONG_HASH_TRIES = 3
HUB = Actor("hub")
# Why it is over, where a file of this reason is.
LOST = {"gone": "gone", "wrong_hash": "wrong_hash", "too_large": "too_large"}

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Failed:
    """A try that brought nothing. `is_counted`: the channel heard of it, so it is one of the four an hour."""

    code: str
    is_counted: bool = True


@dataclass(frozen=True, slots=True)
class Turn:
    """What may be fetched now, and when to look again (None: when something happens)."""

    due: Sequence[Job]
    next_at: datetime | None


class MediaSteps:
    """The transactional half of the fetching."""

    def __init__(self, appender: Appender, now: Callable[[], datetime]) -> None:
        self._appender = appender
        self._now = now

    def look(self, conn: Connection, limit: int, in_flight: Collection[int]) -> Turn:
        """End what has had its seven days, and see whose turn it is."""
        now = self._now()
        self._lose_expired(conn, now, in_flight)
        due = media_jobs.due(conn, now, limit, in_flight)
        return Turn(due, media_jobs.next_at(conn, now))

    def stored(self, conn: Connection, job: Job, kept: Kept, facts: FileFacts) -> None:
        """It is here: media.stored. The channel works, so the others need not wait any longer."""
        if not media_jobs.end(conn, job.job_id, "stored"):
            return
        body = MediaStored(
            job.message_id,
            job.conversation_id,
            kept.sha256,
            kept.size_bytes,
            facts.mime,
            facts.width_px,
            facts.height_px,
            facts.duration_ms,
        )
        now = self._now()
        self._appender.append(conn, [Draft(body, job.conversation_id, HUB, now)])
        if job.code is not None:
            media_jobs.hasten(conn, now)

    def failed(self, conn: Connection, job: Job, failed: Failed) -> None:
        """It did not come: another try later, or media.lost where none can help."""
        now = self._now()
        retry = _retry(job, failed, now)
        is_over = (
            failed.code == "too_large"
            or (failed.code == "gone" and retry.streak >= GONE_TRIES)
            or (failed.code == "wrong_hash" and retry.streak >= WRONG_HASH_TRIES)
        )
        media_jobs.wait(conn, job.job_id, retry)
        if is_over:
            self._lose(conn, job, LOST[failed.code])

    def hasten(self, conn: Connection) -> int:
        """At a start: whatever held the files up may be mended."""
        return media_jobs.hasten(conn, self._now())

    def retry(self, conn: Connection, message_id: MessageId) -> float:
        """A person wants a message's file tried again: seconds until then, 0 when it is here already.

        Raises HttpRefusal: 404 media_unknown, 410 media_expired, 409 file_over_limit.
        """
        job = media_jobs.of_message(conn, message_id)
        if job is None:
            raise HttpRefusal(404, "media_unknown")
        if job.state == "stored":
            return 0.0
        now = self._now()
        if now >= job.received_at + ID_LIFE:
            raise HttpRefusal(410, "media_expired")
        if job.code == "too_large":
            raise HttpRefusal(409, "file_over_limit")
        media_jobs.revive(conn, job.job_id, now)
        return max(0.0, (job.may_at - now).total_seconds())

    def _lose_expired(self, conn: Connection, now: datetime, in_flight: Collection[int]) -> None:
        """All of them at once: after a week without a hub they would hide what can still be had."""
        while old := media_jobs.due(conn, now, LOSE_AT_ONCE, in_flight, received_before=now - ID_LIFE):
            for job in old:
                self._lose(conn, job, LOST.get(job.code or "", "expired"))

    def _lose(self, conn: Connection, job: Job, code: str) -> None:
        if media_jobs.end(conn, job.job_id, "lost", code):
            if media_jobs.has_stored(conn, job.message_id):
                return  # an edit names the file anew; the one that is here stays
            body = MediaLost(job.message_id, job.conversation_id, code)
            self._appender.append(conn, [Draft(body, job.conversation_id, HUB, self._now())])
            _LOG.info("file lost message=%s code=%s failures=%d", job.message_id, code, job.failures)


def _retry(job: Job, failed: Failed, now: datetime) -> Retry:
    """When to try again. The end of the file's life is a moment to look at it too."""
    last_at = job.received_at + ID_LIFE
    streak = job.streak + 1 if job.code == failed.code else 1
    if not failed.is_counted:
        wait_s = min(LONGEST_UNREACHED_S, WAITS_S[0] * 2.0 ** min(job.unreached, 10))
        at = min(now + timedelta(seconds=wait_s), last_at)
        return Retry(at, job.may_at, job.failures, job.unreached + 1, streak, job.failed_at, failed.code)
    failures = job.failures + 1
    failed_at = (*job.failed_at, now)[-FAILURES_AN_HOUR:]
    may_at = failed_at[0] + HOUR if len(failed_at) == FAILURES_AN_HOUR else now
    at = max(may_at, now + _wait(failures))
    return Retry(min(at, last_at), min(may_at, last_at), failures, 0, streak, failed_at, failed.code)


def _wait(failures: int) -> timedelta:
    if failures <= len(WAITS_S):
        return timedelta(seconds=WAITS_S[failures - 1])
    hours = 1 << min(failures - len(WAITS_S) - 1, 10)
    return min(LONGEST_WAIT, HOUR * hours)
