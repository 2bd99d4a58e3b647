"""Lines in the middle of a conversation that tell what a customer agreed to, or wants no more."""

from app.domain.rows import NoticeRow
from app.words import gettext as _
from app.words.consent import purposes_words
from ui.plain import isolated, shown_name, shown_text
from ui.theme.icons import IconName


def consent_line(notice: NoticeRow) -> tuple[str, IconName]:
    """The line and its icon; `reason` holds the purposes, `summary` the words that were recorded."""
    what = purposes_words([one for one in notice.reason.split(",") if one])
    by = isolated(shown_name(notice.by_name)) if notice.by_name else ""
    words, icon = _line(notice.what, what, by)
    return f"{words}\n“{shown_text(notice.summary)}”" if notice.summary else words, icon


def _line(what: str, purposes: str, by: str) -> tuple[str, IconName]:
    if what == "consent_doubted":
        words = _("This may ask for no more messages: read it, then say so in the customer’s consent")
        return words, "circle-help"
    if what == "consent_withdrawn_stop_word":
        words = _("The customer asked to receive no more {purposes}. Their questions can still be answered")
        return words.format(purposes=purposes), "ban"
    if what == "consent_withdrawn_channel":
        return _("The customer switched your promotions off in WhatsApp"), "ban"
    if what == "consent_given_channel":
        return _("The customer switched your promotions on again in WhatsApp"), "circle-check"
    if what == "consent_given":
        words = _("{name} recorded the customer’s consent: {purposes}") if by else _("Consent: {purposes}")
        return words.format(name=by, purposes=purposes), "circle-check"
    words = (
        _("{name} recorded that the customer wants no more {purposes}")
        if by
        else _("The customer wants no more {purposes}")
    )
    return words.format(name=by, purposes=purposes), "ban"
