"""Small frozen dataclasses that cost a start and a long replay as little as they can."""

import threading
from collections.abc import Callable
from dataclasses import Field, dataclass, field, fields
from operator import attrgetter
from typing import Any, ClassVar, TypeVar, dataclass_transform, get_origin

T = TypeVar("T")
_ASKED = ("__dataclass_fields__", "__dataclass_params__", "__match_args__")
_settling = threading.RLock()  # a record settles those that it is derived from


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(cls: type[T]) -> type[T]:
    """A slotted dataclass that the type checker holds to be frozen; when the program runs nothing guards it.

    Declaring one only makes its class. What a dataclass compiles, its `__init__` and its fields, is made when the first
    is made or asked about, as most that a start declares are not used before its first paint. Making one takes an
    eighth of a frozen dataclass's time, as nothing asks `object.__setattr__` for each field (a long log makes millions;
    decision 034). Equality, hash and repr are a dataclass's, and heed `field(compare=False)` and `field(repr=False)`.
    """
    own = {name: value for name, value in vars(cls).items() if name not in ("__dict__", "__weakref__")}
    slots = tuple(name for name, told in own.get("__annotations__", {}).items() if not _is_of_class(told))
    inherited = {name for base in cls.__mro__[1:] for name in vars(base).get("__slots__", ())}
    for name in slots:
        own.pop(name, None)  # its default, which a slot of that name would hide
    own["__slots__"] = tuple(name for name in slots if name not in inherited)
    own["__qualname__"] = cls.__qualname__
    late = _Late(cls)
    for name, stub in late.stubs.items():
        own.setdefault(name, stub)
    kind: Any = type(cls)
    made: type[T] = kind(cls.__name__, cls.__bases__, own)
    late.made = made
    return made


def _is_of_class(told: object) -> bool:
    """Whether an annotation, or its words, tells of the class and not of a field."""
    if isinstance(told, str):
        return told.startswith(("ClassVar", "typing.ClassVar"))
    return told is ClassVar or get_origin(told) is ClassVar


class _Late:
    """What a record lacks until somebody needs it: all of it comes at once then, by the library's own hand."""

    def __init__(self, declared: type) -> None:
        self._declared: type | None = declared  # as it was written; None once settled
        self.made: Any = None
        self.stubs = self._stubs()

    def _stubs(self) -> dict[str, Any]:
        """What stands in the place of each: it settles, and does what was asked."""

        def begin(one: Any, /, *given: Any, **named: Any) -> None:
            self.begin()
            self.made.__init__(one, *given, **named)

        def is_equal(one: Any, other: Any) -> Any:
            self.settle()
            return self.made.__eq__(one, other)

        def hashed(one: Any) -> int:
            self.settle()
            return int(self.made.__hash__(one))

        def described(one: Any) -> str:
            self.settle()
            return str(self.made.__repr__(one))

        methods = {"__init__": begin, "__eq__": is_equal, "__hash__": hashed, "__repr__": described}
        return methods | {name: _Asked(self, name) for name in _ASKED}

    def begin(self) -> None:
        """The `__init__` alone, where it only keeps what it is given: half of what a start would settle for it."""
        with _settling:
            if self._declared is None or vars(self.made)["__init__"] is not self.stubs["__init__"]:
                return
            begins = _plain_init(self._declared)
            if begins is None:
                self.settle()
            else:
                self.made.__init__ = begins

    def settle(self) -> None:
        """The fields and all methods, in the class that is used. Once, whichever thread is first."""
        with _settling:
            if self._declared is None:
                return
            declared: Any = dataclass(repr=False, eq=False)(self._declared)
            for name, method in _methods(declared, self.made).items():
                if vars(self.made)[name] is self.stubs[name]:  # else the class has its own
                    setattr(self.made, name, method)
            for name in _ASKED:
                setattr(self.made, name, getattr(declared, name))
            self._declared = None


class _Asked:
    """An attribute of a record that nobody asked for yet."""

    def __init__(self, late: _Late, name: str) -> None:
        self._late, self._name = late, name

    def __get__(self, _one: object, _cls: object = None) -> Any:
        self._late.settle()
        return getattr(self._late.made, self._name)


def _plain_init(declared: type) -> Callable[..., None] | None:
    """What the library would write, without its annotations; None for what a record inherits or a `field` asks for."""
    told = {name: told for name, told in declared.__annotations__.items() if not _is_of_class(told)}
    defaults = {name: vars(declared)[name] for name in told if name in vars(declared)}
    is_derived = any("__dataclass_fields__" in vars(base) for base in declared.__mro__[1:])
    is_asked = any(isinstance(value, Field) or value.__hash__ is None for value in defaults.values())
    if is_derived or is_asked or hasattr(declared, "__post_init__") or not told:
        return None
    late = [name for name in told if name in defaults]
    if late != list(told)[len(told) - len(late) :]:
        return None  # the library says what is wrong with it
    given = ", ".join(f"{name}=of_{name}" if name in defaults else name for name in told)
    lines = [f"def __init__(self, {given}):", *(f" self.{name} = {name}" for name in told)]
    names = {f"of_{name}": value for name, value in defaults.items()}
    exec("\n".join(lines), names)  # noqa: S102 - our own names
    begins: Any = names["__init__"]
    begins.__qualname__ = f"{declared.__qualname__}.__init__"
    return begins  # type: ignore[no-any-return]


def _methods(declared: Any, made: Any) -> dict[str, Callable[..., Any]]:
    compared = [each.name for each in fields(declared) if each.compare]
    shown = [each.name for each in fields(declared) if each.repr]
    values: Any = attrgetter(*compared) if compared else type

    def is_equal(self: Any, other: Any) -> Any:
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    def hashed(self: Any) -> int:
        return hash(values(self))

    def described(self: Any) -> str:
        return f"{made.__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in shown)})"

    return {"__init__": declared.__init__, "__eq__": is_equal, "__hash__": hashed, "__repr__": described}
