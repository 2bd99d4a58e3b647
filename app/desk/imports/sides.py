"""Which author is the business, and which contact the other one may be."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from app.desk.imports.authors import is_profile_name, number_of
from app.desk.imports.marks import plain
from app.domain.contacts import Contact


@dataclass(frozen=True, slots=True)
class ContactLookup:
    """How the caller knows its contacts: by a name as the phone showed it, and by the digits of a number."""

    by_name: Callable[[str], Sequence[Contact]]
    by_number: Callable[[str], Contact | None]


@dataclass(frozen=True, slots=True)
class Sides:
    """`ours`: the business as an author, None when it wrote nothing. `person`: the other one; None when not known."""

    ours: str | None
    person: str | None


UNKNOWN = Sides(None, None)


def guess_sides(authors: Collection[str], chat_name: str | None, own_names: Collection[str]) -> Sides:
    """By the file's name, which is the other one's, else by what the business calls itself. Groups are not guessed."""
    names = list(authors)
    theirs = [name for name in names if chat_name is not None and _key(name) == _key(chat_name)]
    own = {_key(name) for name in own_names}
    ours = [name for name in names if _key(name) in own and name not in theirs]
    if len(names) == 1:
        return Sides(None, names[0]) if theirs else Sides(names[0], chat_name) if ours else UNKNOWN
    if len(names) == 2 and len(theirs) == 1:
        return Sides(_other(names, theirs[0]), theirs[0])
    return sides_with(names, ours[0]) if len(names) == 2 and len(ours) == 1 else UNKNOWN


def sides_with(authors: Collection[str], ours: str) -> Sides:
    """The sides of a chat of two when one is known to be ours."""
    return Sides(ours, _other(list(authors), ours))


def candidates(person: str | None, chat_name: str | None, lookup: ContactLookup) -> tuple[Contact, ...]:
    """Contacts that the person may be: the one with their number, else those with their name."""
    for name in (person, chat_name):
        number = number_of(name) if name else None
        if number and (known := lookup.by_number(number)):
            return (known,)
    if person is None or number_of(person):
        return ()
    name = person.lstrip("~ ").strip() if is_profile_name(person) else person
    return tuple(lookup.by_name(name))


def _other(names: list[str], one: str) -> str | None:
    return next((name for name in names if name != one), None)


def _key(name: str) -> str:
    """A name as a file may be called: signs that file names cannot have are left out."""
    whole = plain(name).casefold().strip()
    return "".join(sign for sign in whole if sign.isalnum()) or whole
