"""Words about what people agreed to: purposes, sources, how things stand, and why something may not be sent."""

from collections.abc import Sequence
from datetime import datetime

from app.domain.consent import Entry, Purpose, Source, Standing
from app.domain.errors import Refused
from app.words import gettext as _
from app.words.formats import Formats


def purpose_words(purpose: Purpose) -> str:
    """A purpose as a shopkeeper calls it."""
    return {
        "service": _("Answers"),
        "reminders": _("Reminders"),
        "marketing": _("Promotions"),
    }[purpose]


def purpose_help(purpose: Purpose) -> str:
    """What belongs to it."""
    return {
        "service": _("What they asked you for."),
        "reminders": _("Appointments, orders, what they bought: utility templates."),
        "marketing": _("Promotions and news: marketing templates."),
    }[purpose]


def purposes_words(purposes: Sequence[str]) -> str:
    """Several of them, within a sentence."""
    words = {"service": _("answers"), "reminders": _("reminders"), "marketing": _("promotions")}
    return ", ".join(words.get(one, one) for one in purposes)


def source_words(source: str) -> str:
    """Where it is known from."""
    words: dict[Source, str] = {
        "own_message": _("Their own message"),
        "form": _("A form"),
        "import": _("An import"),
        "spoken": _("Said by voice"),
        "channel": _("WhatsApp’s own switch"),
        "rep": _("The team’s decision"),
        "stop_word": _("They wrote “stop”"),
    }
    return words.get(source, source)  # type: ignore[call-overload,no-any-return]


def source_in_short(source: Source) -> str:
    """The same on a button."""
    words = {
        "own_message": _("Their message"),
        "form": _("A form"),
        "spoken": _("By voice"),
        "rep": _("Our decision"),
    }
    return words.get(source, source_words(source))


def standing_words(standing: Standing, formats: Formats, now: datetime) -> str:
    """How things stand for one purpose, in a few words."""
    if standing.since_at is None:
        if standing.purpose == "marketing":
            return _("No consent recorded")
        return _("Nothing recorded") if standing.purpose == "reminders" else _("They have not written yet")
    when = formats.short_day(standing.since_at, now)
    if standing.state == "withdrawn":
        return _("No more since: {day}").format(day=when)
    if standing.source == "own_message" and standing.purpose == "service":
        return _("They wrote to you, last: {day}").format(day=when)
    return _("Agreed: {day}").format(day=when)


def entry_words(entry: Entry) -> str:
    """What one line of the ledger says of its purpose, in two words."""
    if not entry.is_given:
        return _("no more")
    is_derived = entry.source == "own_message" and entry.pos == 0 and not entry.is_pending
    return _("they wrote") if is_derived else _("agreed")


def entry_details(entry: Entry, formats: Formats, now: datetime) -> str:
    """When it was said, where it is known from, and who recorded it."""
    parts = [formats.moment(entry.at, now), source_words(entry.source)]
    if entry.member_name:
        parts.append(_("recorded by {name}").format(name=entry.member_name))
    if entry.is_pending:
        parts.append(_("waits for the hub"))
    return " · ".join(parts)


def banner_words(refused: Refused, formats: Formats, now: datetime, due_at: datetime | None = None) -> str:
    """Before anything is sent: why it may not be (now, or at `due_at`), and what would make it allowed."""
    facts = refused.facts
    if refused.code == "quiet_hours":
        words = _("It is {time} where this customer lives: your quiet hours last until {end} there.")
        if due_at is not None:
            words = _("It will be {time} where this customer lives: your quiet hours last until {end} there.")
        return words.format(time=_clock(facts.get("time", "")), end=_clock(facts.get("end", "")))
    if refused.code == "consent_doubted":
        return _(
            "This customer may have asked for no more messages. Read theirs before you send a promotion."
        )
    if refused.code == "consent_missing":
        return _(
            "Promotions need this customer’s consent, and none is recorded. Record it with its source, or choose "
            "another template."
        )
    since = facts.get("since")
    when = formats.short_day(datetime.fromisoformat(since), now) if since else ""
    what = purposes_words([facts.get("where", "")])
    how = source_words(facts.get("source", ""))
    return _(
        "No more {what} since {day} ({source}). If they agreed again after that, record it with its source."
    ).format(what=what, day=when, source=how)


def _clock(text: str) -> str:
    """09:05 as a person writes it."""
    return text.removeprefix("0") if text[:2] != "00" else text[1:]


def about_consent() -> dict[str, str]:
    """Refusals by code; those that end in a purpose say what would make it allowed."""
    return {
        "consent_missing": _consent_missing(),
        "consent_missing_marketing": _consent_missing(),
        "consent_withdrawn": _withdrawn(),
        "consent_withdrawn_marketing": _withdrawn(),
        "consent_withdrawn_reminders": _(
            "The message was not sent: this customer wants no more reminders from you. You can answer freely when "
            "they write; if they agreed again, record it first."
        ),
        "consent_withdrawn_service": _(
            "The message was not sent: this customer wants no more messages at all. You can answer when they write; "
            "if they agreed again, record it first."
        ),
        "consent_doubted": _doubted(),
        "consent_doubted_marketing": _doubted(),
        "quiet_hours": _quiet(),
        "quiet_hours_reminders": _quiet(),
        "quiet_hours_marketing": _(
            "The message was not sent: it is {time} where this customer lives. Promotions wait until {end} there: "
            "plan it for then."
        ),
        "consent_empty": _("Nothing was recorded, since nothing was chosen. Choose what it is about."),
        "consent_source": _(
            "Nothing was recorded: “{source}” is no source that a person can name. Choose their message, a form or "
            "their word."
        ),
        "consent_unproved": _(
            "Nothing was recorded: say what they agreed to, or where the proof can be found."
        ),
        "consent_future": _(
            "Nothing was recorded: this moment has not come yet. Choose when they really agreed."
        ),
        "text_too_long_consent": _(
            "Nothing was recorded: this text has {length} characters of {limit}. Shorten it."
        ),
        "setting_address": _(
            "This is not an e-mail address, or there are more than five. Nothing was changed."
        ),
        "setting_time": _("This is not a time of day. Write hours and minutes, as in 21:00."),
    }


def consent_reasons() -> dict[str, str]:
    """The same below a message that had been asked for and did not leave any more."""
    return {
        "consent_missing": _(
            "Not sent: no consent to promotions is recorded for this customer. "
            "Ask them when they write, and record it."
        ),
        "consent_withdrawn": _(
            "Not sent: the customer asked for no more of it before it left. Wait until they write."
        ),
        "consent_doubted": _(
            "Not sent: the customer may have asked for no more. Look at their message, then decide."
        ),
    }


def _consent_missing() -> str:
    return _(
        "The message was not sent: no consent to promotions is recorded for this customer. Record when and how they "
        "agreed, or ask them the next time they write."
    )


def _withdrawn() -> str:
    return _(
        "The message was not sent: this customer wants no more promotions from you. If they agreed again since, record "
        "it first, with its source."
    )


def _doubted() -> str:
    return _(
        "The message was not sent: this customer may have asked for no more. Read their message, then say in the "
        "conversation’s consent what it was."
    )


def _quiet() -> str:
    return _(
        "The message was not sent: it is {time} where this customer lives, in your quiet hours. Plan it for {end} "
        "there, or send it anyway."
    )
