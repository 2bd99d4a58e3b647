"""What is said of costs, gains, goals and prices: refusals, and the names of what entries are."""

from __future__ import annotations

from datetime import date

from app.words import gettext as _


def about_ledger() -> dict[str, str]:
    """The sentences of refusals by code."""
    return {
        "ledger_changed": _("Not kept: somebody changed this meanwhile. Look at it again, then change it."),
        "ledger_gone": _("Not kept: somebody removed this meanwhile. Add it anew if it still counts."),
        "ledger_full": _("Not kept: there are {limit} of these already. Remove some that no longer count."),
        "ledger_nameless": _("Not kept: give it a name of {limit} characters at most, on one line."),
        "ledger_kind": _("Not kept: say what kind of entry this is."),
        "ledger_amount": _("Not kept: write an amount above zero, as in 42.50."),
        "ledger_days": _(
            "Not kept: the last day lies before the first, or a year is not between 2000 and 2100."
        ),
        "gain_no_deals": _("Not kept: choose the deals that this gain comes from, {limit} at most."),
        "gain_hours": _("Not kept: write how many hours a week are saved, above 0 and {limit} at most."),
        "goal_amount": _("Not kept: write what is to be reached as a number, as in 30 or -20."),
        "goal_baseline": _(
            "Not kept: say what it is compared with, a period that is over or a number of your own."
        ),
        "budget_percent": _("Not kept: the alert comes at a share of the budget, from 1 to 100 percent."),
    }


def cost_category(category: str) -> str:
    """What a cost is for."""
    words = {
        "licence": _("Licences"),
        "api": _("WhatsApp and provider"),
        "setup": _("Set-up and customisation"),
        "training": _("Training"),
        "hardware": _("Hardware"),
        "upkeep": _("Upkeep"),
        "messages": _("Messages"),
        "other": _("Other costs"),
    }
    return words.get(category, category)


def gain_category(category: str) -> str:
    """Where a gain comes from."""
    words = {
        "revenue": _("Revenue"),
        "ripening": _("Deals that ripen faster"),
        "customer_value": _("Customer value"),
        "automation": _("Time saved"),
        "loyalty": _("Loyalty"),
        "saved_cost": _("Saved cost"),
        "other": _("Other gains"),
    }
    return words.get(category, category)


def rhythm_words(rhythm: str) -> str:
    """When a cost or a gain falls due."""
    words = {"once": _("once"), "monthly": _("every month"), "per_message": _("for each message")}
    return words.get(rhythm, rhythm)


def source_words(source: str) -> str:
    """What a gain is reckoned from."""
    words = {
        "deals": _("All deals won"),
        "named": _("Chosen deals, once won"),
        "amount": _("An amount of your own"),
        "counter": _("So much for each thing counted"),
        "hours": _("Hours saved each week"),
    }
    return words.get(source, source)


def measure_words(measure: str) -> str:
    """What a goal is about."""
    words = {
        "conversion": _("Share of new deals that were won"),
        "won_revenue": _("Revenue of deals won"),
        "won_deals": _("Deals won"),
        "new_deals": _("New deals"),
        "messages_in": _("Messages received"),
        "messages_out": _("Messages sent"),
        "first_median": _("First response, median"),
        "all_median": _("All responses, median"),
        "answered_in_day": _("Answered within 24 h"),
        "within": _("Within the response standard"),
        "promise_kept": _("Promise kept"),
        "resolved": _("Conversations done"),
        "first_contact": _("Done at the first contact"),
        "delivered": _("Messages delivered"),
    }
    return words.get(measure, measure)


def price_type_words(kind: str) -> str:
    """Why the channel charges nothing, by its own word; an unknown one stays as it is."""
    words = {
        "free_customer_service": _("in an open conversation"),
        "free_entry_point": _("after an advertisement"),
        "": _("no reason given"),
    }
    return words.get(kind, kind)


def pending_words_of_ledger() -> dict[str, str]:
    """What this computer asked for and the hub has not answered yet, by the command's kind."""
    return {
        "cost.save": _("Saving a cost"),
        "cost.remove": _("Removing a cost"),
        "gain.save": _("Saving a gain"),
        "gain.remove": _("Removing a gain"),
        "goal.save": _("Saving a goal"),
        "goal.remove": _("Removing a goal"),
        "budget.save": _("Saving the budget of messages"),
        "rates.save": _("Importing prices"),
    }


def audit_words_of_ledger() -> dict[str, str]:
    """What was done, by the event's kind."""
    return {
        "cost.saved": _("Saved a cost"),
        "cost.removed": _("Removed a cost"),
        "gain.saved": _("Saved a gain"),
        "gain.removed": _("Removed a gain"),
        "goal.saved": _("Saved a goal"),
        "goal.removed": _("Removed a goal"),
        "budget.saved": _("Changed the budget of messages"),
        "rates.saved": _("Imported prices"),
    }


def budget_alert_words(percent: int, day: date) -> str:
    """Messages’ budget: 80 % spent on the 21st."""
    if percent >= 100:
        return _("The budget of messages is used up since day {day} of the month.").format(day=day.day)
    return _("Budget of messages: {percent} % reached on day {day} of the month.").format(
        percent=percent, day=day.day
    )
