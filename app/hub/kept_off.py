"""Numbers that nobody is to write to of their own accord: those of erased people who asked for it.

Only keyed hashes are kept, so a number is known when it is seen, and never otherwise. Who was kept off and writes by
themselves is answered like anybody.
"""

from app.domain.commands import CommandBody
from app.domain.contact_asks import AddContact, ChangeContact
from app.domain.conversations import StartConversation
from app.domain.phone_numbers import variants
from storage.hub import erasures, log
from storage.hub.tables import Connection


def is_kept_off(conn: Connection, body: CommandBody) -> bool:
    """Whether a member is about to write to, or to write down, such a number."""
    numbers: list[str] = []
    if isinstance(body, StartConversation | AddContact) and body.identity.number:
        numbers.append(body.identity.number)
    if isinstance(body, AddContact | ChangeContact):
        numbers += [one.value for one in body.changes if one.key == "phone" and one.value]
    return bool(numbers) and keeps_off(conn, numbers)


def keeps_off(conn: Connection, numbers: list[str]) -> bool:
    """Whether one of these numbers (digits, country first) is kept off, however it is written. For imports too."""
    ways = [way for number in numbers for way in variants(number.removeprefix("+"))]
    return erasures.knows_name(conn, log.head(conn).log_secret, ways, erasures.KEPT_OFF)
