"""The table of contacts: everybody with where they wrote last."""

from collections.abc import Iterator
from typing import NamedTuple

from sqlcipher3.dbapi2 import Connection

from app.domain.contacts import shown_name

_EVERYBODY = (
    "SELECT p.contact_id, p.name, p.number, p.username, p.user_id, p.sought, c.conversation_id, MAX(c.last_us)"
    " FROM view_contact p LEFT JOIN view_conversation c USING (contact_id) GROUP BY p.contact_id"
)


class Line(NamedTuple):
    """A contact as it is read. `sought`: the words under which it is found."""

    contact_id: str
    name: str
    is_named: bool
    number: str | None
    username: str | None
    sought: str
    conversation_id: str | None
    last_us: int | None


def contact_lines(conn: Connection) -> Iterator[Line]:
    """Everybody. A look at each row: not on a thread that paints."""
    for contact_id, name, number, username, user_id, sought, where, last_us in conn.execute(_EVERYBODY):
        shown = shown_name(name, number, username, user_id)
        yield Line(contact_id, shown, bool(name), number, username, sought, where, last_us)
