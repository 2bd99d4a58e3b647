"""The `fields` parameter of Graph: names, with parameters behind dots and sub-fields in braces.

For example `id,analytics.start(1).end(2),phone_numbers{id}` asks for three fields.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from app.sandbox.calls import invalid
from app.sandbox.routing import no_field
from app.sandbox.world import Json

NAME = re.compile(r"\w+")
OPENING, CLOSING = "([{", ")]}"


@dataclass(frozen=True, slots=True)
class Field:
    """One field that is asked for."""

    args: Mapping[str, str] = field(default_factory=dict)
    sub: str = ""  # what stands in its braces


Value = Callable[[Field], object]  # how a field is made; None leaves it out


def parse_fields(text: str) -> dict[str, Field]:
    """Name to field, in the order asked for. Raises Refusal 2500 when brackets do not match or a name is wrong."""
    found: dict[str, Field] = {}
    for part in _split(text, ","):
        name, *rest = _split(part.strip(), ".")
        name, sub = _braces(name)
        args: dict[str, str] = {}
        for call in rest:
            call, inner = _braces(call)
            key, opened, value = call.partition("(")
            if not opened or not value.endswith(")"):
                raise _syntax(text)
            args[key] = value[:-1]
            sub = sub or inner
        if not NAME.fullmatch(name):
            raise _syntax(text)
        found[name] = Field(args, sub)
    return found


def _braces(text: str) -> tuple[str, str]:
    name, opened, sub = text.partition("{")
    return (name.strip(), sub.removesuffix("}")) if opened else (text.strip(), "")


def _split(text: str, separator: str) -> list[str]:
    """Parts between separators that stand outside all brackets."""
    parts, depth, start = [], 0, 0
    for index, sign in enumerate(text):
        depth += (sign in OPENING) - (sign in CLOSING)
        if depth < 0:
            raise _syntax(text)
        if sign == separator and depth == 0:
            parts.append(text[start:index])
            start = index + 1
    if depth:
        raise _syntax(text)
    return [*parts, text[start:]]


def _syntax(text: str) -> Exception:
    return invalid(f"Syntax error in fields: {text}")


def show(
    asked: str | None, usual: Iterable[str], known: Mapping[str, Value], node_type: str, node_id: str = ""
) -> Json:
    """The fields that are asked for, the usual ones when none are; `id` always comes along.

    Raises Refusal 100 for a field that this kind of object does not have.
    """
    fields = parse_fields(asked) if asked else {name: Field() for name in usual}
    shown: Json = {}
    for name, one in fields.items():
        if name == "id":
            continue
        if name not in known:
            raise no_field(name, node_type)
        value = known[name](one)
        if value is not None:
            shown[name] = value
    return shown | ({"id": node_id} if node_id else {})


def plain(row: Mapping[str, object], *names: str) -> dict[str, Value]:
    """Fields that are read straight from a row; those it lacks are known and empty."""
    return {name: constant(row.get(name)) for name in names}


def constant(value: object) -> Value:
    """A field that is always the same."""

    def give(_: Field) -> object:
        return value

    return give
