"""Asking a whole day in words: who is left out and what to do, what it costs, how far it is."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from app.domain.ask_plans import AskEntry, AskProgress
from app.words import gettext as _
from app.words import ngettext, sentences
from app.words.formats import Formats

TEMPLATES: Final = frozenset({
    "no_template", "template_pending", "template_paused", "template_disabled", "template_rejected",
    "template_unavailable",
})  # fmt: skip


def why_left_out(entry: AskEntry, formats: Formats, now: datetime) -> str:
    """Why somebody is not asked, and what to do about it, behind their name."""
    code, facts = entry.code, entry.facts
    if code in ("asked_already", "quiet_hours", "number_of_other", "number_malformed"):
        return _with_facts(code, dict(facts), formats, now)
    return _settled(code) or _call(code) or _mend(code) or sentences.refusal(code, facts)


def _with_facts(code: str, facts: dict[str, str], formats: Formats, now: datetime) -> str:
    if code == "asked_already":
        at = _moment(facts.get("at"))
        if at is None:
            return _("Asked already")
        return _("Asked already {moment}").format(moment=formats.ended(at, now))
    if code == "quiet_hours":
        return _("It is {time} there; the quiet hours last until {end}").format(
            time=facts.get("time", ""), end=facts.get("end", "")
        )
    if code == "number_of_other":
        return _("This number is known as that of {name}. Say in the appointment who booked.").format(**facts)
    return _("“{number}” is no whole number. Put it right in the appointment.").format(**facts)


def _settled(code: str) -> str:
    return {
        "confirmed": _("Confirmed already"),
        "wants_move": _("Wants another time: choose one with them"),
        "unclear": _("Has answered: read it"),
    }.get(code, "")


def _call(code: str) -> str:
    return {
        "not_delivered": _("WhatsApp could not deliver their message: call them"),
        "silent": _("Was asked and says nothing: call them"),
        "voicemail": _("Was called, and a word was left: call them again"),
        "number_landline": _("A landline, which has no WhatsApp: call them"),
        "recipient_unknown": _("This number is not on WhatsApp: call them"),
        "blocked": _("Is blocked here, so nothing is sent: unblock them, or call"),
        "do_not_contact": _("Does not want to be written to: call them if you may"),
        "consent_withdrawn": _("Wants no such messages any more: call them"),
        "consent_doubted": _("May have said stop: read their last message first"),
        "consent_missing": _("Has not agreed to such messages: ask them when they come"),
    }.get(code, "")


def _mend(code: str) -> str:
    return {
        "number_missing": _("No number is known: write it into the appointment"),
        "line_missing": _("No number of yours is connected to WhatsApp"),
        "no_template": _("The reminder has not been submitted to Meta yet"),
        "template_pending": _("Meta has not approved the reminder yet"),
        "template_paused": _("Meta has paused the reminder: ask once it is back"),
        "template_disabled": _("Meta has switched the reminder off: submit another one"),
        "template_rejected": _("Meta did not accept the reminder: look at it in the settings"),
        "template_unavailable": _("Meta does not have the reminder in this language any more"),
        "blank_open": _("The template asks for something that nobody knows: choose another one"),
    }.get(code, "")


def template_sentence(code: str) -> str:
    """What is to be done so that a message may go out to whoever has not written for a day."""
    said = {
        "none": _(
            "Whoever has not written for 24 hours can only be asked by a text that Meta has approved."
            " One is ready: submit it, and Meta usually answers within minutes."
        ),
        "pending": _(
            "Meta is looking at the reminder, which usually takes minutes. It can be used as soon as it is approved."
        ),
        "rejected": _(
            "Meta did not accept the reminder. Look at it in the settings, change it and submit it again."
        ),
        "paused": _(
            "Meta holds the reminder back for now, because too many people did not like it. What is not sent yet waits."
        ),
    }
    return said.get(code, "")


def after_colon(sentence: str) -> str:
    """As it goes on in the middle of another one; names keep their capital."""
    is_name = sentence.startswith(("WhatsApp", "Meta"))
    return sentence if is_name else sentence[:1].lower() + sentence[1:]


def people(count: int) -> str:
    """12 people."""
    return ngettext("{n} person", "{n} people", count).format(n=count)


def progress_words(run: AskProgress) -> str:
    """On its way, or how it ended."""
    if run.queued:
        return _("{sent} of {total} sent").format(sent=run.total - run.queued - run.stopped, total=run.total)
    said = ngettext("{n} of {total} sent", "{n} of {total} sent", run.gone).format(
        n=run.gone, total=run.total
    )
    if run.answered:
        answers = ngettext("{n} answer", "{n} answers", run.answered).format(n=run.answered)
        said = _("{sentence}, {answers}").format(sentence=said, answers=answers)
    return said


def stage_words(run: AskProgress) -> str:
    """How many were delivered and read, as far as any were."""
    reached = run.delivered + run.read
    parts = []
    if reached:
        parts.append(ngettext("{n} delivered", "{n} delivered", reached).format(n=reached))
    if run.read:
        parts.append(ngettext("{n} read", "{n} read", run.read).format(n=run.read))
    if run.queued and run.answered:
        parts.append(ngettext("{n} answer", "{n} answers", run.answered).format(n=run.answered))
    return " · ".join(parts)


def trouble_words(run: AskProgress) -> list[str]:
    """What stood in the way of some of them, the most frequent first."""
    counts: dict[str, int] = {}
    for code, count in (*run.failed.items(), *run.not_asked.items()):
        counts[code] = counts.get(code, 0) + count
    said = []
    for code, count in sorted(counts.items(), key=lambda one: -one[1]):
        why = _mend(code) or _call(code) or _passing(code)
        said.append(_("{people} not asked: {why}").format(people=people(count), why=after_colon(why)))
    if run.stopped:
        said.append(_("{people} not asked: you stopped it").format(people=people(run.stopped)))
    return said


def _passing(code: str) -> str:
    if code == "quiet_hours":
        return _("it is too late in the day there")
    return sentences.failure(code).sentence.rstrip(".")


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
