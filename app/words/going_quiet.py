"""What is said of deals without news and of ladders of follow-ups: refusals, why a step was held, why a run ended."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Final

from app.words import gettext as _
from app.words import ngettext
from app.words.quick_replies import blank_name

if TYPE_CHECKING:
    from app.domain.deals import Cause
    from app.domain.ladders import Act
    from app.domain.quick_blanks import Source
    from app.words.formats import Formats

FEW: Final = 10  # of fewer nothing can be told yet


def about_going_quiet() -> dict[str, str]:
    """The sentences of refusals by code."""
    return _about_runs() | _about_ladders() | _about_steps() | _about_calendars()


def _about_runs() -> dict[str, str]:
    return {
        "deal_our_turn": _(
            "No follow-up was begun: the next step of this deal is yours. Answer first, or finish your task."
        ),
        "deal_unlinked": _(
            "No follow-up was begun: this deal has no conversation yet. Link it to somebody you can write to."
        ),
        "blocked_by_us": _(
            "No follow-up was begun: your business has blocked this customer. Unblock them first."
        ),
        "follow_up_running": _("This deal is being followed up already."),
        "follow_up_elsewhere": _(
            "No follow-up was begun: this person is being followed up for “{title}”. One at a time is enough."
        ),
        "follow_up_most": _(
            "No follow-up was begun: this person got {limit} follow-ups without answering. Call, or close the deal."
        ),
        "follow_up_over": _("Nothing was sent: this follow-up is over. {why}"),
        "follow_up_changed": _("This was not done: another step is next by now. Look at it again."),
    }


def _about_ladders() -> dict[str, str]:
    return {
        "ladder_empty": _(
            "No follow-up was begun: this pipeline has no ladder yet. The owner or a manager makes it."
        ),
        "ladder_changed": _("This was not done: somebody changed the ladder meanwhile. Look at it again."),
        "ladder_long": _("The ladder was not saved: it can have {limit} steps at most."),
        "ladder_most": _(
            "The ladder was not saved: from 1 to {limit} messages may go out without an answer."
        ),
        "ladder_wait": _("The ladder was not saved: step {step} can wait {limit} working days at most."),
        "ladder_no_wait": _("The ladder was not saved: step {step} must wait at least one working day."),
        "ladder_step_empty": _(
            "The ladder was not saved: write what step {step} says, or choose a template."
        ),
        "ladder_text_long": _(
            "The ladder was not saved: step {step} has more than {limit} characters. Shorten it."
        ),
        "ladder_blank": _(
            "The ladder was not saved: nobody can fill in “{blank}” of step {step} when it goes out. Write it out, or "
            "use a blank that is known."
        ),
    }


def _about_steps() -> dict[str, str]:
    return {
        "no_template": _(
            "Nothing was sent: the 24 hours to write freely are over, and this step has no template. Call, or choose "
            "a template for it in the ladder."
        ),
        "ladder_template_gone": _(
            "Nothing was sent: WhatsApp does not take the template “{name}” now. Choose another one in the ladder."
        ),
        "blank_open": _(
            "Nothing was sent: nobody knows what to put for “{blank}”. Write to this person yourself, or add what is "
            "missing to their contact."
        ),
    }


def _about_calendars() -> dict[str, str]:
    return {
        "setting_weekdays": _("This was not changed: choose at least one day of the week."),
        "setting_dates": _(
            "These are no dates. Write them as in 2026-12-24, or from one to another as in 2026-08-10/2026-08-21."
        ),
        "setting_region": _("This is no country whose holidays are known. Choose one of the list."),
    }


def blank(source: Source) -> str:
    """A blank as people write it, braces and all: {first_name}, {prénom}."""
    return f"{{{blank_name(source)}}}"


def why_words(why: str) -> str:
    """Why a run ended, as a sentence."""
    return {
        "answered": _("They answered."),
        "written": _("Somebody of the team wrote to them."),
        "logged": _("A call, a meeting or an e-mail was written down."),
        "moved": _("The deal moved to another stage."),
        "won": _("The deal was won."),
        "lost": _("The deal was lost."),
        "reopened": _("The deal was taken up again."),
        "removed": _("The deal was removed."),
        "linked": _("The deal belongs to somebody else now."),
        "our_turn": _("The next step became yours."),
        "blocked": _("This person is blocked."),
        "consent": _("This person wants no more messages."),
        "cap": _("As many follow-ups as you allow have gone out."),
        "stopped": _("Somebody stopped it."),
        "other_deal": _("This person is being followed up for another deal."),
        "gone": _("The deal is not there any more."),
    }.get(why, "")


def held_words(code: str, facts: Mapping[str, str], formats: Formats, now: datetime) -> str:
    """Why a step waits for a person's decision, as a sentence."""
    if code == "was_late":
        due_at = facts.get("due_at", "")
        when = formats.moment(datetime.fromisoformat(due_at), now) if due_at else ""
        return _("Its time ({when}) came while Comptoir was not running.").format(when=when)
    known = {
        "hub_restored": _("The hub was put back from a copy, and it may have gone out before that."),
        "author_left": _("Whoever it goes out for has left the team."),
        "no_template": _("The 24 hours to write freely are over, and this step has no template."),
        "ladder_template_gone": _("WhatsApp does not take the template “{name}” now."),
        "blank_open": _("Nobody knows what to put for “{blank}”."),
        "last_failed": _("The message before it did not arrive."),
        "window_closed": _("The 24 hours to write freely are over."),
        "recipient_unknown": _("No number is known of this person."),
        "consent_missing": _("No consent to promotions is recorded of this person."),
        "consent_doubted": _("A message of theirs may be a stop: read it first."),
        "line_not_ours": _("Their conversation is on a number that is not connected here."),
    }.get(code)
    if known is None:
        return _("It could not go out at its time.")
    return known.format(name=facts.get("name", ""), blank=facts.get("blank", ""))


