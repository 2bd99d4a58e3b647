"""Why a deal may be somebody's, in a few words."""

from app.domain.deal_links import LinkReason
from app.words import gettext as _


def link_reason_words(reason: LinkReason) -> str:
    """One reason."""
    return {
        "email": _("Same e-mail"),
        "number": _("Their number stands in the deal"),
        "name": _("Same name"),
    }[reason]
