"""The twenty cases of the definition as history files, with what they must give (19 and 20 are in test_measures_plain).

Where the table names a person A, B or C, it is ana, ben or cleo here. Hours are those of the table.
"""

from __future__ import annotations

from tests.measures_plain.telling import Vector, assigned, bot, closed, hours, replied, said, waived, went
from tests.measures_plain.vectors_between import BETWEEN
from tests.measures_plain.vectors_clocks import CLOCKS
from tests.measures_plain.vectors_episodes import EPISODES
from tests.measures_plain.vectors_found import FOUND

TABLE = [
    Vector(
        # 10:00 to 10:07 is 7 minutes, the shop is open all the while.
        "1 three messages in a row are one wait, from the first",
        [hours(), said("10:00"), said("10:02"), said("10:05"), replied("10:07")],
        [{"ended_by": "reply", "author": "ana", "cal_s": 420, "bus_s": 420, "class": "normal"}],
        responses={
            "n": 1,
            "pending": 0,
            "first": {"cal": {"n": 1, "mean_s": 420, "median_s": 420, "p90_s": 420}},
        },
    ),
    Vector(
        # 2 h 30 min; of it open: 11:50 to 12:00 and 14:00 to 14:20.
        "2 over lunch",
        [hours(), said("11:50"), replied("14:20")],
        [{"cal_s": 9000, "bus_s": 1800, "class": "normal"}],
    ),
    Vector(
        # Thursday 17:45 to 18:00 and Monday 09:00 to 09:10; Friday is a holiday.
        # 3 days 15 h 25 min = 259,200 + 54,000 + 1,500.
        "3 over a holiday and a weekend",
        [hours(), said("2026-04-30 17:45"), replied("2026-05-04 09:10")],
        [{"cal_s": 314_700, "bus_s": 1500}],
    ),
    Vector(
        # Not a second of it is open, so it is in no business average.
        "4 answered while closed",
        [hours(), said("19:00"), replied("20:30"), said("tue 10:00"), replied("tue 10:01")],
        [
            {"cal_s": 5400, "bus_s": 0, "class": "answered_while_closed"},
            {"cal_s": 60, "bus_s": 60, "class": "normal"},
        ],
        responses={
            "answered_while_closed": {"n": 1, "median_s": 5400},
            "all": {"bus": {"n": 1, "mean_s": 60}, "cal": {"n": 2, "mean_s": 2730}},
        },
    ),
    Vector(
        # 37 h 10 min on the wall, but one hour of it never was: 36 h 10 min.
        "5 the clock change of spring",
        [hours(), said("2026-03-28 20:00"), replied("2026-03-30 09:10")],
        [{"cal_s": 130_200, "bus_s": 600}],
    ),
    Vector(
        "6 the acknowledgement of a hand-off answers nothing",
        [
            hours(),
            bot("14:00", True),
            said("15:00:00"),
            bot("15:00:02", False),
            replied("15:00:04", "bot"),
            replied("15:06:00"),
        ],
        [{"cal_s": 360, "author": "ana"}],
        [{"machine_first_s": 4}],
    ),
    Vector(
        # What the bot answered is no wait of a human; the hand-off instant is the start: 15:01 to 15:06.
        "7 a bot does not bend the clock by days",
        [
            hours(),
            bot("2026-04-20 09:00", True),
            said("2026-04-20 10:00"),
            replied("2026-04-20 10:00:05", "bot"),
            said("15:00"),
            replied("15:00:03", "bot"),
            bot("15:01", False),
            replied("15:06"),
        ],
        [{"cal_s": 300, "episode": 2, "turn": 1}],
        [{"machine_first_s": 5}, {"machine_first_s": 3}],
    ),
    Vector(
        # 20 minutes with ana, then 5 with ben; ben's clock runs from his assignment.
        "8 a transfer without a reply",
        [hours(), assigned("10:00", "ana"), said("10:00"), assigned("10:20", "ben"), replied("10:25", "ben")],
        [
            {
                "cal_s": 1500,
                "parts": {"delivery_s": 0, "queue_s": 0, "hold": {"ana": 1200, "ben": 300}},
                "response": {"ben": 300},
                "assist": None,
            }
        ],
        responses={
            "members": [
                {"member": "ana", "n": 0, "mean_s": None, "hold_s": 1200, "held_before_handoff_s": 1200},
                {"member": "ben", "n": 1, "mean_s": 300, "hold_s": 300, "held_before_handoff_s": 0},
                {"member": "cleo", "n": 0, "hold_s": 0},
            ]
        },
    ),
    Vector(
        # The sender has the credit, the holder the holding time; nobody has a response.
        "9 an assist",
        [hours(), assigned("09:30", "ana"), said("10:00"), replied("10:10", "cleo")],
        [
            {
                "cal_s": 600,
                "author": "cleo",
                "assist": "cleo",
                "response": {},
                "parts": {"delivery_s": 0, "queue_s": 0, "hold": {"ana": 600}},
            }
        ],
        responses={
            "members": [
                {"member": "ana", "n": 0, "hold_s": 600, "assists": 0},
                {"member": "ben", "hold_s": 0},
                {"member": "cleo", "n": 0, "assists": 1},
            ]
        },
    ),
    Vector(
        "10 a reply that failed ended nothing",
        [
            hours(),
            said("10:00"),
            replied("10:05", name="first"),
            went("first", "failed", "10:06"),
            replied("10:15"),
        ],
        [{"cal_s": 900}],
    ),
    Vector(
        # 30 minutes for the customer; the rep pressed after 3; 27 minutes are the line's.
        "11 pressed without a line",
        [hours(), said("10:00"), replied("10:30", pressed="10:03")],
        [{"cal_s": 1800, "response": {"ana": 180}, "link_s": 1620}],
    ),
    Vector(
        "12 received two hours late",
        [hours(), said("12:00", provider="10:00"), replied("12:05")],
        [
            {
                "cal_s": 7500,
                "parts": {"delivery_s": 7200, "queue_s": 300, "hold": {}},
                "response": {"ana": 300},
            }
        ],
    ),
    Vector(
        "13 started by us",
        [hours(), replied("09:00", kind="template"), said("11:00"), replied("11:04")],
        [{"cal_s": 240, "turn": 1, "origin": "outbound"}],
        responses={"first": {"cal": {"n": 1, "mean_s": 240}}},
    ),
    Vector(
        # First: 10:00 to 11:00. Final: that and 11:02 to 11:03, without the gap between.
        "14 thanks after the resolve",
        [
            hours(),
            said("10:00"),
            replied("10:30"),
            closed("11:00"),
            said("11:02"),
            waived("11:03"),
            closed("11:03"),
        ],
        [{"ended_by": "reply", "turn": 1}, {"ended_by": "waived", "author": "ana", "turn": 2, "cal_s": 60}],
        [{"reopens": 1, "first_resolution_s": 3600, "final_resolution_s": 3660}],
        {"n": 1, "next": {"cal": {"n": 0, "mean_s": None}}, "members": [{"waived": 1}, {"waived": 0}, {}]},
    ),
    Vector(
        "15 a new matter days after the resolve",
        [hours(), said("10:00"), replied("10:10"), closed("10:30"), said("fri 14:00"), replied("fri 14:10")],
        [{"episode": 1}, {"episode": 2, "turn": 1, "cal_s": 600}],
        [{"reopens": 0, "final_resolution_s": 1800}, {"reopens": 0, "final_resolution_s": None}],
        {"first": {"cal": {"n": 2, "mean_s": 600}}},
    ),
    Vector("16 a heart alone", [hours(), said("10:00", kind="reaction")], [], []),
    Vector(
        "17 answered from the phone",
        [hours(), said("10:00"), replied("10:04", "phone")],
        [{"cal_s": 240, "author": "phone", "response": {"phone": 240}, "link_s": 0}],
    ),
    Vector(
        "18 the answer to a survey",
        [hours(), said("10:00"), replied("10:10"), closed("10:30"), said("11:00", kind="survey")],
        [{"episode": 1, "turn": 1}],
        [{"reopens": 0, "final_resolution_s": 1800}],
    ),
]

VECTORS = [*TABLE, *BETWEEN, *EPISODES, *CLOCKS, *FOUND]
