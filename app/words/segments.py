"""A segment's rule as a sentence, and the words for its parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from app.domain import segments
from app.domain.segments import Condition, Rule
from app.words import gettext as _
from app.words import language, ngettext
from app.words.calendar_names import NAMES
from app.words.phones import phone


def N_(message: str) -> str:
    """Marks a message for the catalogue without translating it now."""
    return message


@dataclass(frozen=True)
class Names:
    """What ids are called: members, own fields, imports."""

    members: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)
    types: Mapping[str, str] = field(default_factory=dict)
    imports: Mapping[str, str] = field(default_factory=dict)


_FIELDS: Final = {
    "tag": N_("Tag"), "last": N_("Last contact"), "owner": N_("Looked after by"), "language": N_("Language"),
    "country": N_("Country"), "name": N_("Name"), "company": N_("Company"), "email": N_("E-mail"),
    "username": N_("User name"), "number": N_("Number"), "created": N_("Added"), "talk": N_("Conversation"),
    "import": N_("Import"), "consent:service": N_("Consent to service"),
    "consent:reminders": N_("Consent to reminders"), "consent:marketing": N_("Consent to promotions"),
}  # fmt: skip
_OPS: Final = {
    "text": {"has": N_("contains"), "has_not": N_("does not contain"), "is": N_("is")},
    "digits": {"begins": N_("begins with"), "has": N_("contains")},
    "tag": {"is": N_("is one of"), "is_not": N_("is none of")},
    "moment": {"within": N_("in the last (days)"), "older": N_("longer ago than (days)"), "since": N_("since the"),
               "before": N_("before the")},
    "day": {"within": N_("in the last (days)"), "ahead": N_("in the next (days)"),
            "older": N_("longer ago than (days)"),
            "since": N_("from the"), "before": N_("before the")},
    "number": {"over": N_("is over"), "under": N_("is under"), "is": N_("is")},
}  # fmt: skip
_ONE_OF: Final = {"is": N_("is"), "is_not": N_("is not")}
_PRESENCE: Final = {"filled": N_("is known"), "empty": N_("is not known")}
_STATES: Final = {"given": N_("agreed"), "withdrawn": N_("refused"), "unknown": N_("not asked")}
Say = Callable[[Condition, str, str], str]  # of a condition, its field's title and its values in words


def field_words(key: str, names: Names) -> str:
    """What a field is called."""
    if key.startswith(segments.FIELD):
        return names.fields.get(key.removeprefix(segments.FIELD)) or _("a field that is gone")
    return _(_FIELDS[key]) if key in _FIELDS else key


def op_words(kind: segments.Kind, op: str) -> str:
    """What is asked of a field, for a choice."""
    of_kind = _OPS.get("number" if kind == "money" else kind, _ONE_OF)
    return _({**_PRESENCE, **of_kind}[op])


def value_words(one: Condition, value: str, names: Names) -> str:
    """One value as people say it."""
    if one.field == "owner":
        return {segments.ME: _("me"), segments.NOBODY: _("nobody")}.get(value) or names.members.get(
            value, _("somebody who left")
        )
    if one.field in ("language", "country"):
        return place_words(one.field, value)
    if one.field.startswith(segments.CONSENT):
        return _(_STATES[value]) if value in _STATES else value
    if one.field == "import":
        return names.imports.get(value, value)
    kind = segments.kind_of(one.field, names.types)
    if kind == "yes_no":
        return _("yes") if value == "yes" else _("no")
    if kind in ("moment", "day") and one.op in ("since", "before"):
        return day_words(value)
    return money_words(value) if kind == "money" else value


def day_words(value: str) -> str:
    """A day in full: 3 March 2026."""
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return value
    return f"{day.day} {NAMES[language()].months[day.month - 1]} {day.year}"


def money_words(value: str) -> str:
    """An amount from its minor units: "4200 EUR" is 42.00 EUR as the reader writes it."""
    from decimal import Decimal

    from babel.numbers import get_currency_precision

    from app.words.amounts import money

    amount, _blank, currency = value.partition(" ")
    minor = Decimal(amount).scaleb(-get_currency_precision(currency)) if currency else Decimal(amount)
    return money(str(minor), currency, language())


def place_words(what: str, code: str) -> str:
    """A language or a country by its code."""
    from babel import Locale

    locale = Locale.parse(language())
    known = locale.languages if what == "language" else locale.territories
    return str(known.get(code, code))


def rule_words(rule: Rule, names: Names) -> str:
    """The rule as one sentence."""
    if not rule.conditions:
        return _("Everybody")
    parts = [condition_words(one, names) for one in rule.conditions]
    joiner = _(" and ") if rule.match == "all" else _(" or ")
    sentence = joiner.join(parts)
    return sentence[:1].upper() + sentence[1:]


def condition_words(one: Condition, names: Names) -> str:
    """One condition as a part of a sentence."""
    said = listed([value_words(one, value, names) for value in one.values])
    title = field_words(one.field, names)
    kind = segments.kind_of(one.field, names.types)
    say = _SAID.get((one.field, one.op)) or _SAID.get((kind or "", one.op)) or _SAID.get(("", one.op))
    return say(one, title, said) if say is not None else title


def listed(values: Sequence[str]) -> str:
    """Several, of which one is enough."""
    if len(values) < 2:
        return "".join(values)
    return _("{some} or {last}").format(some=", ".join(values[:-1]), last=values[-1])


def _days(singular: str, plural: str) -> Say:
    def say(one: Condition, title: str, _said: str) -> str:
        count = int(one.value) if one.value.isdecimal() else 0
        return ngettext(singular, plural, count).format(field=title, n=count)

    return say


def _said(message: str) -> Say:
    return lambda _one, title, said: _(message).format(field=title, value=said)


def _number(message: str) -> Say:
    return lambda one, _title, _said: _(message).format(value=phone(f"+{one.value}"))


def _talk(one: Condition, _title: str, _said: str) -> str:
    return _("with a conversation") if one.value == "yes" else _("without a conversation")


_SAID: Final[Mapping[tuple[str, str], Say]] = {
    ("tag", "is"): _said(N_("tagged {value}")),
    ("tag", "is_not"): _said(N_("not tagged {value}")),
    ("tag", "filled"): _said(N_("with a tag")),
    ("tag", "empty"): _said(N_("without tags")),
    ("last", "within"): _days("last contact in the last {n} day", "last contact in the last {n} days"),
    ("last", "older"): _days("last contact more than {n} day ago", "last contact more than {n} days ago"),
    ("last", "since"): _said(N_("last contact since {value}")),
    ("last", "before"): _said(N_("last contact before {value}")),
    ("last", "filled"): _said(N_("heard of before")),
    ("last", "empty"): _said(N_("never heard of")),
    ("created", "within"): _days("added in the last {n} day", "added in the last {n} days"),
    ("created", "older"): _days("added more than {n} day ago", "added more than {n} days ago"),
    ("created", "since"): _said(N_("added since {value}")),
    ("created", "before"): _said(N_("added before {value}")),
    ("owner", "is"): _said(N_("looked after by {value}")),
    ("owner", "is_not"): _said(N_("not looked after by {value}")),
    ("talk", "is"): _talk,
    ("import", "is"): _said(N_("came with the import {value}")),
    ("import", "is_not"): _said(N_("did not come with the import {value}")),
    ("digits", "begins"): _number(N_("number that begins with {value}")),
    ("digits", "has"): lambda one, _title, _said: _("number that contains {value}").format(value=one.value),
    ("text", "is"): _said(N_("{field} is “{value}”")),
    ("day", "within"): _days("{field} in the last {n} day", "{field} in the last {n} days"),
    ("day", "ahead"): _days("{field} in the next {n} day", "{field} in the next {n} days"),
    ("day", "older"): _days("{field} more than {n} day ago", "{field} more than {n} days ago"),
    ("", "has"): _said(N_("{field} contains “{value}”")),
    ("", "has_not"): _said(N_("{field} does not contain “{value}”")),
    ("", "is"): _said(N_("{field}: {value}")),
    ("", "is_not"): _said(N_("{field} other than {value}")),
    ("", "over"): _said(N_("{field} over {value}")),
    ("", "under"): _said(N_("{field} under {value}")),
    ("", "since"): _said(N_("{field} from {value} on")),
    ("", "before"): _said(N_("{field} before {value}")),
    ("", "within"): _days("{field} in the last {n} day", "{field} in the last {n} days"),
    ("", "ahead"): _days("{field} in the next {n} day", "{field} in the next {n} days"),
    ("", "older"): _days("{field} more than {n} day ago", "{field} more than {n} days ago"),
    ("", "filled"): _said(N_("{field} known")),
    ("", "empty"): _said(N_("{field} not known")),
}  # fmt: skip
