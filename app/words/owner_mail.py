"""The e-mail to the owner: counts and moments in the team's language, never a name or a word of a customer."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from app.domain.owner_mail import Situation
from app.domain.records import record
from app.words.catalogue import Catalogue


@record
class MailText:
    """What stands above and in an e-mail."""

    subject: str
    body: str


def mail_text(telling: Situation, language: str, zone: str, business: str, now: datetime) -> MailText:
    """How things stand."""
    spoken = Catalogue.load(language).translations
    gettext, ngettext = spoken.gettext, spoken.ngettext
    lines = []
    if telling.oldest_at is not None:
        minutes = int((now - telling.oldest_at).total_seconds() // 60)
        words = ngettext(
            "{n} person is waiting, for {age}.",
            "{n} people are waiting, the first one for {age}.",
            telling.waiting,
        )
        lines.append(words.format(n=telling.waiting, age=_age(minutes, gettext)))
    if telling.unreachable_since is not None:
        since = _moment(telling.unreachable_since, now, ZoneInfo(zone))
        lines.append(gettext("WhatsApp cannot reach Comptoir since {since}.").format(since=since))
    subject = " ".join(lines)
    closing = gettext("Comptoir is closed on every computer of the team. Open it to answer.")
    if telling.unreachable_since is not None:
        closing += "\n" + gettext(
            "What customers write now waits at WhatsApp for some days at most: check the hub’s computer and its "
            "connection."
        )
    foot = gettext("Written by Comptoir for {business}. When and whether it writes is set under Settings.")
    end = "-- \n" + foot.format(business=business or "Comptoir")
    return MailText(_headed(subject, business), "\n\n".join((*lines, closing, end)))


def trial_text(language: str, business: str) -> MailText:
    """An e-mail that shows that e-mails arrive."""
    gettext = Catalogue.load(language).translations.gettext
    subject = gettext("Comptoir’s e-mails arrive here.")
    body = gettext(
        "This is a trial: everything is as it should be. When Comptoir is closed on every computer and people wait, "
        "or WhatsApp cannot reach it, it writes here: how many and since when, never who and never what."
    )
    return MailText(_headed(subject, business), f"{subject}\n\n{body}")


def _headed(subject: str, business: str) -> str:
    named = "".join(char for char in business if char.isprintable())[:60]
    return f"{named}: {subject}" if named else subject


def _age(minutes: int, gettext: Callable[[str], str]) -> str:
    if minutes < 120:
        return gettext("{minutes} min").format(minutes=minutes)
    if minutes < 48 * 60:
        return gettext("{hours} h").format(hours=minutes // 60)
    return gettext("{days} days").format(days=minutes // (24 * 60))


def _moment(at: datetime, now: datetime, zone: ZoneInfo) -> str:
    local, today = at.astimezone(zone), now.astimezone(zone).date()
    return f"{local:%H:%M}" if local.date() == today else f"{local:%d/%m %H:%M}"
