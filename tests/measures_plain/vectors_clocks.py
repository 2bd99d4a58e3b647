"""Cases of clocks and hours: what is believed, what is open, and which version of the hours counts."""

from __future__ import annotations

from tests.measures_plain.telling import WEEK, Vector, hours, replied, said

NIGHT = {day: [["00:00", "24:00"]] for day in ("sat", "sun", "mon")}
MORNINGS = {day: [["08:00", "12:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}

CLOCKS = [
    Vector(
        # 120 s ahead is believed: the wait begins at 10:02, two minutes after the receipt; no delivery.
        "a clock two minutes ahead",
        [said("10:00", provider="10:02"), replied("10:05")],
        [{"start": "10:02", "cal_s": 180, "parts": {"delivery_s": 0, "queue_s": 180, "hold": {}}}],
    ),
    Vector(
        "a clock of more than two minutes ahead is not believed",
        [said("10:00", provider="10:02:01"), replied("10:05")],
        [{"start": "10:00", "cal_s": 300}],
    ),
    Vector(
        "no hours at all",
        [said("10:00"), replied("10:05")],
        [{"cal_s": 300, "bus_s": None, "class": "normal"}],
        responses={
            "all": {"bus": {"n": 0, "mean_s": None}},
            "answered_while_closed": {"n": 0, "median_s": None},
        },
    ),
    Vector(
        # Before the first day of the first version nothing is known of hours.
        "no hours yet",
        [hours(since="2026-05-05"), said("10:00"), replied("tue 10:00")],
        [{"cal_s": 86_400, "bus_s": None}],
    ),
    Vector(
        # The wait begins under the old hours, so these count to its end: 17:00-18:00 and 09:00-09:30.
        "a new policy does not change a wait that has begun",
        [hours(), hours(MORNINGS, since="2026-05-05"), said("17:00"), replied("tue 09:30")],
        [{"bus_s": 5400}],
    ),
    Vector(
        # Begun on Tuesday: the new hours. 11:30-12:00 on Tuesday, 08:00-08:10 on Wednesday.
        "the new policy counts from its day on",
        [hours(), hours(MORNINGS, since="2026-05-05"), said("tue 11:30"), replied("wed 08:10")],
        [{"bus_s": 2400}],
    ),
    Vector(
        # A correction has the same first day: the wait of Monday is measured anew. 11:30-12:00 and 08:00-08:10.
        "a correction recomputes the past",
        [hours(), hours(MORNINGS), said("11:30"), replied("tue 08:10")],
        [{"bus_s": 2400}],
    ),
    Vector(
        # Friday is the holiday: closed though a weekday, and answered within it.
        "on a holiday",
        [hours(), said("2026-05-01 10:00"), replied("2026-05-01 10:30")],
        [{"cal_s": 1800, "bus_s": 0, "class": "answered_while_closed"}],
    ),
    Vector(
        # 09:00 to 20:00 meets both spans whole: 3 h and 4 h.
        "two spans of a day",
        [hours(), said("08:00"), replied("20:00")],
        [{"cal_s": 43_200, "bus_s": 25_200}],
    ),
    Vector(
        # From the closing second on it is closed; until the opening second too.
        "the edges of a span",
        [hours(), said("12:00"), replied("14:00"), said("14:05"), replied("14:05")],
        [
            {"cal_s": 7200, "bus_s": 0, "class": "answered_while_closed"},
            {"cal_s": 0, "bus_s": 0, "class": "normal"},
        ],
    ),
    Vector(
        # The night of 2026-10-25 has an hour more: Saturday 20:00 to Sunday 08:00 are 13 h, all open.
        "the clock change of autumn, open all night",
        [hours(NIGHT), said("2026-10-24 20:00"), replied("2026-10-25 08:00")],
        [{"cal_s": 46_800, "bus_s": 46_800}],
    ),
    Vector(
        # The same night of spring has an hour less: 11 h.
        "the clock change of spring, open all night",
        [hours(NIGHT), said("2026-03-28 20:00"), replied("2026-03-29 08:00")],
        [{"cal_s": 39_600, "bus_s": 39_600}],
    ),
    Vector(
        # 09:00 in New York is 15:00 in Paris: of 14:30 to 15:10 ten minutes are open.
        "the zone of the hours, not of the customer",
        [hours(WEEK, zone="America/New_York"), said("14:30"), replied("15:10")],
        [{"cal_s": 2400, "bus_s": 600}],
    ),
    Vector(
        # Ten waits of 1 to 10 minutes: the mean is 330 s, the median between the fifth (300) and the sixth (360),
        # the ninth the 90th of a hundred.
        "mean, median and nine in ten",
        [
            line
            for minutes in range(1, 11)
            for line in (said(f"{minutes + 7:02}:00"), replied(f"{minutes + 7:02}:{minutes:02}"))
        ],
        [{"cal_s": 60 * minutes} for minutes in range(1, 11)],
        responses={"all": {"cal": {"n": 10, "mean_s": 330, "median_s": 330, "p90_s": 540}}},
    ),
]