def cause_name(cause: Cause | None) -> str:
    """Why somebody went quiet, in two words."""
    return {
        "timing": _("Timing"),
        "urgency": _("No urgency"),
        "wrong_channel": _("Wrong channel"),
        "overload": _("Overloaded"),
        "priorities": _("Priorities changed"),
    }.get(cause or "", _("No cause chosen"))


def cause_help(cause: Cause) -> str:
    """What is meant by it."""
    return {
        "timing": _("It is too early or too late for them."),
        "urgency": _("They want it, but nothing presses."),
        "wrong_channel": _("They read something else more often: call, or write an e-mail."),
        "overload": _("They have too much to do."),
        "priorities": _("Something else matters more to them now."),
    }[cause]


def act_words(act: Act) -> str:
    """What a step does."""
    return _("Call") if act == "call" else _("Message")


def wait_words(days: int, *, is_first: bool) -> str:
    """When a step is due, after the one before it."""
    if not days:
        return _("At once")
    if is_first:
        return ngettext("After {n} working day", "After {n} working days", days).format(n=days)
    return ngettext("{n} working day later", "{n} working days later", days).format(n=days)


def step_words(step: int, count: int, act: Act) -> str:
    """Message 2 of 3."""
    words = _("Call, step {step} of {count}") if act == "call" else _("Message, step {step} of {count}")
    return words.format(step=step, count=count)


def share_words(sent: int, answered: int) -> str:
    """9 of 24 answered, and what share that is where it tells anything."""
    words = ngettext("{answered} answered of {sent} sent", "{answered} answered of {sent} sent", answered)
    said = words.format(answered=answered, sent=sent)
    if sent < FEW:
        return _("{numbers}: too few to tell").format(numbers=said)
    return _("{numbers}: {percent} %").format(numbers=said, percent=round(100 * answered / sent))


def days_words(days: int) -> str:
    """12 working days."""
    return ngettext("{n} working day", "{n} working days", days).format(n=days)


def call_title(name: str, title: str) -> str:
    """What a task to call is called; in the language of whoever runs the hub, as nobody's desk is asked."""
    if name and title and title != name:
        return _("Call {name}: {title}").format(name=name[:80], title=title[:80])
    return _("Call {name}").format(name=(name or title)[:80]) if name or title else _("Call about this deal")
