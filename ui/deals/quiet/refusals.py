"""What is said when the hub refused something about follow-ups after all, wherever the person is by then."""

from __future__ import annotations

from app.desk.desk import Refusal
from app.words import gettext as _
from app.words import sentences
from ui.kit import Kit
from ui.plain import isolated, shown_name
from ui.teamwork.undoing import Show


def say_refused(kit: Kit, show: Show, refusal: Refusal) -> None:
    """With the name of whom it is about: several may have been asked for together."""
    said = sentences.refusal(refusal.code, refusal.facts)
    deal_id = getattr(refusal.command, "deal_id", None)
    card = kit.desk.deal(deal_id) if deal_id is not None else None
    name = shown_name(card.person or card.title) if card is not None else ""
    words = _("{name}: {sentence}").format(name=isolated(name), sentence=said) if name else said
    show(words, icon="circle-alert", ink="danger")
