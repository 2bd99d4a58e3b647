"""Frozen dataclasses that are made by the million."""

from dataclasses import dataclass, field
from typing import TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(cls: type[T]) -> type[T]:
    """A slotted dataclass that the type checker holds to be frozen; when the program runs nothing guards it.

    A frozen class asks `object.__setattr__` for each field that it is made with, which takes eight times as long:
    projecting a long log is mostly making and copying events, messages and conversations (decision 031).
    """
    return dataclass(slots=True, unsafe_hash=True)(cls)
