"""Segments: contacts by rules that are evaluated again whenever somebody looks. Pure: what they mean and what is wrong.

Days are the business's own, counted from a moment that is passed in. `storage.view.segments` says the same in SQL.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar, Final, Literal

from app.domain.errors import Refused
from app.domain.ids import MemberId
from app.domain.records import record

Match = Literal["all", "any"]
Kind = Literal["text", "digits", "code", "tag", "member", "moment", "day", "number", "money", "choice", "yes_no",
               "consent", "import"]  # fmt: skip
Op = Literal["is", "is_not", "has", "has_not", "begins", "over", "under", "before", "since", "within", "older", "ahead",
             "empty", "filled"]  # fmt: skip
NAME_MAX_CHARS: Final = 60
SEGMENTS_MAX: Final = 200
CONDITIONS_MAX: Final = 20
VALUES_MAX: Final = 50
VALUE_MAX_CHARS: Final = 200
DAYS_MAX: Final = 36_500
ME: Final = "me"  # a value of "owner": whoever looks
NOBODY: Final = ""  # likewise
CONSENT_STATES: Final = ("given", "withdrawn", "unknown")
FIELD: Final = "field:"  # before the id of a field that the owner made
CONSENT: Final = "consent:"  # before a purpose
BUILT_IN: Final[Mapping[str, Kind]] = {
    "tag": "tag", "last": "moment", "owner": "member", "language": "code", "country": "code", "name": "text",
    "company": "text", "email": "text", "username": "text", "number": "digits", "created": "moment", "talk": "yes_no",
    "import": "import",
    "consent:service": "consent", "consent:reminders": "consent", "consent:marketing": "consent",
}  # fmt: skip
_PRESENCE: Final[tuple[Op, ...]] = ("filled", "empty")
OPS: Final[Mapping[Kind, tuple[Op, ...]]] = {
    "text": ("has", "has_not", "is", *_PRESENCE),
    "digits": ("begins", "has", *_PRESENCE),
    "code": ("is", "is_not", *_PRESENCE),
    "tag": ("is", "is_not", *_PRESENCE),
    "member": ("is", "is_not"),
    "moment": ("within", "older", "since", "before", *_PRESENCE),
    "day": ("within", "ahead", "older", "since", "before", *_PRESENCE),
    "number": ("over", "under", "is", *_PRESENCE),
    "money": ("over", "under", "is", *_PRESENCE),
    "choice": ("is", "is_not", *_PRESENCE),
    "yes_no": ("is",),
    "consent": ("is", "is_not"),
    "import": ("is", "is_not"),
}
KIND_OF_TYPE: Final[Mapping[str, Kind]] = {
    "text": "text", "number": "number", "money": "money", "date": "day", "choice": "choice", "yes_no": "yes_no",
}  # fmt: skip
IN_DAYS: Final = ("within", "older", "ahead")
SEVERAL: Final = (
    "code",
    "tag",
    "member",
    "choice",
    "consent",
    "import",
)  # kinds where any of several values is enough


@record
class Condition:
    """One rule: `field` (a built-in one, "consent:…" or "field:…"), what is asked of it, and with what.

    `values`: of a kind in SEVERAL any is enough; else one. A number of days, a day (ISO), digits, words …
    """

    field: str
    op: Op
    values: tuple[str, ...] = ()

    @property
    def value(self) -> str:
        """The only one."""
        return self.values[0] if self.values else ""


@record
class Rule:
    """All of the conditions must hold, or any. Without conditions everybody fits."""

    match: Match = "all"
    conditions: tuple[Condition, ...] = ()


@record
class Segment:
    """A named rule. `owner_id` None: shared with the team."""

    segment_id: str
    name: str
    rule: Rule
    owner_id: MemberId | None = None


@record
class SaveSegment:
    """segment.save: a new one, or another content of a known one. Shared ones: owner and manager."""

    KIND: ClassVar[str] = "segment.save"
    VERSION: ClassVar[int] = 1
    segment: Segment

    @property
    def lane(self) -> str:
        """All segments share one: what is asked for about them keeps its order."""
        return "segments"


@record
class RemoveSegment:
    """segment.remove."""

    KIND: ClassVar[str] = "segment.remove"
    VERSION: ClassVar[int] = 1
    segment_id: str

    @property
    def lane(self) -> str:
        """All segments share one: what is asked for about them keeps its order."""
        return "segments"


SEGMENT_COMMANDS = (SaveSegment, RemoveSegment)


@record
class SegmentSaved:
    """segment.saved."""

    KIND: ClassVar[str] = "segment.saved"
    VERSION: ClassVar[int] = 1
    segment: Segment
    member_id: MemberId


@record
class SegmentRemoved:
    """segment.removed."""

    KIND: ClassVar[str] = "segment.removed"
    VERSION: ClassVar[int] = 1
    segment_id: str
    member_id: MemberId


SEGMENT_EVENTS = (SegmentSaved, SegmentRemoved)


# --- what is wrong with a rule ---


def kind_of(field: str, own: Mapping[str, str] | None = None) -> Kind | None:
    """What kind of thing a field is. `own`: types of own fields by id; without it an own field may be anything."""
    if not field.startswith(FIELD):
        return BUILT_IN.get(field)
    of_type = (own or {}).get(field.removeprefix(FIELD))
    return KIND_OF_TYPE.get(of_type) if of_type is not None else None


def rule_problem(rule: Rule, own: Mapping[str, str] | None = None) -> Refused | None:
    """Why a rule means nothing: a code, with `place` from 0. An own field that is not known is not looked at."""
    if len(rule.conditions) > CONDITIONS_MAX:
        return Refused("rule_long", {"limit": str(CONDITIONS_MAX)})
    for place, one in enumerate(rule.conditions):
        code = condition_problem(one, own)
        if code is not None:
            return Refused(code, {"place": str(place), "field": one.field[:VALUE_MAX_CHARS]})
    return None


def condition_problem(one: Condition, own: Mapping[str, str] | None = None) -> str | None:
    """Why a condition means nothing."""
    if len(one.values) > VALUES_MAX or any(len(value) > VALUE_MAX_CHARS for value in one.values):
        return "rule_value_long"
    kind = kind_of(one.field, own)
    if kind is None:
        is_own = one.field.startswith(FIELD) and len(one.field) <= VALUE_MAX_CHARS
        return None if is_own and _is_op(one.op) and _has_values(one, None) else "rule_field"
    if one.op not in OPS[kind]:
        return "rule_op"
    if not _has_values(one, kind):
        return "rule_value_missing"
    return (
        None
        if one.op in _PRESENCE or all(_is_value(kind, one.op, value) for value in one.values)
        else "rule_value"
    )


def _is_op(op: str) -> bool:
    return any(op in ops for ops in OPS.values())


def _has_values(one: Condition, kind: Kind | None) -> bool:
    if one.op in _PRESENCE:
        return not one.values
    return bool(one.values) if kind in SEVERAL or kind is None else len(one.values) == 1


def _is_value(kind: Kind, op: Op, value: str) -> bool:
    from app.domain.contact_cards import is_day, is_decimal, is_money

    if op in IN_DAYS:
        return value.isdecimal() and value.isascii() and 0 <= int(value) <= DAYS_MAX
    checks: dict[Kind, Callable[[str], bool]] = {
        "moment": is_day, "day": is_day, "number": is_decimal, "money": is_money,
        "yes_no": lambda one: one in ("yes", "no"), "consent": lambda one: one in CONSENT_STATES,
        "digits": lambda one: one.isdecimal() and one.isascii(), "member": lambda _one: True,
    }  # fmt: skip
    check = checks.get(kind)
    return check(value) if check is not None else bool(value.strip())
