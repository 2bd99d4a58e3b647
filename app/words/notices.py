"""The words of notifications: who wrote, how many, who waits too long, what was not sent."""

from app.domain.focus import FocusChoice
from app.domain.telling import Notice, Tally
from app.words import gettext as _
from app.words import ngettext
from app.words.tasks import due_count


def title_of(notice: Notice, name: str) -> str:
    """The first line; `name` is how the customer is shown, or what a task says ("" where that is not to be shown)."""
    if notice.kind == "focus_over":
        return _("Focus mode is over")
    if notice.kind == "summary":
        return _first_of(notice.tally, notice.people)
    if notice.kind == "task":
        return name or due_count(notice.tally.tasks)
    if notice.kind == "mention":
        return _("You are mentioned: {name}").format(name=name)
    if notice.kind == "cancelled":
        return _("{name} cancels their appointment").format(name=name)
    if notice.kind == "wants_move":
        return _("{name} wants another time").format(name=name)
    return name


def body_of(notice: Notice, text: str, standard_min: int | None) -> str:
    """The rest; `text` is what was written, "" where it is not to be shown."""
    if notice.kind == "focus_over":
        return " · ".join([_first_of(notice.tally, notice.people), *_rest_of(notice.tally, notice.people)])
    if notice.kind == "summary":
        return " · ".join(_rest_of(notice.tally, notice.people)) or _("Open Comptoir to answer.")
    if notice.kind == "breach" and standard_min is None:
        return _("Has waited longer than the time allowed for an answer")
    if notice.kind == "breach":
        return _("Has waited longer than {minutes} min for an answer").format(minutes=standard_min)
    which = text or _("Open the agenda to see which appointment.")
    said = {
        "task": text,
        "soon": _("Waits for an answer; the time allowed is nearly used up"),
        "failed": _("Your message was not sent. Open the conversation to see why."),
        "mention": text or _("In an internal note"),
        "cancelled": which,
        "wants_move": which,
    }.get(notice.kind)
    if said is not None:
        return said
    count = max(1, notice.tally.messages)
    if not text or count > 1:
        how_many = ngettext("{n} new message", "{n} new messages", count).format(n=count)
        return f"{how_many}\n{text}" if text else how_many
    return text


def refused_title(name: str) -> str:
    """An answer that was written in a notification did not go."""
    return _("Not sent to {name}").format(name=name)


def focus_choice(choice: FocusChoice) -> str:
    """How long it is to be quiet."""
    return {
        "half_hour": _("For 30 minutes"),
        "hour": _("For 1 hour"),
        "tomorrow": _("Until tomorrow"),
        "open": _("Until I end it"),
    }[choice]


def _first_of(tally: Tally, people: int) -> str:
    """7 messages from 4 people; where nobody wrote, what else there is."""
    if tally.messages:
        from_people = ngettext("{n} person", "{n} people", people).format(n=people)
        return ngettext("{n} message from {people}", "{n} messages from {people}", tally.messages).format(
            n=tally.messages, people=from_people
        )
    if not people:
        return due_count(tally.tasks)
    if tally.warnings == people:
        return ngettext("{n} person to be answered soon", "{n} people to be answered soon", people).format(
            n=people
        )
    return ngettext("News of {n} person", "News of {n} people", people).format(n=people)


def _rest_of(tally: Tally, people: int) -> list[str]:
    told = []
    if tally.mentions:
        told.append(ngettext("{n} mention", "{n} mentions", tally.mentions).format(n=tally.mentions))
    if tally.breaches:
        told.append(
            ngettext("{n} waits too long", "{n} wait too long", tally.breaches).format(n=tally.breaches)
        )
    if tally.warnings and tally.warnings != people:
        told.append(
            ngettext("{n} to be answered soon", "{n} to be answered soon", tally.warnings).format(
                n=tally.warnings
            )
        )
    if tally.failures:
        told.append(ngettext("{n} not sent", "{n} not sent", tally.failures).format(n=tally.failures))
    if tally.tasks and (people or tally.messages):
        told.append(due_count(tally.tasks))
    return told
