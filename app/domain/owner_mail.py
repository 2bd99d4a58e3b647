"""When the owner gets an e-mail: what is so, what was told already, and what the team wants. Pure rules."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.domain.mail_settings import addresses_of
from app.domain.records import record
from app.domain.setting_shape import SettingValue


@record
class MailRules:
    """What the team set. `zone`: in which the quiet hours are."""

    to: tuple[str, ...] = ()
    waiting_count: int = 1
    waiting: timedelta = timedelta(minutes=30)
    unreachable: timedelta | None = timedelta(minutes=15)
    every: timedelta = timedelta(hours=4)
    quiet_from: time = time(22)
    quiet_to: time = time(7)
    language: str = "fr"
    zone: str = "Europe/Paris"

    def is_quiet(self, now: datetime) -> bool:
        """Whether it is night for the owner."""
        local = now.astimezone(ZoneInfo(self.zone)).time()
        if self.quiet_from <= self.quiet_to:
            return self.quiet_from <= local < self.quiet_to
        return local >= self.quiet_from or local < self.quiet_to


@record
class Situation:
    """How things stand while nobody is there. No names, no words: counts and moments."""

    waiting: int = 0
    oldest_at: datetime | None = None
    unreachable_since: datetime | None = None


@record
class Told:
    """What the owner was written already, and when last."""

    marks: frozenset[str] = frozenset()
    at: datetime | None = None


def rules_of(value: Mapping[str, SettingValue]) -> MailRules:
    """The team's settings, each with its default."""
    unreachable = int(value["mail_unreachable_min"])
    return MailRules(
        addresses_of(str(value["mail_to"])),
        int(value["mail_waiting_count"]),
        timedelta(minutes=int(value["mail_waiting_min"])),
        timedelta(minutes=unreachable) if unreachable else None,
        timedelta(hours=int(value["mail_every_h"])),
        time.fromisoformat(str(value["mail_quiet_from"])),
        time.fromisoformat(str(value["mail_quiet_to"])),
        str(value["mail_language"]),
        str(value["time_zone"]),
    )


def to_tell(now: datetime, found: Situation, rules: MailRules) -> Situation:
    """What of a situation is worth an e-mail by the team's rules."""
    is_many = 0 < rules.waiting_count <= found.waiting
    is_long = found.oldest_at is not None and now - found.oldest_at >= rules.waiting
    is_lost = (
        rules.unreachable is not None
        and found.unreachable_since is not None
        and now - found.unreachable_since >= rules.unreachable
    )
    is_waiting = is_many and is_long
    return Situation(
        found.waiting if is_waiting else 0,
        found.oldest_at if is_waiting else None,
        found.unreachable_since if is_lost else None,
    )


def marks_of(telling: Situation) -> frozenset[str]:
    """What makes a situation another one: nobody is written twice of the same."""
    marks = set()
    if telling.oldest_at is not None:
        marks.add(f"waiting {telling.waiting} {telling.oldest_at.isoformat()}")
    if telling.unreachable_since is not None:
        marks.add(f"unreachable {telling.unreachable_since.isoformat()}")
    return frozenset(marks)


def is_due(now: datetime, telling: Situation, rules: MailRules, told: Told) -> bool:
    """Whether an e-mail goes out now."""
    if not rules.to or rules.is_quiet(now) or marks_of(telling) <= told.marks:
        return False
    return told.at is None or now - told.at >= rules.every
