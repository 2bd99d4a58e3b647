"""Copies of records with some fields changed, in a tenth of the time of `dataclasses.replace`."""

from collections.abc import Callable
from dataclasses import fields
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")


def changed(old: T, /, **changes: Any) -> T:
    """A copy of a record (`app.domain.records`), without `__post_init__`. AttributeError for an unknown field."""
    cls: type = type(old)
    copy: T = _copier(cls)(old)
    for name, value in changes.items():
        setattr(copy, name, value)
    return copy


def copied(old: object, /) -> Any:
    """A copy of a record that its maker may still write to, as long as nobody else has seen it (hence Any)."""
    cls: type = type(old)
    return _copier(cls)(old)


@cache
def _copier(cls: type) -> Callable[[Any], Any]:
    """What copies every field of a class by plain statements, as dataclasses write their own `__init__`."""
    lines = [f" copy.{each.name} = old.{each.name}" for each in fields(cls)]
    names: dict[str, Any] = {"new": object.__new__, "cls": cls}
    exec("\n".join(["def copier(old):", " copy = new(cls)", *lines, " return copy"]), names)  # noqa: S102 - our own names
    copier: Callable[[Any], Any] = names["copier"]
    return copier
