"""Why something about an appointment, or about who and what can be booked, did not happen, and what to do now."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from app.domain.hours import zone_named
from app.words import gettext as _
from app.words import language
from app.words.calendar_names import NAMES
from app.words.formats import Formats

_MOMENTS: Final = ("starts", "ends", "opens", "closes")
_OF_SLOTS: Final = ("slot_", "appointment_moved", "appointment_to_come")


def appointment_facts(code: str, facts: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """A refusal with its moments as a clock on the wall shows them, and the sentence that fits what is known."""
    filled = dict(facts)
    if code == "nobody_invited":
        return code, {**filled, "why": why_not_invited(facts.get("why", ""))}
    if not code.startswith(_OF_SLOTS):
        return code, filled
    for name in _MOMENTS:
        if name in filled:
            filled[name] = _moment(filled[name], facts.get("zone", ""))
    if filled.get("starts") and filled.get("ends"):  # the day is said once
        filled["ends"] = _end(facts, filled["ends"])
    if code == "slot_taken" and not filled.get("who"):
        return "slot_taken_by_somebody", filled
    if code == "appointment_moved" and not filled.get("who"):
        return "appointment_moved_meanwhile", filled
    if code == "slot_closed" and not filled.get("opens"):
        return "slot_closed_for_long", filled
    return code, filled


def why_not_invited(code: str) -> str:
    """Why a slot could not be offered to somebody, within a sentence."""
    known = {
        "waiter_unknown": _("they wait no more"),
        "asked_meanwhile": _("they were asked already"),
        "recipient_unknown": _("there is no conversation with them yet; call them"),
        "number_missing": _("there is no number to write to; call them"),
        "number_landline": _("their number is a landline; call them"),
        "window_closed": _("one may not write freely to them any more, and no text is approved; call them"),
        "no_template": _("one may not write freely to them any more, and no text is approved; call them"),
        "quiet_hours": _("it is too late in the day there; call them, or offer it later"),
        "blocked": _("they are blocked"),
        "consent_withdrawn": _("they want no such messages any more; call them"),
    }
    return known.get(code) or _("the message could not be sent; call them")


def _moment(text: str, zone: str) -> str:
    """Fri 27 Nov 14:30; "" for what is none."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return ""
    formats = Formats(language(), zone if zone_named(zone) is not None else "UTC")
    local = at.astimezone(zone_named(formats.zone))
    names = NAMES["fr" if language() == "fr" else "en"]
    number = "1er" if language() == "fr" and local.day == 1 else str(local.day)
    day = f"{names.short_days[local.weekday()]} {number} {names.short_months[local.month - 1]}"
    return f"{day} {formats.time_of_day(at)}"


def _end(facts: Mapping[str, str], moment: str) -> str:
    """Until when: the clock alone where it is the day on which it begins."""
    zone = facts.get("zone", "")
    formats = Formats(language(), zone if zone_named(zone) is not None else "UTC")
    there = zone_named(formats.zone)
    begins, ends = (datetime.fromisoformat(facts[name]).astimezone(there) for name in ("starts", "ends"))
    return formats.time_of_day(ends) if begins.date() == ends.date() else moment


def brief_reason(code: str, facts: Mapping[str, str]) -> str:
    """Why something cannot stand where a hand holds it, in a few words; "" for what has only its full sentence."""
    known, filled = appointment_facts(code, facts)
    said = {
        "slot_past": _("This time is over"),
        "slot_taken": _("{who} is there from {starts} to {ends}"),
        "slot_taken_by_somebody": _("There is another appointment from {starts} to {ends}"),
        "slot_closed": _("You are closed then"),
        "slot_closed_for_long": _("You are closed then"),
        "slot_crosses": _("It would last beyond {closes}, when you close"),
    }
    if known not in said:
        return ""
    for name in _MOMENTS:  # the day is where the hand is
        if filled.get(name) and name in facts:
            filled[name] = _clock(facts[name], facts.get("zone", ""))
    return said[known].format_map(filled)


def _clock(text: str, zone: str) -> str:
    """14:30."""
    formats = Formats(language(), zone if zone_named(zone) is not None else "UTC")
    return formats.time_of_day(datetime.fromisoformat(text))


def about_appointments() -> dict[str, str]:
    """By code."""
    return _about_slots() | _about_one() | _about_asking() | _about_agenda() | _about_services()


def _about_slots() -> dict[str, str]:
    return {
        "slot_past": _("Not booked: this time is over. Choose a later one."),
        "slot_taken": _("Not booked: {who} is there from {starts} to {ends}. Choose one of the free times."),
        "slot_taken_by_somebody": _(
            "Not booked: there is another appointment from {starts} to {ends}. Choose one of the free times."
        ),
        "slot_closed": _(
            "Not booked: you are closed then, until {opens}. Choose one of the free times, or change the opening hours."
        ),
        "slot_closed_for_long": _(
            "Not booked: you are closed then. Choose one of the free times, or change the opening hours."
        ),
        "slot_crosses": _(
            "Not booked: it would last beyond {closes}, when you close. Choose an earlier time, or make it shorter."
        ),
    }


