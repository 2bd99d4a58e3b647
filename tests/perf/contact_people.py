"""What a team wrote of 50,000 people, as rows of a view that holds a long history: names, tags, owners, addresses."""

from __future__ import annotations

import random

from app.desk.config import Profile
from app.desk.session import PRACTICE_KEY
from app.domain.folding import folded
from storage.engine import connect

FIRST = "Élodie Ana Yasmine Tom Chloé Inès James Océane Karim Sophie Mia Baptiste Amélie Noah Fatou Hugo Zoë".split()
LAST = "Marchand Field Benali Whitaker Lefèvre Guérin Diop Dupré Moreau Petit Garnier Faure Colin Traoré Perrin".split()
COMPANIES = ("Garage Dupré", "Rivage", "Clinique du Parc", "Agence Marin", "Salon Camille")
TAGS = [f"tag {number}" for number in range(18)] + ["VIP", "Fidèle"]
LANGUAGES, COUNTRIES = ("fr", "en", "ar", "pt"), ("FR", "BE", "CI", "GB")


def dress(profile: Profile) -> None:
    """Give everybody what a team writes; the same on every run."""
    chance = random.Random(4)
    conn = connect(profile.view_path, PRACTICE_KEY, durability="NORMAL")
    conn.execute("BEGIN IMMEDIATE")
    people = conn.execute("SELECT no, number FROM view_contact").fetchall()
    for no, number in people:
        name = f"{chance.choice(FIRST)} {chance.choice(LAST)} {number[-4:]}"
        company = chance.choice(COMPANIES) if chance.random() < 0.4 else None
        email = f"{folded(name).strip().replace(' ', '.')}@example.com" if chance.random() < 0.5 else None
        owner = f"m-{chance.randrange(20)}" if chance.random() < 0.6 else None
        conn.execute(
            "UPDATE view_contact SET name = ?, own_name = ?, company = ?, email = ?, owner_id = ?, language = ?,"
            " country = ?, sought = ?, sort_key = ? WHERE no = ?",
            (
                name, name, company, email, owner, chance.choice(LANGUAGES), chance.choice(COUNTRIES),
                folded(f"{name} {company or ''} {email or ''}"), folded(name).strip(), no,
            ),
        )  # fmt: skip
        tags = chance.sample(TAGS, k=chance.choice((0, 0, 1, 2, 3)))
        conn.executemany("INSERT OR IGNORE INTO view_contact_tag VALUES (?, ?)", [(tag, no) for tag in tags])
    members = [(f"m-{number}", f"Membre {number}", "rep", 0) for number in range(20)]
    conn.executemany("INSERT OR IGNORE INTO view_member VALUES (?, ?, ?, ?)", members)
    conn.execute("COMMIT")
    conn.close()
