"""Small frozen dataclasses that cost a start and a long replay as little as they can."""

from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(cls: type[T]) -> type[T]:
    """A slotted dataclass that the type checker holds to be frozen; when the program runs nothing guards it.

    Declaring one takes a third of the time of a frozen dataclass, which compiles seven methods (a start declares 60),
    and making one an eighth, as nothing asks `object.__setattr__` for each field (a long log makes millions; decision
    034). Equality, hash and repr are a dataclass's, and heed `field(compare=False)` and `field(repr=False)`.
    """
    made: Any = dataclass(slots=True, repr=False, eq=False)(cls)
    compared = [each.name for each in fields(made) if each.compare]
    shown = [each.name for each in fields(made) if each.repr]
    values: Any = attrgetter(*compared) if compared else type

    def is_equal(self: Any, other: Any) -> Any:
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    def hashed(self: Any) -> int:
        return hash(values(self))

    def described(self: Any) -> str:
        return f"{made.__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in shown)})"

    methods = {"__eq__": is_equal, "__hash__": hashed, "__repr__": described}
    for name, method in methods.items():
        if name not in vars(cls):
            setattr(made, name, method)
    return made  # type: ignore[no-any-return]
