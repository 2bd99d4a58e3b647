"""What a rule can be made of here: the fields, what can be asked of each, and the values that are known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

from app.domain import segments
from app.domain.contact_import_rows import ContactsImportRow
from app.domain.contact_table import Facets
from app.domain.records import record
from app.domain.segments import Condition, Kind
from app.words import gettext as _
from app.words.segments import Names, field_words, op_words, value_words
from ui.contacts.columns import OwnField
from ui.kit import Kit
from ui.plain import shown_line, shown_name
from ui.teamwork.acts import active_members
from ui.teamwork.finder import Choice
from ui.widgets.paint_avatar import Portrait

_ORDER: Final = (
    "tag", "last", "owner", "consent:service", "consent:reminders", "consent:marketing", "language", "country", "talk",
    "created", "import", "name", "company", "email", "number", "username",
)  # fmt: skip


@record
class RuleChoices:
    """`own`: fields of the owner's making; `facets`: what contacts have."""

    kit: Kit
    own: Sequence[OwnField]
    facets: Facets

    @property
    def names(self) -> Names:
        """What ids are called."""
        members = {str(one.member_id): shown_name(one.name) for one in self.kit.desk.members()}
        imports = {str(one.import_id): shown_line(one.file_name) for one in self._imports}
        return Names(members, {one.field_id: one.title for one in self.own}, self.types, imports)

    @property
    def _imports(self) -> list[ContactsImportRow]:
        """Those that brought somebody and were not taken back."""
        return [one for one in self.kit.desk.contacts_imports() if one.added and one.state != "undone"]

    @property
    def types(self) -> Mapping[str, str]:
        """Of own fields."""
        return {one.field_id: one.type for one in self.own}

    def kind(self, field: str) -> Kind:
        """What kind of thing a field is."""
        return segments.kind_of(field, self.types) or "text"

    def fields(self) -> list[Choice]:
        """What can be looked at."""
        names = self.names
        keys = [key for key in _ORDER if self._is_there(key)]
        keys += [segments.FIELD + one.field_id for one in self.own]
        return [Choice(key, field_words(key, names)) for key in keys]

    def ops(self, field: str) -> list[Choice]:
        """What can be asked of it."""
        kind = self.kind(field)
        return [Choice(op, op_words(kind, op)) for op in segments.OPS[kind]]

    def values(self, field: str) -> list[Choice]:
        """What can be ticked, where several can be."""
        names, kind = self.names, self.kind(field)
        if kind == "member":
            return self._people()
        if field == "tag":
            return [Choice(tag, shown_name(tag), str(count), icon="tag") for tag, count in self.facets.tags]
        known: Sequence[str] = ()
        if field in ("language", "country"):
            known = self.facets.languages if field == "language" else self.facets.countries
        elif kind == "import":
            known = [str(one.import_id) for one in self._imports]
        elif kind == "consent":
            known = segments.CONSENT_STATES
        elif kind == "yes_no":
            known = ("yes", "no")
        elif kind == "choice":
            known = next((one.choices for one in self.own if segments.FIELD + one.field_id == field), ())
        return [Choice(one, value_words(Condition(field, "is", (one,)), one, names)) for one in known]

    def _people(self) -> list[Choice]:
        people = [
            Choice(
                one.member_id, shown_name(one.name), portrait=Portrait(one.member_id, shown_name(one.name))
            )
            for one in active_members(self.kit)
            if not one.is_me
        ]
        me = Choice(segments.ME, _("Me"), icon="user")
        return [me, *people, Choice(segments.NOBODY, _("Nobody"), icon="user-x")]

    def _is_there(self, key: str) -> bool:
        if key == "import":
            return bool(self._imports)
        return not key.startswith(segments.CONSENT) or self.facets.has_consents


def read_typed(kind: Kind, op: str, text: str) -> str | None:
    """A typed value in the form in which rules keep it; None for what is none."""
    bare = " ".join(text.split())
    if op in segments.IN_DAYS:
        return str(int(bare)) if bare.isdecimal() and int(bare) <= segments.DAYS_MAX else None
    if kind in ("moment", "day"):
        return read_day(bare)
    if kind == "digits":
        digits = "".join(str(int(char)) for char in bare if char.isdecimal()).lstrip("0")
        return digits or None
    if kind == "number":
        amount = _decimal(bare)
        return f"{amount:f}" if amount is not None else None
    if kind == "money":
        return _money(bare)
    return bare or None


def read_day(text: str) -> str | None:
    """A day as people write it, 31/3/2026 or 2026-03-31."""
    parts = text.replace("/", "-").replace(".", "-").replace(" ", "-").split("-")
    if len(parts) != 3 or not all(part.isdecimal() for part in parts):
        return None
    year, month, day = map(int, parts if len(parts[0]) == 4 else reversed(parts))
    try:
        return date(year + 2000 if year < 100 else year, month, day).isoformat()
    except ValueError:
        return None


def shown_typed(kind: Kind, op: str, value: str) -> str:
    """A kept value as it is typed."""
    if kind in ("moment", "day") and op in ("since", "before") and value:
        year, month, day = value.split("-")
        return f"{int(day)}/{int(month)}/{year}"
    if kind == "money" and value:
        from babel.numbers import get_currency_precision

        amount, _blank, currency = value.partition(" ")
        return f"{Decimal(amount).scaleb(-get_currency_precision(currency)):f} {currency}"
    return value


def _decimal(text: str) -> Decimal | None:
    try:
        value = Decimal(text.replace(",", ".").replace(" ", ""))
    except InvalidOperation:
        return None
    return value if value.is_finite() and len(text) <= 20 else None


def _money(text: str) -> str | None:
    """An amount and its currency, euros where none is given."""
    from babel.numbers import get_currency_precision

    signs = {"€": "EUR", "$": "USD", "£": "GBP"}
    for sign, code in signs.items():
        text = text.replace(sign, f" {code}")
    letters = "".join(char for char in text if char.isalpha()).upper() or "EUR"
    amount = _decimal("".join(char for char in text if not char.isalpha()).strip())
    if amount is None or len(letters) != 3 or not letters.isascii():
        return None
    minor = amount.scaleb(get_currency_precision(letters))
    return f"{int(minor)} {letters}" if minor == minor.to_integral_value() else None
