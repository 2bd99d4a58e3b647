"""What a field of a contact may hold, and what a field may be."""

import pytest

from app.domain.contact_cards import ContactField, definition_problem, rank_of, value_problem
from app.domain.contacts import Contact, Identity, learn, merged
from app.domain.ids import ContactId

ANA, BO = ContactId("ana"), ContactId("bo")


@pytest.mark.parametrize(
    ("key", "good", "bad"),
    [
        ("name", "Ana, the baker", ""),
        ("phone", "33612345678", "0612345678"),
        ("email", "ana.field+shop@example.co.uk", "ana@example"),
        ("language", "fr", "fra"),
        ("country", "FR", "XX"),
        ("company", "Rivage & Cie", " Rivage"),
    ],
)
def test_built_in_fields_take_what_is_canonical(key: str, good: str, bad: str) -> None:
    assert value_problem(key, good) is None
    assert value_problem(key, bad) is not None


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("number", "-12.50", "1e5"),
        ("number", "0", "12,5"),
        ("money", "4200 EUR", "42.00 EUR"),
        ("date", "2024-02-29", "2023-02-29"),
        ("choice", "Dark", "dark"),
        ("yes_no", "yes", "oui"),
        ("text", "Two\nlines", "a\0b"),
    ],
)
def test_own_fields_take_what_is_canonical(kind: str, good: str, bad: str) -> None:
    field = ContactField("f1", "Field", kind, ("Fair", "Dark") if kind == "choice" else ())  # type: ignore[arg-type]
    assert value_problem("f1", good, field) is None
    assert value_problem("f1", bad, field) is not None
    assert value_problem("f1", "x" * 501, field) == "field_long"


def test_a_field_needs_a_title_of_its_own_its_type_and_choices() -> None:
    known = [ContactField("f1", "Été", "choice", ("A", "B"))]
    fresh = ContactField("f2", "Spent", "money")
    assert definition_problem(fresh, known) is None
    codes = [
        definition_problem(one, known)
        for one in (
            ContactField("f2", " ", "text"),
            ContactField("f2", "x" * 61, "text"),
            ContactField("f2", "ete", "text"),
            ContactField("f1", "Été", "text"),
            ContactField("f2", "Hair", "choice"),
            ContactField("f2", "Hair", "choice", ("A", "A")),
        )
    ]
    assert [code and code.code for code in codes] == [
        "field_nameless", "field_title_long", "field_title_taken", "field_type_fixed", "field_choices", "field_choices",
    ]  # fmt: skip
    full = [ContactField(f"x{number}", f"T{number}", "text") for number in range(100)]
    refused = definition_problem(fresh, full)
    assert refused is not None and refused.code == "fields_full"


def test_amounts_and_numbers_have_a_rank_and_words_have_none() -> None:
    assert [rank_of(value) for value in ("12.50", "-4200 EUR", "2026-11-30", "yes", "")] == [
        12.5,
        -4200.0,
        None,
        None,
        None,
    ]


def test_what_the_channel_says_never_takes_the_teams_name() -> None:
    mine = Contact(ANA, "Ana, the baker", own_name="Ana, the baker", profile_name="Ana")
    assert learn(mine, ANA, Identity(name="Ana 🌸", number="33639980001")).name == "Ana, the baker"
    both = merged(
        mine, Contact(BO, "Bo", "33639980002", profile_name="Bo", email="bo@example.com", owner_id=None)
    )
    assert (both.name, both.profile_name, both.number, both.email) == (
        "Ana, the baker", "Bo", "33639980002", "bo@example.com",
    )  # fmt: skip
