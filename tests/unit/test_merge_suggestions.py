"""Who may be the same person, and why."""

import pytest

from app.domain.ids import ContactId
from app.domain.merge_suggestions import (
    SHARED_BY_MOST,
    Facts,
    Suggestion,
    keys_of,
    reasons_for,
    suggestions,
    suggestions_for,
)

A, B, C = ContactId("a"), ContactId("b"), ContactId("c")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("5511987654321", "551187654321"),  # Brazil's ninth digit
        ("5215512345678", "525512345678"),  # Mexico's 1
        ("5491112345678", "541112345678"),  # Argentina's 9
        ("33639980001", "33639980001"),
        ("33639980001", "639980001"),  # typed without the country
        ("33639980001", "0639980001"),
    ],
)
def test_one_number_in_two_ways_of_writing_it(one: str, other: str) -> None:
    ana, twin = Facts(A, "Ana", number=one), Facts(B, "A. Field", phone=other)
    assert reasons_for(ana, twin, "33") == reasons_for(twin, ana, "33") == ("number",)
    assert keys_of(ana, "33") & keys_of(twin, "33")
    assert (
        suggestions([ana, twin], "33")
        == suggestions_for(twin, [ana], "33")
        == [Suggestion(A, B, ("number",))]
    )


@pytest.mark.parametrize(
    ("other", "reasons"),
    [
        (Facts(B, "ana  FIELD", email="ANA@salon.example "), ("email_name",)),
        (Facts(B, "Bo", email="ana@salon.example"), ("email",)),
        (Facts(B, "Ána Field", company="salon rivage"), ("name_company",)),
        (Facts(B, "Ana Field"), ()),  # a name alone says little
        (Facts(B, company="Salon Rivage"), ()),
        (Facts(B, "Ana Field", email="other@salon.example", company="Salon Rivage"), ("name_company",)),
        (Facts(B, number="33600000009"), ()),
        (Facts(B, earlier=("33639980001",)), ("number_moved",)),
        (Facts(B), ()),
    ],
)
def test_what_else_says_that_two_may_be_one(other: Facts, reasons: tuple[str, ...]) -> None:
    ana = Facts(A, "Ana Field", "33639980001", email="ana@salon.example", company="Salon Rivage")
    assert reasons_for(ana, other, "33") == reasons_for(other, ana, "33") == reasons
    assert [one.reasons for one in suggestions([other, ana], "33")] == ([reasons] if reasons else [])


def test_the_surest_comes_first_and_who_is_kept_apart_is_not_named() -> None:
    ana = Facts(A, "Ana", "33639980001", email="ana@salon.example")
    by_mail, by_number = Facts(C, email="ana@salon.example"), Facts(B, phone="33639980001")
    found = suggestions([ana, by_mail, by_number], None)
    assert found == [Suggestion(A, B, ("number",)), Suggestion(A, C, ("email",))]
    assert suggestions([ana, by_mail, by_number], None, [(A, B)]) == found[1:]


def test_an_address_that_many_share_is_an_office() -> None:
    office = [
        Facts(ContactId(f"p{n}"), f"P {n}", email="contact@salon.example") for n in range(SHARED_BY_MOST + 1)
    ]
    assert suggestions(office[:-1], None) and not suggestions(office, None)


def test_without_the_business_country_a_short_number_is_no_number_of_anybody() -> None:
    assert reasons_for(Facts(A, number="33639980001"), Facts(B, phone="0639980001"), None) == ()
