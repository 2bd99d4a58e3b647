"""Each rule of the history checker is seen to fail on a history that breaks it alone, and to let the right one pass."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.fault.history.checker import RULES, broken
from tests.fault.history.evidence import Asked, Evidence, Logged, Read, Shown, Webhook


def chain(pos: int) -> str:
    return f"{pos:064x}" if pos else "00" * 32


def right() -> Evidence:
    """A customer writes twice, one desk answers, another one's note was too late."""
    log = [
        Logged(1, chain(1), "message.received", "ana", element="w1"),
        Logged(2, chain(2), "send.requested", "ana", command_id="c1", message_id="m1"),
        Logged(3, chain(3), "conversation.assigned", "ana", command_id="c1"),
        Logged(4, chain(4), "message.received", "ana", element="w2"),
        Logged(5, chain(5), "note.added", "ana", command_id="c3", message_id="n1"),
    ]
    asked = [
        Asked("c1", "lea", "SendText", "m1", 1.0, 2.0, "accepted", 2),
        Asked("c2", "marc", "AddNote", "n2", 1.5, 2.5, "rejected"),
        Asked("c3", "marc", "AddNote", "n1", 3.0, 4.0, "accepted", 5),
        Asked("c4", "marc", "ClaimConversation", None, 5.0),
    ]
    reads = [Read("lea", "log", 1.0, 0, chain(0)), Read("lea", "log", 2.0, 3, chain(3))]
    reads += [Read("lea", "log", 3.0, 5, chain(5)), Read("marc", "log", 3.0, 2, chain(2))]
    replicas = {"lea": [(pos, chain(pos)) for pos in range(1, 6)], "marc": [(1, chain(1)), (2, chain(2))]}
    wished = [("lea", "m1"), ("marc", "n1"), ("marc", "n2")]
    webhooks = [Webhook(("w1",), True), Webhook(("w2",), False), Webhook(("w3",), False)]
    shown = [Shown("hub", 5, "h", "h"), Shown("marc", 2, "i", "i")]
    return Evidence(log, asked, webhooks, reads, replicas, shown, wished, Counter(m1=1))


def change(seen: Evidence, place: int, **values: object) -> None:
    log = list(seen.log)
    log[place] = replace(log[place], **values)  # type: ignore[arg-type]
    seen.log = log


def answer(seen: Evidence, **values: object) -> None:
    seen.asked[2] = replace(seen.asked[2], **values)  # type: ignore[arg-type]


WRONG: dict[str, tuple[Callable[[Evidence], object], str]] = {
    "a gap": (lambda seen: change(seen, 4, pos=7), "where 5 belongs"),
    "an acknowledged webhook is lost": (lambda seen: change(seen, 0, element=None), "w1 was acknowledged"),
    "a webhook is doubled": (lambda seen: change(seen, 3, element="w1"), "w1 is in the log 2 times"),
    "a webhook from nowhere": (lambda seen: change(seen, 3, element="w9"), "w9 was never posted"),
    "a command applied again later": (
        lambda seen: change(seen, 4, command_id="c1"),
        "c1 (SendText of lea) was applied more than once",
    ),
    "a command applied twice at once": (
        lambda seen: change(seen, 2, kind="send.requested"),
        "applied more than once",
    ),
    "a rejected command in the log": (lambda seen: change(seen, 3, command_id="c2"), "was rejected and is"),
    "an accepted command is lost": (
        lambda seen: change(seen, 4, command_id=None),
        "was accepted and is not in the log",
    ),
    "an accepted command elsewhere": (
        lambda seen: answer(seen, pos=4),
        "was accepted at 4 and is in the log at [5]",
    ),
    "a command of nobody": (lambda seen: change(seen, 3, command_id="c9"), "c9 was asked by nobody"),
    "an answer overtaken": (
        lambda seen: answer(seen, began_s=0.1, ended_s=0.5),
        "command c1 stands at 2, after 5 was answered",
    ),
    "a replica skipped one": (lambda seen: seen.replicas["lea"].pop(2), "lea holds 4 at 3"),
    "a replica holds another": (
        lambda seen: seen.replicas["lea"].__setitem__(4, (5, chain(9))),
        "lea holds 5 at 5",
    ),
    "a read went back": (
        lambda seen: seen.reads.append(Read("lea", "log", 4.0, 4, chain(4))),
        "went back from 5 to 4",
    ),
    "a read of another history": (
        lambda seen: seen.reads.append(Read("lea", "view", 4.0, 4, chain(9))),
        "read another history at 4",
    ),
    "a view that is not the log's": (
        lambda seen: seen.shown.append(Shown("lea", 5, "h", "j")),
        "the view of lea at 5",
    ),
    "a wish is lost": (lambda seen: seen.wished.append(("lea", "m7")), "lea stored m7"),
    "a message went out twice": (lambda seen: seen.accepts.update(["m1"]), "m1 went out 2 times"),
}


def test_a_right_history_breaks_nothing() -> None:
    assert broken(right()) == []


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_history_is_seen(wrong: str) -> None:
    seen = copy.deepcopy(right())
    spoil, said = WRONG[wrong]
    spoil(seen)
    assert any(said in sentence for sentence in broken(seen)), broken(seen)


def test_every_rule_has_a_history_that_breaks_it() -> None:
    biting = set()
    for spoil, _ in WRONG.values():
        seen = copy.deepcopy(right())
        spoil(seen)
        biting |= {rule for rule in RULES if any(rule(seen))}
    assert biting == set(RULES)
