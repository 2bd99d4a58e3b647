"""The cases between those of the table: when an episode opens, closes and goes on.

Each expected number is worked out by hand beside it.
"""

from __future__ import annotations

from tests.measures_plain.telling import PERSON, Vector, closed, later, replied, said

EPISODES = [
    Vector(
        # Unanswered and resolved: abandoned after 30 min. 23 h later the same episode, its second wait.
        "abandoned, and reopened within the grace",
        [said("10:00"), closed("10:30"), said("tue 09:30"), replied("tue 09:31")],
        [
            {"ended_by": "abandoned", "cal_s": 1800, "episode": 1, "turn": 1},
            {"ended_by": "reply", "cal_s": 60, "episode": 1, "turn": 2},
        ],
        [{"reopens": 1, "first_resolution_s": 1800, "final_resolution_s": None}],
        {"n": 1, "first": {"cal": {"n": 0}}, "next": {"cal": {"n": 1, "mean_s": 60}}},
    ),
    Vector(
        "abandoned, and written again after the grace",
        [said("10:00"), closed("10:30"), said("tue 10:30:01"), replied("tue 10:31:01")],
        [{"ended_by": "abandoned", "episode": 1}, {"cal_s": 60, "episode": 2, "turn": 1}],
        [{"reopens": 0}, {"reopens": 0}],
    ),
    Vector(
        "exactly a day after the resolve is within the grace",
        [said("10:00"), replied("10:10"), closed("10:30"), said("tue 10:30")],
        [{"episode": 1}, {"episode": 1, "turn": 2, "end": None}],
        [{"reopens": 1}],
    ),
    Vector(
        # Our message at 10:10 is the last: closed by itself on Thursday 10:10. 72 h 10 min.
        "three days of silence close an episode",
        [said("10:00"), replied("10:10"), later("thu 10:10:01")],
        [{"cal_s": 600}],
        [{"first_resolution_s": 259_800, "final_resolution_s": 259_800}],
    ),
    Vector(
        "a second before three days it is still open",
        [said("10:00"), replied("10:10"), said("thu 10:10"), replied("thu 10:11")],
        [{"episode": 1, "turn": 1}, {"episode": 1, "turn": 2}],
        [{"reopens": 0, "final_resolution_s": None}],
    ),
    Vector(
        # Answered by a rule only, a wait is open: nothing closes by itself. Ten days.
        "no episode closes over an open wait",
        [said("10:00"), replied("10:01", "rule"), said("2026-05-14 10:00"), replied("2026-05-14 10:05")],
        [{"episode": 1, "turn": 1, "cal_s": 864_300}],
    ),
    Vector(
        # What we write after a resolve is the start of another episode.
        "our message after the resolve starts one of ours",
        [said("10:00"), replied("10:05"), closed("10:30"), replied("11:00"), said("11:10"), replied("11:12")],
        [{"episode": 1, "origin": "customer"}, {"episode": 2, "turn": 1, "origin": "outbound", "cal_s": 120}],
        [{"reopens": 0}, {"reopens": 0}],
    ),
    Vector(
        "only what nobody waits upon",
        [said("10:00", kind="reaction"), said("10:01", kind="optout"), said("10:02", kind="survey")],
        [],
        [],
        {"n": 0, "pending": 0, "all": {"cal": {"n": 0, "mean_s": None, "median_s": None, "p90_s": None}}},
    ),
    Vector(
        # 10:00:00: a message, its answer and the resolve in one second; then the customer again in the next.
        "much within one second",
        [
            said("10:00:00"),
            replied("10:00:00"),
            closed("10:00:00"),
            said("10:00:01"),
            said("10:00:01", name="twin"),
        ],
        [{"cal_s": 0, "bus_s": None, "class": "normal"}, {"turn": 2, "end": None}],
        [{"reopens": 1, "first_resolution_s": 0}],
    ),
    Vector(
        "two people at once",
        [
            said("10:00"),
            said("10:00", person="+33600000002"),
            replied("10:01", person="+33600000002"),
            replied("10:03"),
        ],
        [{"person": PERSON, "cal_s": 180}, {"person": "+33600000002", "cal_s": 60}],
        responses={"all": {"cal": {"n": 2, "mean_s": 120, "median_s": 120, "p90_s": 180}}},
    ),
]
