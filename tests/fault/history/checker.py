"""The history checker: plain loops over what was seen, each a sentence of the promises. Linear in the evidence.

Promises G1 to G5 and G9. No cleverness is needed, because ids are unique and the log is one total order.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator

from tests.fault.history.evidence import Asked, Evidence, Logged


def broken(seen: Evidence) -> list[str]:
    """Every promise that this evidence breaks, in words; [] when none is."""
    return [said for rule in RULES for said in rule(seen)]


def log_is_dense(seen: Evidence) -> Iterator[str]:
    """G3: positions 1, 2, 3 … without a gap."""
    for place, event in enumerate(seen.log, 1):
        if event.pos != place:
            yield f"the log has {event.pos} where {place} belongs"
            return


def webhooks_are_in_the_log(seen: Evidence) -> Iterator[str]:
    """G1, G2: acknowledged elements once, the others once or never."""
    found = Counter(event.element for event in seen.log if event.element)
    known = {element: webhook for webhook in seen.webhooks for element in webhook.elements}
    for element, webhook in known.items():
        if found[element] > 1:
            yield f"element {element} is in the log {found[element]} times"
        if webhook.is_acknowledged and not found[element]:
            yield f"element {element} was acknowledged and is not in the log"
    yield from (f"element {element} was never posted" for element in found.keys() - known.keys())


def commands_are_applied_once(seen: Evidence) -> Iterator[str]:
    """G4: accepted ones are in the log at one place, rejected ones nowhere, unknown ones at one place or nowhere."""
    where = _events_of_commands(seen)
    for asked in seen.asked:
        events = where.pop(asked.command_id, [])
        said = f"command {asked.command_id} ({asked.kind} of {asked.desk})"
        places = [event.pos for event in events]
        kinds = Counter((event.kind, event.subject) for event in events)
        if places and (places[-1] - places[0] >= len(places) or max(kinds.values()) > 1):
            yield f"{said} was applied more than once, at {places}"
        if asked.outcome == "rejected" and places:
            yield f"{said} was rejected and is in the log at {places}"
        if asked.outcome == "accepted" and not places and asked.kind in ALWAYS_LOGGED:
            yield f"{said} was accepted and is not in the log"
        if asked.outcome == "accepted" and places and asked.pos not in places:
            yield f"{said} was accepted at {asked.pos} and is in the log at {places}"
    yield from (f"command {one} was asked by nobody" for one in where)


def answers_come_in_real_order(seen: Evidence) -> Iterator[str]:
    """G3: what was answered before something else was asked stands before it in the log."""
    where = {one: events[0].pos for one, events in _events_of_commands(seen).items()}
    began = sorted((asked for asked in seen.asked if asked.command_id in where), key=lambda one: one.began_s)
    ended = sorted(
        (asked for asked in began if asked.outcome == "accepted" and asked.ended_s is not None), key=_ended_s
    )
    newest, done = 0, 0
    for asked in began:
        while done < len(ended) and _ended_s(ended[done]) < asked.began_s:
            newest = max(newest, where[ended[done].command_id])
            done += 1
        if where[asked.command_id] <= newest:
            yield f"command {asked.command_id} stands at {where[asked.command_id]}, after {newest} was answered"


def replicas_are_prefixes(seen: Evidence) -> Iterator[str]:
    """G3: every event that a desk kept is the hub's, in its place, none left out."""
    chains = {event.pos: event.chain for event in seen.log}
    for desk, kept in seen.replicas.items():
        for place, (pos, chain) in enumerate(kept, 1):
            if (pos, chain) != (place, chains.get(place)):
                yield f"{desk} holds {pos} at {place}, and not what the hub has there"
                break


def reads_never_go_back(seen: Evidence) -> Iterator[str]:
    """G3: each read is a prefix of the log, and never shorter than one before, over kills and restarts."""
    chains = {0: "00" * 32} | {event.pos: event.chain for event in seen.log}
    newest: dict[tuple[str, str], int] = defaultdict(int)
    for read in sorted(seen.reads, key=lambda one: one.at_s):
        file = read.desk, read.file
        if chains.get(read.pos) != read.chain:
            yield f"{read.file} of {read.desk} read another history at {read.pos}"
        if read.pos < newest[file]:
            yield f"{read.file} of {read.desk} went back from {newest[file]} to {read.pos}"
        newest[file] = max(newest[file], read.pos)


def views_equal_a_rebuild(seen: Evidence) -> Iterator[str]:
    """G9: what grew step by step on hub and desks is what the log gives from zero."""
    for one in seen.shown:
        if one.grown != one.rebuilt:
            yield f"the view of {one.whose} at {one.pos} is not what the log gives"


def wishes_are_not_lost(seen: Evidence) -> Iterator[str]:
    """G8: an answer or note that was stored is in the log, or its person heard that it was rejected."""
    logged = {event.message_id for event in seen.log}
    told = {asked.message_id for asked in seen.asked if asked.outcome == "rejected"}
    for desk, message_id in seen.wished:
        if message_id not in logged and message_id not in told:
            yield f"{desk} stored {message_id}, and nobody ever heard of it again"


def nothing_goes_out_twice(seen: Evidence) -> Iterator[str]:
    """G5: Meta took each message at most once."""
    for message_id, count in seen.accepts.items():
        if count > 1:
            yield f"message {message_id} went out {count} times"


RULES: tuple[Callable[[Evidence], Iterator[str]], ...] = (
    log_is_dense,
    webhooks_are_in_the_log,
    commands_are_applied_once,
    answers_come_in_real_order,
    replicas_are_prefixes,
    reads_never_go_back,
    views_equal_a_rebuild,
    wishes_are_not_lost,
    nothing_goes_out_twice,
)
# What can never be so already: others may be accepted without an event.
ALWAYS_LOGGED = frozenset({"SendText", "SendMessage", "AddNote", "ScheduleMessage"})


def _events_of_commands(seen: Evidence) -> dict[str, list[Logged]]:
    found: dict[str, list[Logged]] = defaultdict(list)
    for event in seen.log:
        if event.command_id:
            found[event.command_id].append(event)
    return found


def _ended_s(asked: Asked) -> float:
    assert asked.ended_s is not None
    return asked.ended_s
