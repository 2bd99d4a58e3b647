"""Templates to begin with: each may be submitted as it is, in both languages."""

import pytest

from app.domain.template_drafts import draft_problems
from app.words.starters import LANGUAGES, TRADES, Starter, starters, titles


@pytest.mark.parametrize(
    "one", starters(), ids=lambda one: f"{one.trade}-{one.draft.name}-{one.draft.language}"
)
def test_the_channel_would_take_it(one: Starter) -> None:
    assert draft_problems(one.draft) == []
    assert one.title and all(button.text for button in one.draft.buttons)


@pytest.mark.parametrize("trade", TRADES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_trade_has_five_and_a_reminder_with_three_answers(trade: str, language: str) -> None:
    found = [one.draft for one in starters() if (one.trade, one.draft.language) == (trade, language)]
    assert len(found) >= 5 and len({one.name for one in found}) == len(found)
    reminder = next(one for one in found if "reminder" in one.name)
    wanted = ["Confirmer", "Déplacer", "Annuler"] if language == "fr" else ["Confirm", "Move it", "Cancel"]
    assert [button.text for button in reminder.buttons] == wanted


def test_an_offer_can_be_declined_for_good() -> None:
    offers = [one.draft for one in starters() if "offer" in one.draft.name]
    assert len(offers) == 2 * 2
    assert all(one.category == "marketing" and one.footer and "STOP" in one.footer for one in offers)


def test_titles_are_in_the_templates_language() -> None:
    assert titles()["order_ready", "fr"] == "Commande prête"
    assert titles()["order_ready", "en"] == "Order ready"
