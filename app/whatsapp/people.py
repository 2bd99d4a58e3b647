"""Who an element is about: pairs Meta's `contacts` with messages, which no index does reliably."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from app.domain.contacts import Identity
from app.whatsapp.values import digits, obj, word

Json = Mapping[str, Any]
NAME_MAX_CHARS = 200  # every list would have to carry the rest
_USER_ID = re.compile(r"[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}")


def person(
    item: Json, prefix: str, contacts: Sequence[Json], *, is_only: bool, thread: Json | None = None
) -> Identity:
    """The person named by `<prefix>`, `<prefix>_user_id` … of an item, with what `contacts` or a thread adds.

    `is_only`: the item is the only one beside `contacts`, so a single contact must be this person's.
    """
    number, user_id = digits(item.get(prefix)), word(item.get(f"{prefix}_user_id"))
    parent_user_id = word(item.get(f"{prefix}_parent_user_id"))
    contact = _contact(contacts, number, user_id, is_only)
    if contact is None and thread is None:
        return Identity(number, user_id, parent_user_id)
    beside = contact or thread or {}
    profile = obj(beside.get("profile"))
    return Identity(
        number or digits(beside.get("wa_id")),
        user_id or word(beside.get("user_id")),
        parent_user_id or word(beside.get("parent_user_id")),
        _short(word(profile.get("username")) or word(beside.get("username"))),
        _short(word(profile.get("name"))),
    )


def _short(name: str | None) -> str | None:
    return name and name[:NAME_MAX_CHARS]


def is_somebody(identity: Identity) -> bool:
    """Whether the identity can find a person again."""
    return bool(identity.alias_keys())


def is_user_id(text: str) -> bool:
    """Whether a text has the form of Meta's id of a person, which it gives to each business anew."""
    return _USER_ID.fullmatch(text) is not None


def _contact(contacts: Sequence[Json], number: str | None, user_id: str | None, is_only: bool) -> Json | None:
    for contact in contacts:
        if user_id is not None and word(contact.get("user_id")) == user_id:
            return contact
    for contact in contacts:
        if number is not None and digits(contact.get("wa_id")) == number:
            return contact if not _is_other(contact, user_id) else None
    if len(contacts) == 1 and (is_only or (number is None and user_id is None)):
        return None if _is_other(contacts[0], user_id) else contacts[0]
    return None


def _is_other(contact: Json, user_id: str | None) -> bool:
    named = word(contact.get("user_id"))
    return user_id is not None and named is not None and named != user_id
