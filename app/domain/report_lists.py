"""The lists behind figures, by the masks that counted them; names of people and texts are for who reads the view."""

from __future__ import annotations

from typing import Final

from app.domain.delivery_figures import send_mask
from app.domain.ids import ContactId, ConversationId
from app.domain.outcome_figures import CODES, DealPick, deals_behind
from app.domain.people_figures import COLUMNS, OWN, people_mask
from app.domain.report_facts import Facts
from app.domain.report_rows import BehindKey, BehindRow, Opens
from app.domain.resolution_figures import EpisodePick, episode_places
from app.domain.response_figures import wait_mask
from app.domain.send_picks import SendPick
from app.domain.turn_index import ABANDONED, CLOSED, E_AUTO, E_OPEN, OPEN, REPLIED, WAIVED
from app.domain.turn_picks import TurnPick

_MESSAGES: Final = frozenset({
    "writing", "answering", "delivered", "read", "replied", "failed", "silent", "accepted", "conversion_messages",
    "people_writing",
})  # fmt: skip
_DEALS: Final = frozenset({
    *CODES, "won", "velocity", "mean_amount", "cycle_median", "cycle_p90", "cycle_mean", "open_deals",
})  # fmt: skip
_EPISODES: Final = frozenset({
    "resolves", "resolved", "served", "reopens", "reopened", "closed_by_itself", "first_contact", "open_episodes",
    "conversion_episodes", "conversion_people", "machine_first_median",
})  # fmt: skip


def opens_of(key: BehindKey) -> Opens:
    """What the list behind a figure is made of; "" for a code that nothing is behind."""
    code = key.code
    if key.report == "appointments":
        return "appointments"
    if key.report == "people" or (key.row and key.report == "overview"):
        return "turns"
    if code in _MESSAGES or (key.report == "deliveries"):
        return "messages"
    if code in _DEALS:
        return "deals"
    if code in _EPISODES or code.startswith(("first_resolution", "final_resolution", "human_resolution")):
        return "episodes"
    return "turns" if key.report in ("overview", "speed", "compare", "hours") else ""


def turns_behind(facts: Facts, key: BehindKey, now_s: int) -> list[BehindRow]:
    """The turns behind a figure, the newest first, without names and texts."""
    pick = TurnPick(facts.turns, key.ask, now_s)
    if key.code in ("pending", "pending_oldest") and not key.row:
        return _listed([_turn_row(pick, i) for i, _waited in pick.waiting()])
    is_of_rep = key.row and key.report in ("people", "overview")
    mask = people_mask(pick, key) if is_of_rep else wait_mask(pick, key)
    own = OWN[key.ask.clock] if is_of_rep and key.code in COLUMNS[:4] else None
    return [] if mask is None else _listed([_turn_row(pick, i, own) for i in pick.places(mask)])


def episodes_behind(facts: Facts, key: BehindKey, now_s: int) -> list[BehindRow]:
    """The episodes behind a figure, likewise."""
    pick = EpisodePick(facts.turns, key.ask, now_s)
    if key.code in ("conversion_episodes", "conversion_people"):
        places: list[int] | None = pick.places(pick.every())
    else:
        places = episode_places(pick, key)
    return _listed([_episode_row(pick, i) for i in places or ()])


def messages_behind(facts: Facts, key: BehindKey, now_s: int) -> list[int]:
    """The places in the log of the messages behind a figure, the newest first."""
    pick = SendPick(facts.sends, key.ask, now_s)
    is_of_writing = key.code in ("conversion_messages", "people_writing")
    mask = pick.kind("writing") if is_of_writing else send_mask(pick, key)
    ident = pick.cols.ident
    return [] if mask is None else [ident[i] for i in reversed(pick.places(mask))]


def deals_of(facts: Facts, key: BehindKey, now_s: int) -> list[str]:
    """The ids of the deals behind a figure, those made last first."""
    found = deals_behind(DealPick(facts, key.ask, now_s), key)
    return [deal.deal_id for deal in sorted(found or (), key=lambda one: (-one.made_s, one.deal_id))]


# --- lines of lists ---


def _listed(rows: list[BehindRow]) -> list[BehindRow]:
    return sorted(rows, key=lambda row: (-row.at_s, row.conversation_id or "", -row.episode, -row.turn))


def _turn_row(pick: TurnPick, i: int, own: str | None = None) -> BehindRow:
    """`own`: the column of the rep's own response time, where the list is behind that and not behind the wait."""
    index, cols = pick.index, pick.cols
    conversation_id, episode, turn = index.ids_of(cols.ident[i])
    flags = cols["flags"][i]
    seconds = index.waited_s(i, pick.now_s, pick.ask.clock) if own is None else cols[own][i]
    return BehindRow(
        "turn", cols.at[i], "",
        contact_id=ContactId(index.contacts.words[cols["contact"][i]]),
        conversation_id=ConversationId(conversation_id), episode=episode, turn=turn,
        seconds=seconds, who=index.members.words[cols["who"][i]],
        state=_turn_state(flags), is_late_clock=bool(cols["late"][i]),
    )  # fmt: skip


def _turn_state(flags: int) -> str:
    if flags & CLOSED:
        return "answered_while_closed"
    return next(word for bit, word in _STATES if flags & bit)


_STATES: Final = ((REPLIED, "answered"), (OPEN, "open"), (WAIVED, "waived"), (ABANDONED, "abandoned"))


def _episode_row(pick: EpisodePick, i: int) -> BehindRow:
    index, cols = pick.index, pick.cols
    conversation_id, episode, _turn = index.ids_of(cols.ident[i])
    flags, final = cols["flags"][i], cols["final"][i]
    state = "open" if flags & E_OPEN else "closed_by_itself" if flags & E_AUTO else "resolved"
    return BehindRow(
        "episode", cols.at[i], "",
        contact_id=ContactId(index.contacts.words[cols["contact"][i]]),
        conversation_id=ConversationId(conversation_id), episode=episode, seconds=final if final >= 0 else None,
        who=index.members.words[cols["who"][i]], state=state,
    )  # fmt: skip
