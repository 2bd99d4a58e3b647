"""A record is what a slotted dataclass of the same words is, though it becomes one late."""

import importlib
import pkgutil
import threading
from dataclasses import MISSING, dataclass, field, fields, is_dataclass, replace
from typing import Any, ClassVar, get_type_hints

import msgspec
import pytest

import app
import storage
from app.domain.records import record


def shapes(made: Any) -> Any:
    """Two classes, one derived from the other, with everything that ours use."""

    @made
    class Point:
        """Somewhere."""

        KIND: ClassVar[str] = "point"
        x: int
        y: int = 2
        told: "ClassVar[int]" = 3
        seen: list[int] = field(default_factory=list)
        note: str = field(default="", compare=False, repr=False)

        def sum(self) -> int:
            """Of both."""
            return self.x + self.y

    @made
    class Place(Point):
        """Somewhere with a name."""

        y: int = 7
        name: str = "?"

        def __post_init__(self) -> None:
            self.note = "made"

    return Point, Place


def plain_shape(made: Any) -> Any:
    """Nothing but fields and defaults, as most records are: its `__init__` is written by ourselves."""

    @made
    class Line:
        """Between two."""

        x: int
        y: "int | None"
        name: str = "?"
        parts: tuple[int, ...] = (1, 2)

    return Line


@pytest.mark.parametrize("given", [(1, 2), (1, None, "n"), (1, 2, "n", ()), (1,), (1, 2, "n", (), 5)])
@pytest.mark.parametrize("named", [{}, {"parts": (3,)}, {"name": "k", "parts": (4,)}, {"y": 8}, {"z": 1}])
def test_a_plain_one_takes_what_a_dataclass_takes(given: tuple[Any, ...], named: dict[str, Any]) -> None:
    made, plain = plain_shape(record), plain_shape(dataclass(slots=True, unsafe_hash=True))
    expected, refused = outcome(plain, given, named)
    for _ in range(2):
        one, said = outcome(made, given, named)
        assert (repr(one), said) == (repr(expected), refused)
        assert refused or (one == made(*given, **named) and replace(one, x=7) == made(7, *given[1:], **named))
    assert [each.name for each in fields(made)] == ["x", "y", "name", "parts"]


def outcome(made: Any, given: tuple[Any, ...], named: dict[str, Any]) -> tuple[Any, str]:
    """What was made, or why nothing was."""
    try:
        return made(*given, **named), ""
    except TypeError as error:
        return None, str(error).rpartition(">.")[2]


RECORDS = shapes(record)
PLAIN = shapes(dataclass(slots=True, unsafe_hash=True))
GIVEN: list[tuple[tuple[Any, ...], dict[str, Any]]] = [
    ((1,), {}),
    ((1, 5), {}),
    ((1,), {"y": 5, "seen": [4]}),
    ((), {"x": 3, "note": "n"}),
]


@pytest.mark.parametrize(("positional", "named"), GIVEN)
@pytest.mark.parametrize("which", [0, 1])
def test_what_is_made_says_and_holds_the_same(
    which: int, positional: tuple[Any, ...], named: dict[str, Any]
) -> None:
    one, other = RECORDS[which](*positional, **named), PLAIN[which](*positional, **named)
    assert repr(one) == repr(other)
    for each in fields(other):
        assert getattr(one, each.name) == getattr(other, each.name)
    assert one == RECORDS[which](*positional, **named)
    assert replace(one, x=9) == RECORDS[which](9, one.y, one.seen) and one != replace(one, x=9)
    assert not hasattr(one, "__dict__")


@pytest.mark.parametrize("which", [0, 1])
def test_its_fields_are_those_of_a_dataclass(which: int) -> None:
    for made, plain in zip(shapes(record), shapes(dataclass(slots=True)), strict=True):
        assert made.__match_args__ == plain.__match_args__
        assert made.__slots__ == plain.__slots__
        assert [(one.name, one.default, one.compare) for one in fields(made)] == [
            (one.name, one.default, one.compare) for one in fields(plain)
        ]
    assert is_dataclass(shapes(record)[which])
    assert shapes(record)[which].KIND == "point" and RECORDS[which](1, 2).sum() == 3


@pytest.mark.parametrize("wrong", [{}, {"x": 1, "z": 2}, {"y": 1}])
def test_what_cannot_be_made_is_refused(wrong: dict[str, Any]) -> None:
    for made in (*shapes(record), *RECORDS):
        with pytest.raises(TypeError):
            made(**wrong)


def test_the_first_question_may_be_any() -> None:
    """Nobody has made one yet when it is asked about."""
    assert [one.name for one in fields(shapes(record)[1])] == ["x", "y", "seen", "note", "name"]
    match msgspec.convert({"x": 4, "name": "home"}, shapes(record)[1]):
        case object(x=4, y=7, name="home", note="made") as place:
            assert repr(place).endswith("Place(x=4, y=7, seen=[], name='home')")
        case other:
            raise AssertionError(other)
    assert get_type_hints(shapes(record)[0])["x"] is int
    bare = object.__new__(shapes(record)[0])
    assert bare.__eq__(3) is NotImplemented and bare != 3


def test_a_subclass_is_not_equal_to_what_it_is_derived_from() -> None:
    point, place = shapes(record)
    assert point(1, 2) != place(1, 2)
    assert hash(RECORDS[1](1, 2, ())) == hash(RECORDS[1](1, 2, (), note="other"))


def test_what_a_class_says_itself_stays() -> None:
    @record
    class Shout:
        """Its own words."""

        text: str

        def __repr__(self) -> str:
            return self.text.upper()

        def __eq__(self, other: object) -> bool:
            return isinstance(other, Shout)

        __hash__ = None  # type: ignore[assignment]

    assert repr(Shout("a")) == "A" and Shout("a") == Shout("b")
    with pytest.raises(TypeError):
        hash(Shout("a"))


def test_two_threads_that_make_the_first_at_once_make_the_same() -> None:
    for _ in range(200):
        point = shapes(record)[1]
        start, made = threading.Barrier(2), list[Any]()

        def make(point: Any = point, start: Any = start, made: Any = made) -> None:
            start.wait()
            made.append(point(1, seen=[1]))

        threads = [threading.Thread(target=make) for _ in range(2)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        assert len(made) == 2 and made[0] == made[1]


def every_record() -> list[type]:
    """All that the program declares."""
    found: dict[str, type] = {}
    for package in (app, storage):
        for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            for value in vars(importlib.import_module(info.name)).values():
                is_own = isinstance(value, type) and value.__module__ == info.name
                if is_own and "__slots__" in vars(value) and hasattr(value, "__dataclass_fields__"):
                    found[f"{info.name}.{value.__qualname__}"] = value
    return list(found.values())


def test_every_record_of_the_program_has_a_slot_for_each_field_and_no_default_in_its_way() -> None:
    """What the library would refuse when a class is declared, it refuses here and not when the first one is made."""
    records = every_record()
    assert len(records) > 300
    for cls in records:
        slots = [name for base in cls.__mro__ for name in vars(base).get("__slots__", ())]
        names = [each.name for each in fields(cls)]
        assert sorted(slots) == sorted(names), cls
        for each in fields(cls):
            assert each.default is MISSING or not isinstance(each.default, list | dict | set), cls
            assert type(getattr(cls, each.name)).__name__ == "member_descriptor", cls


def test_a_field_may_be_called_as_anything() -> None:
    """The first one that is made, too: nothing of what makes it has a name of its own there."""

    @record
    class Named:
        one: int
        given: int = 0
        named: int = 0

    assert Named(one=1, given=2, named=3) == Named(1, 2, 3)
