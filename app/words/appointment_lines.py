"""Lines of the agenda in words: what a state is called, what was last heard, what happened to an appointment."""

from __future__ import annotations

from datetime import datetime

from app.domain.agenda_rows import AgendaFilter, AppointmentHistoryRow, AppointmentRow, LastWord
from app.domain.appointments import Answer, State
from app.words import gettext as _
from app.words import pgettext
from app.words.formats import Formats

SILENT: frozenset[State] = frozenset({"no_answer", "to_call"})


def state_name(state: State) -> str:
    """The word of a line's chip."""
    return {
        "to_ask": pgettext("appointment", "To ask"),
        "asked": pgettext("appointment", "Asked"),
        "delivered": pgettext("appointment", "Delivered"),
        "read": pgettext("appointment", "Read"),
        "confirmed": pgettext("appointment", "Confirmed"),
        "wants_move": pgettext("appointment", "Wants to move"),
        "unclear": pgettext("appointment", "To read"),
        "no_answer": pgettext("appointment", "No answer"),
        "to_call": pgettext("appointment", "To call"),
        "cancelled": pgettext("appointment", "Cancelled"),
        "came": pgettext("appointment", "Came"),
        "no_show": pgettext("appointment", "No-show"),
    }[state]


def filter_name(narrowed: AgendaFilter) -> str:
    """The word of a cell in the line of filters."""
    return {
        "all": pgettext("appointment", "All"),
        "to_ask": pgettext("appointment", "To ask"),
        "asked": pgettext("appointment", "Asked"),
        "to_settle": pgettext("appointment", "To settle"),
        "to_call": pgettext("appointment", "To call"),
        "confirmed": pgettext("appointment", "Confirmed"),
        "cancelled": pgettext("appointment", "Cancelled"),
    }[narrowed]


def last_words(row: AppointmentRow, formats: Formats, now: datetime) -> str:
    """The column of the last answer: Tapped “Confirm” at 8:12; Asked yesterday at 18:00, read, no answer."""
    last = row.last
    if last is None:
        return ""
    moment = formats.ended(last.at, now) if last.at is not None else ""
    if last.answer:
        return _answer_words(row, last, moment)
    if last.what == "asked":
        return _asked_words(row, last, moment)
    if last.what == "not_asked":
        return not_asked_words(last.code)
    if last.what == "moved" and last.at is not None:
        return _("Stood {moment}, not asked anew yet").format(moment=formats.moment(last.at, now))
    return _plain_words(last, moment)


def not_asked_words(code: str) -> str:
    """Why a request could not go out, in the room of a line."""
    known = {
        "consent_missing": _("Has not agreed to such messages"),
        "consent_withdrawn": _("Wants no such messages any more"),
        "consent_doubted": _("It is not sure that they agreed to such messages"),
        "contact_unknown": _("No number to write to"),
        "number_missing": _("No number to write to"),
        "number_landline": _("A landline, which has no WhatsApp"),
        "recipient_unknown": _("This number is not on WhatsApp"),
        "blocked": _("Is blocked, so nothing is sent"),
        "quiet_hours": _("Not asked: it is too late in the day there"),
        "template_unknown": _("Not asked: the template is not there"),
        "template_not_approved": _("Not asked: Meta has not approved the template"),
        "template_paused": _("Not asked: Meta paused the template"),
        "template_disabled": _("Not asked: Meta switched the template off"),
        "template_unavailable": _("Not asked: the template is not there"),
        "do_not_contact": _("Does not want to be written to"),
        "cancelled": _("Taken back before it was sent"),
        "no_template": _("Not asked: Meta has not approved the template"),
        "blank_open": _("Not asked: nobody knows what stands in a blank of the text"),
        "hub_restored": _("May have been asked before the hub was put back"),
        "window_closed": _("Not asked: one may not write freely any more"),
        "asked_meanwhile": _("A colleague had asked already"),
        "appointment_changed": _("Not asked: it was changed meanwhile"),
    }
    return known.get(code) or _("The request could not be sent")


