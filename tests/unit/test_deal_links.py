"""Whose a deal without a person may be: by address, by number, by a whole name, each with its reason."""

from __future__ import annotations

import pytest

from app.domain.deal_links import (
    SUGGESTED_MOST,
    LinkReason,
    LinkSuggestion,
    Wanted,
    email_key,
    in_order,
    name_key,
    numbers_in,
    reasons_for,
    wanted_of,
)
from app.domain.ids import ContactId


def suggestion(name: str, *reasons: LinkReason) -> LinkSuggestion:
    return LinkSuggestion("d", ContactId(name), name, True, reasons=reasons)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Devis 06 12 34 56 78", ("33612345678",)),
        ("rappeler +33 6 12 34 56 78 demain", ("33612345678",)),
        ("0033 6.12.34.56.78", ("33612345678",)),
        ("(0)612345678", ("33612345678",)),
        ("+55 11 91234-5678", ("551112345678",)),
        ("Mariage 2026-06-12", ("20260612", "3320260612")),
        ("4200 EUR", ()),
        ("12 x 24", ()),
        ("+123", ()),
        ("", ()),
    ],
)
def test_a_number_is_found_as_it_is_written(text: str, found: tuple[str, ...]) -> None:
    assert numbers_in([text], "33") == found


def test_without_a_country_only_whole_numbers_are_read() -> None:
    assert numbers_in(["06 12 34 56 78"], None) == ()
    assert numbers_in(["+33 6 12 34 56 78", "tel. +33612345678"], None) == ("33612345678",)


@pytest.mark.parametrize(
    ("name", "key"), [("  ÉLODIE  Vasseur! ", "elodie vasseur"), ("Al", ""), ("4521", ""), ("", "")]
)
def test_a_name_is_compared_as_a_whole(name: str, key: str) -> None:
    assert name_key(name) == key


def test_an_address_is_compared_without_case() -> None:
    assert email_key(" Claire@Lemaire.example ") == "claire@lemaire.example"
    assert email_key("no address") == ""


def test_each_reason_is_told_the_surest_first() -> None:
    wanted = wanted_of("d", "Élodie Vasseur", "e@vasseur.example", "Coffret, 06 39 98 27 54", "33")
    assert reasons_for(wanted, "elodie vasseur", ["E@Vasseur.example"], ["33639982754"]) == (
        "email",
        "number",
        "name",
    )
    assert reasons_for(wanted, "Élodie Vasseur-Roy", ["x@vasseur.example"], ["33639982755"]) == ()
    assert reasons_for(wanted, "Élodie Vasseur", [], []) == ("name",)
    assert reasons_for(wanted, "", ["e@vasseur.example"], []) == ("email",)


def test_nothing_typed_fits_nobody() -> None:
    assert wanted_of("d", "", "", "").is_empty and wanted_of("d", "A", "x", "Devis").is_empty
    assert reasons_for(Wanted("d"), "", [""], [""]) == ()


def test_the_surest_stand_first_and_a_name_of_many_is_nobodys() -> None:
    many = [suggestion(f"Jean Martin {n}", "name") for n in range(SUGGESTED_MOST)]
    sure = suggestion("Jean", "email")
    assert in_order([*many, sure, suggestion("Nobody")])[0] == sure
    assert len(in_order([*many, sure])) == SUGGESTED_MOST
    crowd = [*many, suggestion("Jean Martin 9", "name"), sure]
    assert in_order(crowd) == [sure]
    assert in_order([suggestion("B", "number"), suggestion("C", "number", "name")])[0].name == "C"
