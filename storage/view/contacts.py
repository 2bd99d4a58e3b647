"""Contacts and the names by which a channel knows them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from sqlcipher3.dbapi2 import Connection

from app.domain.contacts import Contact, Identity
from app.domain.folding import folded
from app.domain.ids import ContactId
from app.domain.phone_numbers import variants
from storage.json_list import json_list

Alias = tuple[str, str]  # kind and value, see Identity.alias_keys


def load_many(conn: Connection, ids: Iterable[ContactId]) -> list[Contact]:
    """The known ones of `ids`."""
    rows = conn.execute(
        "SELECT contact_id, name, number, user_id, username FROM view_contact"
        " WHERE contact_id IN (SELECT value FROM json_each(?))",
        (json_list(ids),),
    )
    return [Contact(*row) for row in rows]


def load_contact(conn: Connection, contact_id: ContactId) -> Contact | None:
    """One contact."""
    found = load_many(conn, (contact_id,))
    return found[0] if found else None


def everybody(conn: Connection) -> list[Contact]:
    """Everybody, with a look at each row: not on a thread that paints."""
    rows = conn.execute("SELECT contact_id, name, number, user_id, username FROM view_contact")
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
    conn.executemany(
        "INSERT INTO view_contact (contact_id, name, number, user_id, username, sought) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (contact_id) DO UPDATE SET name = excluded.name, number = excluded.number,"
        " user_id = excluded.user_id, username = excluded.username, sought = excluded.sought",
        [(c.contact_id, c.name, c.number, c.user_id, c.username, _sought(c)) for c in contacts],
    )
    conn.executemany(
        "INSERT INTO view_alias (kind, value, contact_id, origin_id) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (kind, value) DO UPDATE SET contact_id = excluded.contact_id, origin_id = excluded.origin_id",
        [(*alias, contact_id, origins.get(alias)) for alias, contact_id in aliases.items()],
    )


def _sought(contact: Contact) -> str:
    """Under which words somebody is looked for."""
    return folded(f"{contact.name or ''} {contact.username or ''}")
