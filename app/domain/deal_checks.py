"""What a deal may be like: checked where it is asked for, and again at the hub."""

from collections.abc import Iterable

from app.domain import deals
from app.domain.contact_cards import FieldChange, is_day, is_email
from app.domain.deal_asks import NewDeal
from app.domain.errors import Refused
from app.domain.money import MINOR_MAX, Money, money_problem, read_money
from app.domain.tags import clean_tag


def new_problem(new: NewDeal) -> Refused | None:
    """Why a deal cannot begin like this, wherever it stands; None when it can."""
    whose = (new.title, new.contact_id, new.conversation_id, new.person, new.email)
    if not any(whose):
        return Refused("deal_nobodys")
    texts = (("title", new.title), ("person", new.person), ("email", new.email), ("close_on", new.close_on))
    changes = [FieldChange(key, value) for key, value in texts if value]
    if len(new.tags) > deals.TAGS_MAX:
        return Refused("deal_tags_full", {"limit": str(deals.TAGS_MAX)})
    if not all(map(clean_tag, new.tags)):
        return Refused("tag_empty")
    is_strange = new.state not in deals.STATES or new.source not in deals.SOURCES
    if is_strange or (new.state == "open") != (new.ended_at is None):
        return Refused("deal_malformed")
    return (
        changes_problem(changes)
        or amount_problem(new.amount)
        or reason_problem(new.reason)
        or lines_problem(new.lines)
    )


def changes_problem(changes: Iterable[FieldChange]) -> Refused | None:
    """Why a deal cannot get these values."""
    for change in changes:
        if change.key not in deals.CHANGEABLE:
            return Refused("deal_malformed")
        refused = _value_problem(change.key, change.value) if change.value else None
        if refused is not None:
            return refused
    return None


def _value_problem(key: str, value: str) -> Refused | None:
    if key == "amount":
        code = value.rpartition(" ")[2]
        refused = amount_problem(Money(0, code))
        return refused or (None if read_money(value) else Refused("money_malformed", _most(code)))
    if key == "close_on":
        return None if is_day(value) else Refused("field_date", {"field": "close_on"})
    if key == "email":
        return None if is_email(value) else Refused("field_email", {"field": "email"})
    if len(value) > deals.TITLE_MAX_CHARS:
        return Refused("deal_text_long", {"limit": str(deals.TITLE_MAX_CHARS)})
    return None if _is_line(value) else Refused("field_text", {"field": key})


def amount_problem(amount: Money | None) -> Refused | None:
    """Why it is no price of a deal: nobody pays less than nothing."""
    code = money_problem(amount) if amount is not None else None
    if code == "money_currency" and amount is not None:
        return Refused(code, {"currency": amount.currency[:10]})
    if code is not None or (amount is not None and amount.minor < 0):
        return Refused("money_malformed", _most(amount.currency if amount is not None else ""))
    return None


def _most(currency: str) -> dict[str, str]:
    return {"most": f"{MINOR_MAX} {currency}"}


def reason_problem(reason: str) -> Refused | None:
    """Why it is no reason of an end."""
    if len(reason) > deals.REASON_MAX_CHARS:
        return Refused("deal_text_long", {"limit": str(deals.REASON_MAX_CHARS)})
    return None if not reason or _is_line(reason) else Refused("field_text", {"field": "reason"})


def lines_problem(lines: Iterable[deals.DealLine]) -> Refused | None:
    """Why these cannot be bought."""
    there = list(lines)
    if len(there) > deals.LINES_MAX:
        return Refused("deal_lines_full", {"limit": str(deals.LINES_MAX)})
    for line in there:
        texts = (line.name, line.code)
        if any(len(text) > deals.TITLE_MAX_CHARS or (text and not _is_line(text)) for text in texts):
            return Refused("deal_text_long", {"limit": str(deals.TITLE_MAX_CHARS)})
        if not 1 <= line.quantity <= deals.QUANTITY_MAX:
            return Refused("deal_malformed")
        refused = amount_problem(line.price)
        if refused is not None:
            return refused
    return None


def note_problem(what: str, note: str) -> Refused | None:
    """Why it cannot be written down."""
    if what not in deals.LOGGED:
        return Refused("deal_malformed")
    if len(note) <= deals.LOG_NOTE_MAX_CHARS:
        return None
    facts = {"length": str(len(note)), "limit": str(deals.LOG_NOTE_MAX_CHARS), "where": "team"}
    return Refused("text_too_long", facts)


def _is_line(text: str) -> bool:
    """Right-to-left names have marks that count as not printable."""
    return text == text.strip() and all(char.isprintable() or char in _MARKS for char in text)


_MARKS = "\u200c\u200d\u200e\u200f\u061c"
