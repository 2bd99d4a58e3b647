"""Deals in a real window with practice customers: new requests, the board by key, who is silent, who answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.e2e.screen import IS_HERE, STARTS_WITHIN_S, Screen, new_screen, until

MADE = 19  # deals that the practice colleagues make
AGAIN_S = 4.0  # what keys do is at the hub within this time, as a rule

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.timeout(300),
    pytest.mark.skipif(not IS_HERE, reason="no Xvfb here"),
]


@pytest.fixture(scope="module")
def screen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Screen]:
    """The practice, with its deals, once its window has the focus: one for all, of which each has deals of its own."""
    with new_screen(tmp_path_factory.mktemp("deals")) as screen:
        screen.demo()
        until(lambda: len(told(screen, "deal.added")) >= MADE, STARTS_WITHIN_S, "the salon's deals")
        yield screen


def told(screen: Screen, kind: str, **fields: Any) -> list[dict[str, Any]]:
    """What events of a kind at the practice hub say, those with these fields."""
    bodies = [event["body"]["fields"] or {} for event in screen.log() if event["kind"] == kind]
    return [body for body in bodies if all(body.get(name) == value for name, value in fields.items())]


def keys_until(screen: Screen, keys: str, is_so: Callable[[], bool], what: str) -> None:
    """Press these one after the other, again as long as nothing came of them."""

    def pressed() -> bool:
        for one in keys.split():
            screen.do("key", "--delay", "60", one)
        try:
            until(is_so, AGAIN_S, what)
        except AssertionError:
            return False
        return True

    until(pressed, STARTS_WITHIN_S, what)


def test_a_deal_made_in_the_conversation_is_moved_and_won_by_key(screen: Screen) -> None:
    until(screen.has_opened_the_second, STARTS_WITHIN_S, "a conversation that is read")

    def made() -> list[dict[str, Any]]:
        """Those that were not told of the past by the practice colleagues."""
        return [one for one in told(screen, "deal.added", source="hand") if not one["made_at"]]

    keys_until(
        screen, "ctrl+1 Home Down ctrl+shift+d Return", lambda: bool(made()), "a deal of the conversation"
    )
    deal = made()[0]
    assert deal["conversation_id"] and deal["stage_id"] == "enquiry"
    won = len(told(screen, "deal.won"))
    keys_until(
        screen, "Escape alt+4 w Return", lambda: len(told(screen, "deal.won")) > won, "a deal that is won"
    )
    keys_until(screen, "ctrl+z", lambda: bool(told(screen, "deal.reopened")), "open again after all")


def test_a_new_request_is_taken_up_and_moved_on_by_key(screen: Screen) -> None:
    keys_until(
        screen,
        "alt+4 Left a",
        lambda: bool(told(screen, "deal.added", source="incoming")),
        "a request taken up",
    )
    [made, *_more] = told(screen, "deal.added", source="incoming")
    assert made["conversation_id"] and made["stage_id"] == "enquiry"
    before = len(told(screen, "deal.moved"))
    keys_until(
        screen, "Right shift+Right", lambda: len(told(screen, "deal.moved")) > before, "a deal moved on"
    )
    declined = len(told(screen, "incoming.declined"))
    keys_until(
        screen, "Left Left Left d", lambda: len(told(screen, "incoming.declined")) > declined, "one put aside"
    )
    keys_until(screen, "ctrl+z", lambda: bool(told(screen, "incoming.restored")), "and brought back")


def test_who_is_silent_is_followed_up_answers_and_buys(screen: Screen) -> None:
    """The longest silent one answers the first follow-up; nothing more goes out, and the deal is won."""
    until(lambda: bool(told(screen, "ladder.saved")), STARTS_WITHIN_S, "the salon's ladder")
    keys_until(
        screen,
        "alt+4 shift+Tab Return f Return",
        lambda: bool(told(screen, "follow_up.started")),
        "a follow-up",
    )
    [run, *_more] = told(screen, "follow_up.started")
    deal = next(one for one in told(screen, "deal.added") if one["deal_id"] == run["deal_id"])
    assert deal["title"] == "Lissage et soin long" and deal["stage_id"] == "quote"
    until(
        lambda: bool(told(screen, "follow_up.ended", run_id=run["run_id"])),
        STARTS_WITHIN_S,
        "an answer that ends it",
    )
    [ended] = told(screen, "follow_up.ended", run_id=run["run_id"])
    [sent] = told(screen, "follow_up.sent", run_id=run["run_id"])
    assert (ended["why"], sent["step"]) == ("answered", 1)
    answers = [one["text"] or "" for one in told(screen, "message.received", direction="in")]
    assert any("d’accord pour le lissage" in text for text in answers)

    def is_won() -> bool:
        return bool(told(screen, "deal.won", deal_id=deal["deal_id"]))

    screen.do("key", "--delay", "60", "Escape", "alt+4", "slash")
    screen.do("type", "--delay", "30", "lissage")
    keys_until(screen, "Return w Return", is_won, "the deal is won")
