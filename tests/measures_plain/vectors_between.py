"""The cases between those of the table: late and failed messages, holders, the bot.

Each expected number is worked out by hand beside it.
"""

from __future__ import annotations

from tests.measures_plain.telling import (
    Vector,
    assigned,
    bot,
    closed,
    replied,
    said,
    waived,
    went,
)

LATE_AND_FAILED = [
    Vector(
        # 10:05 by the provider's clock lies before the answer of 10:10: it waited for nothing.
        "a late webhook lands before an answered message",
        [said("10:00"), replied("10:10"), said("10:20", provider="10:05")],
        [{"cal_s": 600}],
    ),
    Vector(
        # 10:05 to 10:10 is the wait; the hub knew nothing of it until 10:20, so all of it is delivery
        # (cut at the end of the wait), and the rep's clock, which would begin at 10:20, shows 0.
        "a late webhook that was answered before it came",
        [said("10:20", provider="10:05"), replied("10:10")],
        [{"cal_s": 300, "parts": {"delivery_s": 300, "queue_s": 0, "hold": {}}, "response": {"ana": 0}}],
    ),
    Vector(
        # The later message of 10:02 was received first, but the wait is that of 10:00: delivery is until 10:30.
        "a late webhook becomes the first of an open wait",
        [said("10:02"), said("10:30", provider="10:00"), replied("10:40")],
        [
            {
                "cal_s": 2400,
                "parts": {"delivery_s": 1800, "queue_s": 600, "hold": {}},
                "response": {"ana": 600},
            }
        ],
    ),
    Vector(
        # The end of 10:05 is void at 10:08, so what the customer wrote at 10:06 is in the same wait: 10:00 to 10:15.
        "a failed reply with a message of the customer in between",
        [
            said("10:00"),
            replied("10:05", name="first"),
            said("10:06"),
            went("first", "failed", "10:08"),
            replied("10:15"),
        ],
        [{"cal_s": 900, "turn": 1}],
    ),
    Vector(
        # Another reply was accepted before the failure, so the end of 10:05 stands: 5 minutes.
        "a second reply was accepted before the first failed",
        [
            said("10:00"),
            replied("10:05", name="first"),
            replied("10:06", name="second"),
            went("first", "failed", "10:10"),
        ],
        [{"cal_s": 300}],
    ),
    Vector(
        # Neither reached anybody: void, and nobody has replied since.
        "both replies failed",
        [
            said("10:00"),
            replied("10:05", name="first"),
            replied("10:06", name="second"),
            went("first", "failed", "10:10"),
            went("second", "failed", "10:11"),
        ],
        [{"cal_s": None, "end": None}],
        responses={"n": 0, "pending": 1, "all": {"cal": {"n": 0, "mean_s": None}}},
    ),
    Vector(
        # The reply to the next message, accepted at 10:07, is another reply: both ends stand. 300 and 60 s.
        "a reply to the next message was accepted before the first failed",
        [
            said("10:00"),
            replied("10:05", name="first"),
            said("10:06"),
            replied("10:07"),
            went("first", "failed", "10:10"),
        ],
        [{"cal_s": 300, "turn": 1}, {"cal_s": 60, "turn": 2}],
    ),
    Vector(
        # The end was void, so the resolve of 10:06 left the customer unanswered: 6 minutes, abandoned.
        "a reply failed after the resolve",
        [said("10:00"), replied("10:05", name="first"), closed("10:06"), went("first", "failed", "10:08")],
        [{"ended_by": "abandoned", "author": "ana", "cal_s": 360, "response": {}}],
    ),
    Vector(
        "what was delivered cannot fail",
        [
            said("10:00"),
            replied("10:05", name="first"),
            went("first", "delivered", "10:06"),
            went("first", "failed", "10:07"),
        ],
        [{"cal_s": 300}],
    ),
    Vector(
        # It was composed before the customer wrote: it is no answer. 10:00 to 10:30.
        "a scheduled message composed before",
        [said("10:00"), replied("10:15", composed="09:59:59"), replied("10:30")],
        [{"cal_s": 1800}],
    ),
    Vector(
        # Composed in the second in which the wait began is not before it; it counts when it is accepted.
        "a scheduled message composed after, for its composer",
        [said("10:00"), replied("10:15", "ben", composed="10:00"), replied("10:30")],
        [{"cal_s": 900, "author": "ben", "response": {"ben": 900}}],
    ),
    Vector(
        # A press before the customer wrote is held to the start: response 0, the whole wait is the line's.
        "a reply that was pressed before the wait began",
        [said("10:00"), replied("10:04", pressed="09:58")],
        [{"cal_s": 240, "response": {"ana": 0}, "link_s": 240}],
    ),
    Vector(
        "what we react or note is no reply, nor what rules and campaigns send",
        [
            said("10:00"),
            replied("10:01", kind="reaction"),
            replied("10:02", "rule"),
            replied("10:03", "campaign"),
            replied("10:09"),
        ],
        [{"cal_s": 540}],
        [{"machine_first_s": 120}],
    ),
]

