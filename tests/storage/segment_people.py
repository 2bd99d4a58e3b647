"""Random contacts for tests of segments: as rows of a view, and as what a rule looks at."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.domain.contact_cards import rank_of
from app.domain.folding import folded
from app.domain.segment_fits import Person
from storage import view
from storage.engine import Connection, connect
from storage.instants import to_us

KEY = "0c" * 32
NOW = datetime(2026, 11, 26, 10, 42, tzinfo=UTC)
ZONE = "Europe/Paris"
TAGS = ("VIP", "Fidèle", "mariage", "Barbe", "été")
LANGUAGES = ("fr", "en", "ar", "de")
COUNTRIES = ("FR", "BE", "GB", "CI")
MEMBERS = ("m-lea", "m-marc")
NAMES = (
    "Élodie Vasseur",
    "elodie",
    "Bo O'Connor",
    "Ana Field",
    "Иван",
    "ÉCOLE Dufour",
    "Jean-Marc",
    "Zoë",
    "李雷",
)
COMPANIES = ("Garage Dupré", "garage dupre", "Rivage", "ŒUVRE & Cie", "100% Bio", "a_b")
TYPES = {
    "f-text": "text",
    "f-num": "number",
    "f-money": "money",
    "f-day": "date",
    "f-pick": "choice",
    "f-yes": "yes_no",
}
PURPOSES = ("service", "reminders", "marketing")


def person(chance: random.Random) -> Person:
    """Somebody; most things may be missing."""

    def perhaps(values: Sequence[str]) -> str | None:
        return chance.choice(values) if chance.random() < 0.6 else None

    day = (NOW + timedelta(days=chance.randint(-40, 40))).date().isoformat()
    known = {
        "name": perhaps(NAMES), "company": perhaps(COMPANIES), "language": perhaps(LANGUAGES),
        "country": perhaps(COUNTRIES), "email": perhaps(("ana@rivage.fr", "BO@x.com")), "username": perhaps(("ana.f",)),
        "f-text": perhaps(COMPANIES), "f-num": perhaps(("12", "-3.5", "7")), "f-day": perhaps((day,)),
        "f-money": perhaps(("4200 EUR", "100 EUR", "4200 USD")), "f-pick": perhaps(("rouge", "Rouge", "vert")),
        "f-yes": perhaps(("yes", "no")),
    }  # fmt: skip
    hours = chance.choice((0, 1, 11, 23, 24, 25, 40, 24 * 7, 24 * 30, 24 * 400))
    return Person(
        values={key: value for key, value in known.items() if value is not None},
        tags=frozenset(tag for tag in TAGS if chance.random() < 0.2),
        owner_id=perhaps(MEMBERS),
        numbers=tuple(filter(None, (perhaps(("33639980001", "447700900123")), perhaps(("33612345678",))))),
        created_at=NOW - timedelta(days=chance.randint(0, 40), minutes=chance.randint(0, 1400)),
        last_at=NOW - timedelta(hours=hours) if chance.random() < 0.7 else None,
        has_talk=chance.random() < 0.5,
        consents={one: chance.choice(("given", "withdrawn")) for one in PURPOSES if chance.random() < 0.5},
        import_id=perhaps(("import-1", "import-2")),
    )


def view_of(path: Path, people: Sequence[Person]) -> Connection:
    """A view that holds them, numbered from 1."""
    conn = connect(path, KEY)
    view.create(conn)
    with conn:
        for no, one in enumerate(people, 1):
            _write(conn, no, one)
    return conn


def _write(conn: Connection, no: int, one: Person) -> None:
    values = one.values
    contact_id = f"p-{no}"
    numbers = [*one.numbers, None, None][:2]
    conn.execute(
        "INSERT INTO view_contact (no, contact_id, name, number, username, phone, email, company, language, country,"
        " owner_id, created_us, last_us, sought, sort_key) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            no, contact_id, values.get("name"), numbers[0], values.get("username"), numbers[1], values.get("email"),
            values.get("company"), values.get("language"), values.get("country"), one.owner_id,
            to_us(one.created_at), to_us(one.last_at), folded(" ".join(values.values())),
            folded(values.get("name", "~")).strip(),
        ),
    )  # fmt: skip
    conn.executemany("INSERT INTO view_contact_tag VALUES (?, ?)", [(tag, no) for tag in one.tags])
    own = [(no, key, value, rank_of(value)) for key, value in values.items() if key in TYPES]
    conn.executemany("INSERT INTO view_contact_field VALUES (?, ?, ?, ?)", own)
    conn.executemany(
        "INSERT INTO view_consent_state VALUES (?, ?, 'whatsapp', ?, 0, 0, 'form')",
        [(contact_id, purpose, int(state == "given")) for purpose, state in (one.consents or {}).items()],
    )
    if one.has_talk:
        columns = {
            "no": no, "conversation_id": f"c-{no}", "contact_id": contact_id, "line_id": "l", "channel": "whatsapp",
            "is_closed": 0, "lifted_pos": no, "unread_count": 0, "newest_inbound_pos": 0, "newest_outbound_pos": 0,
            "marks": 0,
        }  # fmt: skip
        marks = ", ".join("?" * len(columns))
        sql = f"INSERT INTO view_conversation ({', '.join(columns)}) VALUES ({marks})"
        conn.execute(sql, tuple(columns.values()))
    if one.import_id is not None:
        body = f'{{"import_id":"{one.import_id}"}}'
        conn.execute(
            "INSERT INTO view_contact_event (pos, no, what, at_us, body) VALUES (?, ?, 'added', 0, ?)",
            (no, no, body),
        )
