"""What the export of a person holds of their deals: what each was about, how it went and what is to be done about it.

Nobody of the team is named in it.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from app.desk.data_requests import pages
from app.domain.copies import changed
from app.domain.deal_rows import DealCard
from app.domain.ids import ContactId, MemberId
from app.domain.money import CURRENCIES, money_text
from app.domain.tasks import TaskAbout
from app.words import gettext as _
from app.words import language
from app.words.amounts import money
from app.words.deals import logged_name, state_name
from storage.engine import Connection
from storage.view import deal_reading
from storage.view.task_rows import tasks_about

NOBODY = MemberId("")
MOST_TASKS = 1_000  # of one deal


def deals_of(conn: Connection, contact_id: ContactId) -> list[DealCard]:
    """Theirs, the oldest first; not those that were removed."""
    rows = deal_reading.deals_of_person(conn, contact_id)
    cards = [deal_reading.deal_card(conn, row.deal_id, NOBODY) for row in rows if not row.is_removed]
    there = [_with_tasks(conn, card) for card in cards if card is not None]
    return sorted(there, key=lambda card: (card.made_at.isoformat() if card.made_at else "", card.deal_id))


def _with_tasks(conn: Connection, card: DealCard) -> DealCard:
    return changed(card, tasks=tuple(tasks_about(conn, TaskAbout(deal_id=card.deal_id), MOST_TASKS)))


def as_data(card: DealCard, *, with_notes: bool) -> dict[str, Any]:
    """For programs. `with_notes`: what colleagues wrote down, tags and causes too."""
    told: dict[str, Any] = {
        "title": card.title,
        "amount": money_text(card.amount),
        "state": card.state,
        "made_at": card.made_at,
        "ended_at": card.ended_at,
        "email": card.email,
        "person": card.own_person,
        "lines": [
            {"name": line.name, "code": line.code, "quantity": line.quantity, "price": money_text(line.price)}
            for line in card.lines
        ],
    }
    if with_notes:
        told |= {"tags": card.tags, "reason": card.reason, "cause": card.cause}
        told["tasks"] = [{"title": one.title, "made_at": one.made_at} for one in card.tasks]
        told["log"] = [{"what": one.what, "note": one.note, "at": one.at} for one in card.log]
    return told


def as_page(cards: list[DealCard], *, with_notes: bool) -> list[str]:
    """For people."""
    if not cards:
        return []
    parts = [pages.heading(_("Deals"))]
    for card in cards:
        rows = [
            (_("Deal"), card.shown_title),
            (_("Amount"), _amount(card)),
            (_("State"), state_name(card.state)),
        ]
        rows += [(_("Since"), pages.moment(card.made_at))]
        if card.ended_at is not None:
            rows.append((_("Until"), pages.moment(card.ended_at)))
        parts.append(pages.facts([row for row in rows if row[1]]))
        for one in card.log if with_notes else ():
            words = f"{logged_name(one.what)}: {one.note}" if one.note else logged_name(one.what)
            parts.append(pages.bubble(words, pages.moment(one.at), is_ours=True))
        for task in card.tasks if with_notes else ():
            when = pages.moment(task.made_at) if task.made_at is not None else ""
            parts.append(pages.bubble(f"{_('Task')}: {task.title}", when, is_ours=True))
    return parts


def _amount(card: DealCard) -> str:
    if card.amount is None:
        return ""
    digits = CURRENCIES[card.amount.currency]
    return money(str(Decimal(card.amount.minor).scaleb(-digits)), card.amount.currency, language())
