"""Figures over time, counted from the messages of the world: sends, prices, templates.

The prices are invented and only here to be added up: nobody pays in practice.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from app.domain.clock import Clock
from app.sandbox.addressing import COUNTRIES, calling_code
from app.sandbox.calls import invalid
from app.sandbox.fields import Field, Value
from app.sandbox.template_use import Use, template_of
from app.sandbox.templates_store import Json
from app.sandbox.world import Message, World

DAY_S, HALF_HOUR_S, YEAR_S = 86400, 1800, 366 * 86400
FREE_SERVICE_MESSAGES = 1_000
PRICES = {"MARKETING": 0.08, "UTILITY": 0.03, "AUTHENTICATION": 0.03, "SERVICE": 0.03}  # euros, invented
DELIVERED = frozenset({"delivered", "read", "played"})
DIMENSIONS = ("PRICING_CATEGORY", "PRICING_TYPE", "COUNTRY", "PHONE", "TIER")


class Analytics:
    """The analytics fields of the account's node, and the figures of templates."""

    def __init__(self, world: World, use: Use, clock: Clock) -> None:
        self._world = world
        self._use = use
        self._clock = clock

    def fields(self) -> dict[str, Value]:
        """Name to what makes it."""
        return {
            "analytics": self._sends,
            "conversation_analytics": self._conversations,
            "pricing_analytics": self._prices,
        }

    def of_templates(self, ids: list[str], start: int, end: int, wished: set[str]) -> list[Json]:
        """One point for each template and day; counts that were not wished for are left out."""
        points = []
        for first, last in _days(start, end):
            for template_id in ids:
                counts = self._use.of(template_id, first, last)
                kept = {name: value for name, value in counts.items() if name in wished}
                points.append({"template_id": template_id, "start": first, "end": last} | kept)
        return points

    def _sends(self, one: Field) -> Json:
        start, end = self._span(one)
        granularity = _choice(one, "granularity", ("HALF_HOUR", "DAY", "MONTH"))
        points = []
        for first, last in _steps(start, end, granularity):
            messages = list(self._use.outgoing(first, last))
            delivered = sum(bool(self._use.ranks(message) & DELIVERED) for message in messages)
            if messages:
                points.append({"start": first, "end": last, "sent": len(messages), "delivered": delivered})
        numbers = [self._world.business.phone]
        return {"phone_numbers": numbers, "granularity": granularity, "data_points": points}

    def _conversations(self, one: Field) -> Json:
        """The old model: one conversation for each person, day and category."""
        start, end = self._span(one)
        granularity = _choice(one, "granularity", ("HALF_HOUR", "DAILY", "MONTHLY"))
        points = []
        for first, last in _steps(start, end, granularity):
            kinds = {(message.person, self._category(message)) for message in self._use.outgoing(first, last)}
            if kinds:
                cost = round(sum(PRICES[category] for _, category in kinds), 4)
                points.append({"start": first, "end": last, "conversation": len(kinds), "cost": cost})
        return {"data": [{"data_points": points}]}

    def _prices(self, one: Field) -> Json:
        start, end = self._span(one)
        granularity = _choice(one, "granularity", ("HALF_HOUR", "DAILY", "MONTHLY"))
        wished = _list(one, "dimensions")
        if unknown := set(wished) - set(DIMENSIONS):
            raise invalid(f"Unknown dimensions: {', '.join(sorted(unknown))}")
        points: list[Json] = []
        for first, last in _steps(start, end, granularity):
            points += self._price_points(first, last, wished)
        return {"data": [{"data_points": points}]}

    def _price_points(self, first: int, last: int, wished: list[str]) -> list[Json]:
        volumes: Counter[tuple[tuple[str, str], ...]] = Counter()
        costs: defaultdict[tuple[tuple[str, str], ...], float] = defaultdict(float)
        for message in self._use.outgoing(first, last):
            if not self._use.ranks(message) & DELIVERED:
                continue  # only what was delivered is paid
            described = self._described(message)
            key = tuple((name.lower(), described[name]) for name in wished if name in described)
            volumes[key] += 1
            if described["PRICING_TYPE"] == "REGULAR":
                costs[key] += PRICES[described["PRICING_CATEGORY"]]
        return [
            {"start": first, "end": last, "volume": volume, "cost": round(costs[key], 4)} | _named(key)
            for key, volume in volumes.items()
        ]

    def _described(self, message: Message) -> dict[str, str]:
        category = self._category(message)
        month = f"{message.at:%Y-%m}"
        is_free = (
            category == "SERVICE" and self._world.service_messages.get(month, 0) <= FREE_SERVICE_MESSAGES
        )
        code = calling_code(self._world.people[message.person].phone)
        return {
            "PRICING_CATEGORY": category,
            "PRICING_TYPE": "FREE_CUSTOMER_SERVICE" if is_free else "REGULAR",
            "COUNTRY": COUNTRIES.get(code, "FR"),
            "PHONE": self._world.business.phone,
        }

    def _category(self, message: Message) -> str:
        key = template_of(message) if message.kind == "template" else None
        template = self._world.account.templates.find(self._world.business.waba_id, *key) if key else None
        if template is not None:
            return str(template["category"])
        return "UTILITY" if message.kind == "template" else "SERVICE"

    def _span(self, one: Field) -> tuple[int, int]:
        """Start and end in Unix seconds, a year back at most."""
        try:
            start, end = int(one.args["start"]), int(one.args["end"])
        except (KeyError, ValueError):
            raise invalid("start and end are needed, in Unix seconds.") from None
        if start >= end:
            raise invalid("start lies before end.")
        if self._clock.now().timestamp() - start > YEAR_S:
            raise invalid("Figures go back one year.")
        return start, end


def _named(key: tuple[tuple[str, str], ...]) -> Json:
    return {{"phone": "phone_number"}.get(name, name): value for name, value in key}


def _choice(one: Field, name: str, known: tuple[str, ...]) -> str:
    value = one.args.get(name, known[1]).upper()
    if value not in known:
        raise invalid(f"{name} must be one of {{{', '.join(known)}}}.")
    return value


def _list(one: Field, name: str) -> list[str]:
    text = one.args.get(name, "[]")
    try:
        value: Any = json.loads(text)
    except ValueError:
        value = text.strip("[]").split(",")
    return [str(part).strip().upper() for part in value] if isinstance(value, list) else [str(value)]


def _days(start: int, end: int) -> Iterator[tuple[int, int]]:
    return _steps(start, end, "DAY")


def _steps(start: int, end: int, granularity: str) -> Iterator[tuple[int, int]]:
    """Spans that cover start to end, cut at whole half hours, days or months (UTC)."""
    next_cut = _month_cut if granularity.startswith("MONTH") else _cut(_length(granularity))
    while start < end:
        stop = min(end, next_cut(start))
        yield start, stop
        start = stop


def _length(granularity: str) -> int:
    return HALF_HOUR_S if granularity == "HALF_HOUR" else DAY_S


def _cut(length_s: int) -> Callable[[int], int]:
    return lambda at: at - at % length_s + length_s


def _month_cut(at: int) -> int:
    day = datetime.fromtimestamp(at, UTC)
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
    return int(datetime(year, month, 1, tzinfo=UTC).timestamp())