def history_words(row: AppointmentHistoryRow, formats: Formats, now: datetime) -> str:
    """What happened, without who and when, which stand beside it."""
    what = row.kind.removeprefix("appointment.")
    if what == "booked" and row.to_at is not None:
        return _("Booked for {moment}").format(moment=formats.moment(row.to_at, now))
    if what == "moved" and row.to_at is not None and row.from_at is not None:
        before, after = formats.moment(row.from_at, now), formats.moment(row.to_at, now)
        return _("Moved from {before} to {after}").format(before=before, after=after)
    if what == "asked":
        return _("Reminded") if row.how == "reminder" else _("Asked whether they come")
    if what == "not_asked":
        return not_asked_words(row.code)
    if what == "answered":
        said = _noted(row.answer) or _("Answer taken back")
        return _("{answer}: “{words}”").format(answer=said, words=row.text) if row.text else said
    if what == "outcome":
        outcomes = {"came": _("Came"), "no_show": _("Did not come")}
        return outcomes.get(row.code, _("Came or not: taken back"))
    return {
        "changed": _("Changed the appointment"),
        "called": _("Called, and left a message"),
        "removed": _("Removed from the agenda"),
        "restored": _("Put back into the agenda"),
    }.get(what, _("Something newer"))


def _answer_words(row: AppointmentRow, last: LastWord, moment: str) -> str:
    wish = row.appointment.wish
    if last.what == "from_waiting":
        return _("Took a slot from the waiting list {moment}").format(moment=moment).strip()
    if wish:
        return _("Would rather have “{words}”").format(words=wish)
    if row.booker_name and last.what in ("tapped", "wrote"):
        return _by_booker(last.answer, row.booker_name, moment)
    if last.what == "tapped":
        words = last.text or _button(last.answer)
        return _("Tapped “{words}” {moment}").format(words=words, moment=moment).strip()
    if last.what == "wrote" and last.text:
        return _("Wrote “{words}”").format(words=last.text)
    if last.what == "reacted" and last.text:
        return _("Reacted with {words} {moment}").format(words=last.text, moment=moment).strip()
    if last.what == "called":
        return _("{answer} by telephone {moment}").format(answer=_noted(last.answer), moment=moment).strip()
    said = f"{_noted(last.answer)} {moment}".strip()
    if last.what == "noted" and last.who:
        return _("{answer}, noted by {name}").format(answer=said, name=last.who)
    return said


def _asked_words(row: AppointmentRow, last: LastWord, moment: str) -> str:
    again = last.count > 1
    said = (_("Asked again {moment}") if again else _("Asked {moment}")).format(moment=moment).strip()
    if last.message_state in ("read", "played"):
        said = _("{sentence}, read").format(sentence=said)
    elif last.message_state == "delivered":
        said = _("{sentence}, delivered").format(sentence=said)
    return _("{sentence}, no answer").format(sentence=said) if row.state in SILENT else said


def _plain_words(last: LastWord, moment: str) -> str:
    if last.what == "not_delivered":
        return _("WhatsApp could not deliver this message")
    if last.what == "voicemail":
        return _("Called {moment}, a message was left").format(moment=moment)
    if last.what == "imported":
        return _("From your list, not asked yet")
    if last.what in ("came", "no_show"):
        return _("Came") if last.what == "came" else _("Did not come")
    if last.what == "from_waiting":
        return _("From the waiting list {moment}").format(moment=moment).strip()
    if last.what == "moved":
        return _("Moved, not asked anew yet")
    if last.who:
        return _("Booked {moment} by {name}").format(moment=moment, name=last.who).strip()
    return _("Booked {moment}").format(moment=moment).strip()


def _by_booker(answer: Answer, name: str, moment: str) -> str:
    said = {
        "confirmed": _("Confirmed by {name} {moment}"),
        "cancelled": _("Cancelled by {name} {moment}"),
        "move": _("{name} asked {moment} to move it"),
        "unclear": _("{name} answered {moment}: to be read"),
    }[answer]
    return said.format(name=name, moment=moment).strip()


def _noted(answer: Answer) -> str:
    """What an answer came to."""
    said = {
        "confirmed": pgettext("appointment", "Confirmed"),
        "cancelled": pgettext("appointment", "Cancelled"),
        "move": pgettext("appointment", "Wants to move"),
        "unclear": pgettext("appointment", "Answered unclearly"),
    }
    return said.get(answer, "")


def _button(answer: Answer) -> str:
    """What stands on the button of an answer."""
    said = {
        "confirmed": pgettext("button", "Confirm"),
        "cancelled": pgettext("button", "Cancel"),
        "move": pgettext("button", "Move it"),
    }
    return said.get(answer, "")