def _about_one() -> dict[str, str]:
    return {
        "appointment_unknown": _("This appointment is not there any more, so nothing was changed."),
        "appointment_exists": _("Not booked: this appointment is there already."),
        "appointment_nobody": _("Not booked: it does not say who comes. Write a name or choose a person."),
        "appointment_length": _("Not kept: an appointment lasts from {least} to {limit} minutes."),
        "appointment_far": _("Not kept: this day is more than ten years away. Check the date."),
        "appointment_words_long": _("Not kept: the text is too long. Write {limit} characters at most."),
        "appointment_price": _(
            "Not kept: this is no price. Write a number that is not below zero, as in 42.50."
        ),
        "appointment_moved": _(
            "Not moved: {who} was first. It now begins on {starts}. Move it from there if need be."
        ),
        "appointment_moved_meanwhile": _(
            "Not moved: it was moved meanwhile and now begins on {starts}. Move it from there if need be."
        ),
        "appointment_over": _(
            "Not changed: this appointment was cancelled. Take the cancellation back first, or book a new one."
        ),
        "appointment_answered": _(
            "Not noted: the customer has answered meanwhile. Look at what they said, then note it again if need be."
        ),
        "appointment_to_come": _("Not noted: it only begins on {starts}. Say then whether they came."),
        "resource_unknown": _(
            "Not booked: who or what was to be booked is not there any more. Choose another."
        ),
        "service_unknown": _("Not booked: this service is not offered any more. Choose another one."),
    }


def _about_asking() -> dict[str, str]:
    return {
        "not_delivered": _("Not asked: WhatsApp could not deliver their last message. Call them."),
        "number_landline": _("Not asked: the number is a landline, which has no WhatsApp. Call them."),
        "number_missing": _("Not asked: no number is known. Write it into the appointment."),
        "number_of_other": _(
            "Not asked: this number is known as that of {name}. Say in the appointment who booked."
        ),
        "blocked": _("Not asked: they are blocked here. Unblock them, or call."),
        "waiter_unknown": _("Not offered: they are not on the waiting list any more."),
        "ask_nothing": _("Nothing was sent: nobody is left to be asked. Choose some appointments first."),
        "ask_long": _("Nothing was sent: too many at once. Choose {limit} at most."),
        "asked_meanwhile": _("Not asked: a colleague has asked them meanwhile."),
        "appointment_confirmed": _("Not asked: they have confirmed already."),
        "appointment_changed": _(
            "Not asked: the appointment was changed meanwhile. Look at it, then ask again."
        ),
        "waiter_nobody": _("Not kept: choose who is waiting."),
        "waiter_malformed": _(
            "Not kept: these days or times never come. Check from when until when they can come."
        ),
        "nobody_invited": _("Nothing was sent: {why}."),
        "offer_running": _(
            "Nothing was sent: this slot is being offered already. Wait for the answers, or stop it."
        ),
    }


def _about_agenda() -> dict[str, str]:
    return {
        "agenda_changed": _("Not kept: somebody changed {name} meanwhile. Look at it again, then change it."),
        "agenda_long": _("Not added: there are {limit} already. Remove one that nobody uses."),
        "agenda_name_long": _("Not kept: the name is too long. Write {limit} characters at most."),
        "agenda_text_long": _("Not kept: the text is too long. Write {limit} characters at most."),
        "agenda_malformed": _("Not kept: it says something that cannot be. Write it again."),
        "resource_nameless": _("Not kept: give it a name that fits into one line."),
        "resource_exists": _("Not kept: {name} is there already. Choose another name."),
        "resource_booked": _(
            "Not removed: {count} appointments with {name} are still to come. Move or cancel them first."
        ),
    }


def _about_services() -> dict[str, str]:
    return {
        "service_nameless": _("Not kept: give the service a name that fits into one line."),
        "service_exists": _("Not kept: there is a service called {name} already. Choose another name."),
        "service_length": _("Not kept: a service lasts from 1 to {limit} minutes."),
        "service_price": _("Not kept: this is no price. Write a number that is not below zero, as in 42.50."),
        "service_documents": _("Not kept: a service has {limit} documents at most. Remove one first."),
        "reminders_many": _("Not kept: a service has {limit} reminders at most. Remove one first."),
        "reminders_double": _("Not kept: two reminders would go at the same time. Change one of them."),
        "reminder_time": _(
            "Not kept: a reminder goes out between 15 minutes and 60 days before the appointment."
        ),
    }


def appointments_in_journal() -> dict[str, str]:
    """What somebody of the team did with an appointment or the agenda, by kind of entry."""
    return {
        "appointment.booked": _("Booked an appointment"),
        "appointment.changed": _("Changed an appointment"),
        "appointment.moved": _("Moved an appointment"),
        "appointment.asked": _("Asked for a confirmation"),
        "appointment.not_asked": _("Could not ask for a confirmation"),
        "appointment.answered": _("Noted what a customer said about an appointment"),
        "appointment.called": _("Left a word about an appointment"),
        "appointment.outcome": _("Noted whether somebody came"),
        "appointment.removed": _("Removed an appointment"),
        "appointment.restored": _("Brought an appointment back"),
        "resource.saved": _("Changed who or what can be booked"),
        "resource.removed": _("Removed what could be booked"),
        "service.saved": _("Changed a service"),
        "service.removed": _("Removed a service"),
        "slots.offered": _("Offered other times"),
        "waiter.saved": _("Put somebody on the waiting list"),
        "waiter.removed": _("Took somebody off the waiting list"),
        "slot.offered": _("Offered a free slot to those who wait"),
        "offer.closed": _("Stopped offering a slot"),
        "appointments_import.began": _("Began to bring a list of appointments"),
        "appointments_import.ended": _("Brought a list of appointments"),
        "appointments_import.undone": _("Took a list of appointments back"),
    }
