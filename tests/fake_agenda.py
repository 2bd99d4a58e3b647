"""Resources with hours and appointments for tests of the agenda, and a slow second opinion of their time."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from app.domain.agenda_bench import Bench, Taken
from app.domain.hours import ALWAYS, OpeningHours, OpenTime, Span

PARIS, NEW_YORK, LORD_HOWE = "Europe/Paris", "America/New_York", "Australia/Lord_Howe"
CHANGES = {
    PARIS: (datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC)),
    NEW_YORK: (datetime(2026, 3, 8, 7, tzinfo=UTC), datetime(2026, 11, 1, 6, tzinfo=UTC)),
    LORD_HOWE: (datetime(2026, 4, 4, 15, tzinfo=UTC), datetime(2026, 10, 3, 15, 30, tzinfo=UTC)),
}
OFFICE = (Span(540, 720), Span(840, 1_080))  # 9 to 12, 14 to 18
SHOP = OpeningHours(ALWAYS, PARIS, (*[OFFICE] * 5, (), ()), holidays=("2026-05-01",))
ALL_DAY = OpeningHours(ALWAYS, PARIS, ((Span(0, 1_440),),) * 7)
OPEN = OpenTime(SHOP)
MINUTE, HOUR, DAY = 60, 3_600, 86_400


def at(text: str, zone: str = PARIS, fold: int = 0) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold).timestamp())


def clock(moment: int | None, zone: str = PARIS) -> str | None:
    return None if moment is None else f"{datetime.fromtimestamp(moment, ZoneInfo(zone)):%Y-%m-%d %H:%M}"


def taken(appointment_id: str, start: str, minutes: int, zone: str = PARIS) -> Taken:
    return Taken(at(start, zone), at(start, zone) + minutes * MINUTE, appointment_id)


def shop(*appointments: Taken, closed: Sequence[tuple[int, int]] = (), resource_id: str = "lea") -> Bench:
    """A resource that keeps the hours of the shop."""
    return Bench(resource_id, OPEN, appointments, closed)


class Slow:
    """What a bench is made of, asked minute by minute."""

    def __init__(
        self,
        zone: str,
        week: tuple[tuple[Span, ...], ...] | None,
        appointments: list[Taken],
        away: list[tuple[int, int]],
    ) -> None:
        self.zone, self.week, self.appointments, self.away = zone, week, appointments, away

    def bench(self, resource_id: str = "lea") -> Bench:
        hours = None if self.week is None else OpenTime(OpeningHours(ALWAYS, self.zone, self.week))
        return Bench(resource_id, hours, self.appointments, self.away, self.zone)

    def is_open(self, moment: int, *, is_offer: bool) -> bool:
        if any(begin <= moment < end for begin, end in self.away):
            return False
        wall = datetime.fromtimestamp(moment, ZoneInfo(self.zone))
        if self.week is None:
            return not is_offer or (wall.weekday() < 6 and 8 <= wall.hour < 20)
        minute = wall.hour * 60 + wall.minute
        return any(span.opens_min <= minute < span.closes_min for span in self.week[wall.weekday()])

    def is_taken(self, moment: int) -> bool:
        return any(one.start_s <= moment < one.end_s for one in self.appointments)

    def is_free(self, moment: int) -> bool:
        return self.is_open(moment, is_offer=True) and not self.is_taken(moment)

    def fits(self, start: int, length: int) -> bool:
        return all(self.is_free(moment) for moment in range(start, start + length, MINUTE))

    def begins(self, start: int, length: int, step: int, low: int, near: int | None) -> bool:
        """Whether a slot begins there, by the words at the head of `app.domain.agenda_slots`."""
        if not self.fits(start, length):
            return False
        if self._is_lead(start):
            return True
        wall = datetime.fromtimestamp(start, ZoneInfo(self.zone))
        if (wall.hour * HOUR + wall.minute * MINUTE) % step:
            return False
        before = range(start - MINUTE, max(start - step, low - 1), -MINUTE)
        return start == near or not any(
            self._is_lead(one) and self.fits(one, start - one + length) for one in before
        )

    def _is_lead(self, moment: int) -> bool:
        return self.is_free(moment) and not self.is_free(moment - MINUTE)


@st.composite
def spans(draw: st.DrawFn) -> tuple[Span, ...]:
    cuts = sorted(
        draw(st.sets(st.sampled_from([0, 60, 125, 150, 540, 590, 720, 840, 1_380, 1_440]), max_size=6))
    )
    return tuple(Span(*pair) for pair in zip(cuts[::2], cuts[1::2], strict=False))


@st.composite
def days(draw: st.DrawFn, zone: str | None = None) -> tuple[Slow, int]:
    """A resource around a change of its clock, and the hour before which half a day of appointments lies."""
    zone = zone or draw(st.sampled_from(sorted(CHANGES)))
    change = int(
        (draw(st.sampled_from(CHANGES[zone])) + timedelta(hours=draw(st.integers(-12, 12)))).timestamp()
    )
    week = draw(st.one_of(st.none(), st.tuples(*[spans()] * 7)))
    places = st.tuples(st.integers(-240, 240), st.integers(1, 20))
    appointments = [
        Taken(change + begin * 5 * MINUTE, change + (begin + long) * 5 * MINUTE, f"a{n}")
        for n, (begin, long) in enumerate(draw(st.lists(places, max_size=12)))
    ]
    away = [
        (change + begin * 5 * MINUTE, change + (begin + long) * 5 * MINUTE)
        for begin, long in draw(st.lists(places, max_size=2))
    ]
    return Slow(zone, week, appointments, away), change
