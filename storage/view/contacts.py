"""Contacts and the names by which a channel knows them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from operator import attrgetter

from sqlcipher3.dbapi2 import Connection

from app.domain.contacts import Contact, Identity, shown_name
from app.domain.folding import folded
from app.domain.ids import ContactId
from app.domain.phone_numbers import variants
from storage.json_list import json_list

Alias = tuple[str, str]  # kind and value, see Identity.alias_keys
_FIXED = ("contact_id", "no", "created_us")
_COLUMNS = (
    "contact_id", "name", "number", "user_id", "username", "no", "profile_name", "own_name", "phone", "email",
    "company", "language", "country", "owner_id", "created_us",
)  # fmt: skip
_row = attrgetter(*_COLUMNS)
_SELECT = f"SELECT {', '.join(_COLUMNS)} FROM view_contact"
_CHANGING = (*(name for name in _COLUMNS if name not in _FIXED), "sought", "sort_key")
_SAVE = (
    f"INSERT INTO view_contact ({', '.join(_COLUMNS)}, sought, sort_key) VALUES ({'?, ' * len(_COLUMNS)}?, ?)"
    f" ON CONFLICT (contact_id) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in _CHANGING)}"
)
_HEARD = (
    "UPDATE view_contact SET (last_us, last_in_us) = (SELECT MAX(last_us), MAX(last_inbound_us)"
    " FROM view_conversation WHERE contact_id = ?1) WHERE contact_id = ?1"
)
_BY_PHONE = (
    "SELECT contact_id FROM view_contact WHERE phone IN (SELECT value FROM json_each(?)) ORDER BY no LIMIT 1"
)


def load_many(conn: Connection, ids: Iterable[ContactId]) -> list[Contact]:
    """The known ones of `ids`."""
    rows = conn.execute(f"{_SELECT} WHERE contact_id IN (SELECT value FROM json_each(?))", (json_list(ids),))
    return [Contact(*row) for row in rows]


def load_contact(conn: Connection, contact_id: ContactId) -> Contact | None:
    """One contact."""
    found = load_many(conn, (contact_id,))
    return found[0] if found else None


def everybody(conn: Connection) -> list[Contact]:
    """Everybody, with a look at each row: not on a thread that paints."""
    rows = conn.execute(_SELECT)
    return [Contact(*row) for row in rows]


def load_aliases(
    conn: Connection, aliases: Iterable[Alias], origins: dict[Alias, ContactId]
) -> dict[Alias, ContactId]:
    """Who has these names now; into `origins` goes whose name it is, where that contact became part of the owner."""
    values_of: dict[str, list[str]] = {}
    for kind, value in aliases:
        values_of.setdefault(kind, []).append(value)
    owners: dict[Alias, ContactId] = {}
    for kind, values in values_of.items():
        rows = conn.execute(
            "SELECT kind, value, contact_id, origin_id FROM view_alias"
            " WHERE kind = ? AND value IN (SELECT value FROM json_each(?))",
            (kind, json_list(values)),
        )
        for _, value, owner, origin in rows:
            owners[kind, value] = owner
            if origin is not None:
                origins[kind, value] = origin
    return owners


def contact_by_alias(conn: Connection, identity: Identity) -> ContactId | None:
    """The contact that a channel means, by the most lasting name that is known."""
    for kind, value in identity.alias_keys():
        row = conn.execute(
            "SELECT contact_id FROM view_alias WHERE kind = ? AND value = ?", (kind, value)
        ).fetchone()
        if row:
            return ContactId(row[0])
    return None


def find_contact(conn: Connection, identity: Identity) -> ContactId | None:
    """Whom a person at a desk means: by user id, by any way to write the number, else by the user name."""
    for number in variants(identity.number) if identity.number else (None,):
        found = contact_by_alias(conn, replace(identity, number=number))
        if found is not None:
            return found
    if identity.number and (found := contact_by_phone(conn, identity.number)) is not None:
        return found
    if identity.username is None:
        return None
    row = conn.execute(
        "SELECT contact_id FROM view_contact WHERE username = ? ORDER BY contact_id DESC LIMIT 1",
        (identity.username,),
    ).fetchone()
    return ContactId(row[0]) if row else None


def save(
    conn: Connection,
    contacts: Iterable[Contact],
    aliases: Mapping[Alias, ContactId],
    origins: Mapping[Alias, ContactId],
) -> None:
    """Write contacts as they are now, and who has which name (`origins`: through whom)."""
    conn.executemany(_SAVE, [(*_row(one), _sought(one), _sort_key(one)) for one in contacts])
    conn.executemany(
        "INSERT INTO view_alias (kind, value, contact_id, origin_id) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (kind, value) DO UPDATE SET contact_id = excluded.contact_id, origin_id = excluded.origin_id",
        [(*alias, contact_id, origins.get(alias)) for alias, contact_id in aliases.items()],
    )


def save_heard(conn: Connection, contacts: Iterable[ContactId]) -> None:
    """Write when something was last said with these people, once their conversations are written."""
    conn.executemany(_HEARD, [(contact_id,) for contact_id in contacts])


def contact_by_phone(conn: Connection, digits: str) -> ContactId | None:
    """Beside whose name the team wrote this number, in any way of writing it: the first who got it."""
    row = conn.execute(_BY_PHONE, (json_list(variants(digits)),)).fetchone()
    return ContactId(row[0]) if row else None


def _sought(contact: Contact) -> str:
    """Under which words somebody is looked for."""
    words = (contact.own_name, contact.profile_name, contact.username, contact.company, contact.email)
    return folded(" ".join(filter(None, words)))


def _sort_key(contact: Contact) -> str:
    """The shown name as an alphabet goes; numbers and ids after all names."""
    shown = shown_name(contact.name, contact.number or contact.phone, contact.username, contact.user_id)
    return place_in_alphabet(shown) if contact.name else f"~{place_in_alphabet(shown)}"


def place_in_alphabet(name: str) -> str:
    """Names that differ in case, accents and punctuation alone stand together."""
    return folded(name).strip()
