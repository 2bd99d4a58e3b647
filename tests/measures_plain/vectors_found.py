"""Cases that a comparison with random histories brought up, each as small as it goes and worked out by hand."""

from __future__ import annotations

from tests.measures_plain.telling import (
    Vector,
    assigned,
    bot,
    closed,
    later,
    replied,
    said,
    waived,
    went,
)

FOUND = [
    Vector(
        # The bot was silent, so the wait is that of 10:00. Until 10:00:30 nobody held: 30 s of queue, then ben.
        "assigned between a message and the hand-off of a silent bot",
        [bot("09:00", True), said("10:00:00"), assigned("10:00:30", "ben"), replied("10:05:30", "ben")],
        [
            {
                "cal_s": 330,
                "parts": {"delivery_s": 0, "queue_s": 30, "hold": {"ben": 300}},
                "response": {"ben": 300},
            }
        ],
    ),
    Vector(
        # 10:05 was said within the wait that was waived: the hand-off of 10:06 finds nothing unanswered, begins anew.
        "what was waived does not come back with a hand-off",
        [
            said("10:00"),
            bot("10:01", True),
            said("10:05:00"),
            waived("10:05:30"),
            bot("10:06", False),
            replied("10:07"),
        ],
        [{"ended_by": "waived", "cal_s": 330}, {"start": "10:06", "cal_s": 60, "turn": 2}],
    ),
    Vector(
        # Nobody held when ana answered: her clock is that of the wait, not of what she had given back.
        "she answered what she had given back",
        [said("10:00"), assigned("10:10", "ana"), assigned("10:20", None), replied("10:30")],
        [
            {
                "response": {"ana": 1800},
                "parts": {"delivery_s": 0, "queue_s": 1200, "hold": {"ana": 600}},
                "handed_before": {"ana": 600},
            }
        ],
    ),
    Vector(
        # She had it since 10:10: given to her again at 10:29 does not make her fast.
        "given to who has it already",
        [said("10:00"), assigned("10:10", "ana"), assigned("10:29", "ana"), replied("10:30")],
        [{"response": {"ana": 1200}, "handed_before": {}}],
    ),
    Vector(
        # Given to ben in the second in which ana answered: he holds it, she helped. The queue is hers and theirs.
        "given to another in the second of the reply",
        [said("10:00"), replied("10:10"), assigned("10:10", "ben")],
        [{"assist": "ana", "response": {}, "parts": {"delivery_s": 0, "queue_s": 600, "hold": {}}}],
    ),
    Vector(
        # Our template of 10:00 is the last word; the message came late and was answered before it came.
        # Closed by itself 72 h after 10:00: 259,200 s and the 10 minutes since the customer's 09:50.
        "silence after a message that came late",
        [replied("10:00"), said("11:00", provider="09:50"), later("thu 12:00")],
        [{"cal_s": 600, "response": {"ana": 0}, "origin": "customer"}],
        [{"first_resolution_s": 259_800, "final_resolution_s": 259_800}],
    ),
    Vector(
        # They never wrote: a hand-off of the bot leaves nobody waiting. Closed after 72 h, from our first word.
        "a hand-off while the customer has never written",
        [bot("09:00", True), replied("10:00", "bot"), bot("10:05", False), later("thu 12:00")],
        [],
        [{"first_resolution_s": 259_200, "machine_first_s": None}],
    ),
    Vector(
        # The phone took the thread from the bot at once, also with a message that failed: 10:10 waits for a human.
        "a message that failed has taken the thread from the bot",
        [
            bot("09:00", True),
            replied("10:00", "phone", name="first"),
            went("first", "failed", "10:01"),
            said("10:10"),
            replied("10:15"),
        ],
        [{"cal_s": 300, "response": {"ana": 300}}],
    ),
    Vector(
        # That it was sent is an older word than that it failed, also when it is told later.
        "told to be sent after it was told to have failed",
        [
            said("10:00"),
            replied("10:05", name="first"),
            went("first", "failed", "10:06"),
            went("first", "sent", "10:07"),
            replied("10:15"),
        ],
        [{"cal_s": 900}],
    ),
    Vector(
        # Started by us at 09:00, written to at 11:00, resolved at 11:30: from what the customer wrote.
        "the resolution of what we started counts from the first message of the customer",
        [replied("09:00", kind="template"), said("11:00"), replied("11:10"), closed("11:30")],
        [{"origin": "outbound", "cal_s": 600}],
        [{"first_resolution_s": 1800, "final_resolution_s": 1800}],
    ),
    Vector(
        # Waived 80 h after our last words: silence was long enough, nobody waits any more, so it ends at the waiver.
        # 10:00 Monday to 18:00 Thursday.
        "silence was long enough when the wait was waived",
        [said("10:00"), replied("10:00:10", "rule"), waived("thu 18:00"), later("fri 12:00")],
        [{"ended_by": "waived", "cal_s": 288_000}],
        [{"first_resolution_s": 288_000}],
    ),
]