HOLDERS = [
    Vector(
        # 10 min queue, 5 min ana, 5 min queue, 10 min ben; ben's clock from 10:20.
        "given back to nobody, then to another",
        [
            said("10:00"),
            assigned("10:10", "ana"),
            assigned("10:15", None),
            assigned("10:20", "ben"),
            replied("10:30", "ben"),
        ],
        [
            {
                "cal_s": 1800,
                "parts": {"delivery_s": 0, "queue_s": 900, "hold": {"ana": 300, "ben": 600}},
                "handed_before": {"ana": 300},
                "response": {"ben": 600},
            }
        ],
    ),
    Vector(
        # ana 10:00-10:05 and 10:20-10:30; ben between; her clock runs from her latest assignment.
        "there and back again",
        [
            assigned("09:00", "ana"),
            said("10:00"),
            assigned("10:05", "ben"),
            assigned("10:20", "ana"),
            replied("10:30"),
        ],
        [
            {
                "parts": {"delivery_s": 0, "queue_s": 0, "hold": {"ana": 900, "ben": 900}},
                "handed_before": {"ana": 300, "ben": 900},
                "response": {"ana": 600},
            }
        ],
    ),
    Vector(
        # He held nothing before he answered: his clock is that of the wait, and the minute of queue stays queue.
        "assigned to the replier by his own answer, in the same second",
        [said("10:00"), replied("10:01"), assigned("10:01", "ana"), said("10:05"), replied("10:07")],
        [
            {"response": {"ana": 60}, "parts": {"delivery_s": 0, "queue_s": 60, "hold": {}}},
            {"response": {"ana": 120}, "parts": {"delivery_s": 0, "queue_s": 0, "hold": {"ana": 120}}},
        ],
    ),
    Vector(
        # Pressed and assigned 10:03, accepted 10:03:02: the assignment that an answer brings does not shorten it.
        "assigned by his own answer, accepted two seconds later",
        [said("10:00"), assigned("10:03", "ana"), replied("10:03:02", pressed="10:03")],
        [
            {
                "response": {"ana": 180},
                "link_s": 2,
                "parts": {"delivery_s": 0, "queue_s": 180, "hold": {"ana": 2}},
            }
        ],
    ),
    Vector(
        # When the reply is accepted ben holds: ana helps. ben holds 20 of the 30 minutes.
        "pressed while nobody held, accepted while another does",
        [said("10:00"), assigned("10:10", "ben"), replied("10:30", pressed="10:03")],
        [
            {
                "assist": "ana",
                "response": {},
                "parts": {"delivery_s": 0, "queue_s": 600, "hold": {"ben": 1200}},
            }
        ],
    ),
    Vector(
        "the phone helps who holds",
        [assigned("09:00", "ben"), said("10:00"), replied("10:04", "phone")],
        [{"assist": "phone", "author": "phone", "response": {}}],
    ),
    Vector(
        # Assigned while the message was on its way: holding begins with its receipt, 10:10; both clocks from there.
        "assigned before the message was received",
        [said("10:10", provider="10:00"), assigned("10:05", "ana"), replied("10:12")],
        [
            {
                "cal_s": 720,
                "parts": {"delivery_s": 600, "queue_s": 0, "hold": {"ana": 120}},
                "response": {"ana": 120},
            }
        ],
    ),
    Vector(
        # Two waived, one answered: only the answer is averaged, both are counted for who waived.
        "waived twice by two",
        [
            said("10:00"),
            waived("10:05"),
            said("11:00"),
            waived("11:05", "ben"),
            waived("11:06"),
            said("12:00"),
            replied("12:01"),
        ],
        [
            {"ended_by": "waived", "author": "ana", "cal_s": 300, "turn": 1},
            {"ended_by": "waived", "author": "ben", "turn": 2},
            {"ended_by": "reply", "turn": 3},
        ],
        responses={
            "n": 1,
            "first": {"cal": {"n": 0}},
            "members": [{"waived": 1}, {"waived": 1}, {"waived": 0}],
        },
    ),
]

BOTS = [
    Vector(
        # The wait of 10:00 stays the humans' also while the bot talks: 25 minutes.
        "a bot that takes back ends no wait",
        [
            said("10:00"),
            bot("10:05", True),
            replied("10:06", "bot"),
            said("10:07"),
            bot("10:20", False),
            replied("10:25"),
        ],
        [{"cal_s": 1500}],
    ),
    Vector(
        # The human takes the thread at once. No wait was open; the next message opens one: 10:10 to 10:12.
        "a human writes while a bot owns",
        [
            bot("09:00", True),
            said("10:00:00"),
            replied("10:00:50", "phone"),
            said("10:10"),
            replied("10:12"),
        ],
        [{"start": "10:10", "cal_s": 120, "turn": 1}],
    ),
    Vector(
        # Silent for over 60 s: handed off, and the wait is that of the message. What the bot says later is no reply.
        "a bot that is silent",
        [bot("09:00", True), said("10:00:00"), replied("10:01:01", "bot"), said("10:02"), replied("10:03")],
        [{"start": "10:00", "cal_s": 180, "turn": 1}],
        [{"machine_first_s": 61}],
    ),
    Vector(
        "a bot that answers within its minute",
        [
            bot("09:00", True),
            said("10:00:00"),
            replied("10:01:00", "bot"),
            said("10:02"),
            replied("10:02:30", "bot"),
        ],
        [],
    ),
    Vector(
        # The first that the bot left unanswered is that of 10:03; 10:00 it answered. 7 minutes.
        "the hand-off starts at the earliest message without an answer",
        [
            bot("09:00", True),
            said("10:00"),
            replied("10:01", "bot"),
            said("10:03"),
            said("10:04"),
            bot("10:06", False),
            replied("10:10"),
        ],
        [{"start": "10:03", "cal_s": 420}],
    ),
    Vector(
        # Nobody was handed over: the bot did not own. The wait began with the message.
        "a hand-off where no bot owned",
        [said("10:00"), replied("10:02"), bot("10:03", False), replied("10:05")],
        [{"cal_s": 120}],
    ),
    Vector(
        "a bot keeps all to itself",
        [bot("09:00", True), said("10:00"), replied("10:00:03", "bot"), closed("10:30")],
        [],
        [{"machine_first_s": 3, "first_resolution_s": 1800}],
    ),
]

BETWEEN = [*LATE_AND_FAILED, *HOLDERS, *BOTS]
