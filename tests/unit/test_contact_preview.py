"""What an import would do, before it does anything: columns, people, and whom they meet."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.desk.contact_imports.columns import guess_columns
from app.desk.contact_imports.opening import open_table
from app.desk.contact_imports.people import Plan, defused
from app.desk.contact_imports.preview import Preview, Review, fingerprint_of, save_bad_rows
from app.desk.contact_imports.table import Row, Table
from app.desk.contact_imports.watching import UNWATCHED
from app.domain.contact_cards import ContactField, FieldChange
from app.domain.contact_import_rows import ImportedPerson, KnownPerson, decide, taken_back
from app.domain.ids import ContactId, MemberId

BUDGET = ContactField("f-budget", "Budget", "money")
BORN = ContactField("f-born", "Geburtstag", "date")
FIELDS = (BUDGET, BORN)
LEA = MemberId("m-lea")
ANA = KnownPerson(
    ContactId("c-ana"),
    frozenset({"33639981234"}),
    {"name": "Ana", "profile_name": "ana"},
    frozenset({"VIP"}),
)


def table(*lines: str) -> Table:
    """A table with a heading; cells between bars."""
    header, *rows = (tuple(cell.strip() for cell in line.split("|")) for line in lines)
    return Table("csv", header, tuple(Row(number, cells) for number, cells in enumerate(rows, 2)))


def preview(one: Table, known: tuple[KnownPerson, ...] = (), home: str = "FR", **plan: object) -> Preview:
    """The rows as they will be, columns as guessed."""
    review = Review(Path("a.csv"), one, known, FIELDS, {"léa martin": LEA})
    targets = guess_columns(one, FIELDS, home)
    return review.preview(Plan(targets, home, **plan))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("headings", "targets"),
    [
        ("Prénom|Nom|Portable|Courriel|Société|Étiquettes", "first_name last_name phone email company tags"),
        ("First name|Last name|Mobile phone|E-mail address|Company", "first_name last_name phone email company"),
        ("Vorname|Nachname|Handynummer|E-Mail|Geburtstag", "first_name last_name phone email field:f-born"),
        ("Nombre|Apellidos|Móvil|Correo electrónico|Empresa|País", "first_name last_name phone email company country"),
        ("Nome|Cognome|Cellulare|Indirizzo e-mail|Azienda|Lingua", "name last_name phone email company language"),
        ("Primeiro nome|Sobrenome|Telemóvel|Correio eletrónico|Empresa", "first_name last_name phone email company"),
        ("Voornaam|Achternaam|Mobiel nummer|E-mailadres|Bedrijf", "first_name last_name phone email company"),
        ("Nom|Téléphone 1|Téléphone 2|Suivi par|Budget", "name phone phone owner field:f-budget"),
        ("Name|Group Membership|E-mail 1 - Value|Phone 1 - Value|Notes", "name tags email phone ignore"),
        ("Customer|WhatsApp|City|Country code|Id", "name phone ignore country ignore"),
    ],
)  # fmt: skip
def test_columns_are_guessed_from_headings_of_seven_languages(headings: str, targets: str) -> None:
    one = table(headings, "|" * headings.count("|"))
    assert " ".join(guess_columns(one, FIELDS, "FR")) == targets


def test_columns_without_a_heading_are_guessed_from_what_stands_in_them() -> None:
    rows = (
        ("Ana", "06 39 98 12 34", "ana@example.org", "3/4/1990"),
        ("Bo", "0639981235", "bo@example.org", "12/12/80"),
    )
    one = Table("csv", ("",) * 4, tuple(Row(n, cells) for n, cells in enumerate(rows, 1)), has_header=False)
    assert guess_columns(one, FIELDS, "FR") == ("name", "phone", "email", "ignore")


def test_new_known_same_twin_and_bad_rows_are_told_apart() -> None:
    seen = preview(
        table(
            "Nom|Téléphone|E-mail|Tags",
            "Bo|0639981235||",
            "Ana Field|06 39 98 12 34|ana@example.org|",
            "Ana|+33639981234||VIP",
            "Bo again|0033 639 98 12 35||",
            "Cy|3.36E+10||",
            "Di|||",
            "Ed||ed@example.org|new",
        ),
        (ANA,),
    )
    assert [row.fate for row in seen.rows] == ["added", "changed", "twin", "twin", "bad", "bad", "added"]
    assert [row.twin_of for row in seen.rows] == [0, 0, 3, 2, 0, 0, 0]
    assert [problem.code for row in seen.rows for problem in row.problems] == ["number_rounded", "row_nobody"]
    assert [person.row for person in seen.people()] == [2, 3, 8]
    changed = seen.rows[1].decision
    assert changed is not None
    assert changed.changes == (FieldChange("email", "ana@example.org"),)  # the name that the team wrote stays


def test_overwriting_and_skipping_are_chosen_for_all_or_for_a_row() -> None:
    one = table("Nom|Téléphone", "Ana Field|0639981234", "Bo|0639981235")
    over = preview(one, (ANA,), how="overwrite")
    assert over.rows[0].decision is not None
    assert over.rows[0].decision.changes == (FieldChange("name", "Ana Field"),)
    review = Review(Path("a.csv"), one, (ANA,), FIELDS, {})
    plan = Plan(("name", "phone"), "FR")
    skipped = review.preview(plan, {2: "skip"})
    assert [row.is_skipped for row in skipped.rows] == [True, False]
    assert [person.row for person in skipped.people()] == [3]
    assert review.preview(plan, {2: "overwrite"}).rows[0].fate == "changed"
    assert review.preview(plan).rows[0].fate == "same"


def test_the_name_on_whatsapp_is_no_other_name() -> None:
    bo = KnownPerson(ContactId("c-bo"), frozenset({"33639981235"}), {"profile_name": "Bo"})
    assert preview(table("Nom|Téléphone", "Bo|0639981235"), (bo,)).rows[0].fate == "same"


def test_a_brazilian_is_met_with_and_without_the_nine() -> None:
    known = KnownPerson(ContactId("c"), frozenset({"551181234567"}))
    seen = preview(table("Nome|Celular", "Zé|+55 11 98123-4567"), (known,))
    assert seen.rows[0].known == known


def test_a_value_that_cannot_be_read_is_left_out_and_told() -> None:
    seen = preview(table("Nom|Téléphone|Budget|Pays|Suivi par", "Bo|0639981235|a lot|Atlantis|Nobody"))
    (row,) = seen.rows
    assert (row.fate, seen.incomplete) == ("added", 1)
    assert [problem.code for problem in row.problems] == ["field_country", "field_money", "owner_unknown"]
    assert not any(problem.is_fatal for problem in row.problems)


def test_the_country_of_a_row_is_the_country_of_its_number() -> None:
    seen = preview(table("Nom|Téléphone|Pays", "Jo|0171 2345678|Allemagne"))
    assert seen.rows[0].person is not None
    assert seen.rows[0].person.number == "491712345678"


def test_own_fields_owner_and_tags_of_all_rows_are_taken() -> None:
    seen = preview(
        table(
            "Nom|Téléphone|Téléphone 2|Budget|Suivi par|Tags",
            "Bo|0639981235|0142685300|1 234,50 €|Léa Martin|a; b",
        ),
        more_tags=("list",),
    )
    person = seen.rows[0].person
    assert person is not None
    assert {change.key: change.value for change in person.changes} == {
        "name": "Bo", "f-budget": "123450 EUR", "phone": "33142685300",
    }  # fmt: skip
    assert (person.tags, person.owner_id) == (("list", "a", "b"), LEA)


def test_a_row_with_too_many_cells_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Nom,Téléphone\nField, Ana,0639981234\nBo,0639981235\n")
    one = open_table(path, UNWATCHED)
    seen = Review(path, one, (), (), {}).preview(Plan(("name", "phone"), "FR"))
    assert [row.fate for row in seen.rows] == ["bad", "added"]
    assert seen.rows[0].problems[0].code == "row_too_long"


def test_bad_rows_are_saved_with_a_reason_and_without_formulas(tmp_path: Path) -> None:
    one = table("Nom|Téléphone", '=HYPERLINK("x")|12', "Bo|0639981235")
    count = save_bad_rows(tmp_path / "bad.csv", one, preview(one), {2: "too short"}, "Reason")
    assert count == 1
    assert (tmp_path / "bad.csv").read_text("utf-8-sig").splitlines() == [
        "Nom,Téléphone,Reason", '"\'=HYPERLINK(""x"")",12,too short',
    ]  # fmt: skip


@pytest.mark.parametrize(
    "cell", ["=1+1", "+33", "-1", "@SUM(A1)", "\tx", "\rx", "'=x", "''+x", "＝1", "'plain", "x=1"]
)
def test_a_cell_that_a_spreadsheet_would_calculate_goes_out_and_comes_back(cell: str) -> None:
    shown = defused(cell)
    assert shown[0] not in "=+-@\t\r＝"
    one = Table("csv", ("Nom", "E-mail"), (Row(2, (shown.strip(), "a@example.org")),))
    seen = Review(Path("a.csv"), one, (), (), {}).preview(Plan(("name", "email"), "FR"))
    assert seen.rows[0].person is not None
    assert seen.rows[0].person.value("name") == cell.strip() if not cell.startswith(("\t", "\r")) else True


def test_the_same_rows_have_the_same_fingerprint_and_others_another() -> None:
    one = [ImportedPerson(2, "33639981235")]
    assert fingerprint_of(one) == fingerprint_of([ImportedPerson(2, "33639981235")])
    assert fingerprint_of(one) != fingerprint_of([ImportedPerson(2, "33639981235", how="overwrite")])


def test_an_undo_gives_back_what_nobody_wrote_over_since() -> None:
    decision = decide(
        ANA,
        ImportedPerson(
            2,
            "33639981234",
            changes=(FieldChange("name", "A"), FieldChange("email", "a@x.org")),
            how="overwrite",
        ),
    )
    assert decision.before == (FieldChange("name", "Ana"), FieldChange("email", None))
    back, left = taken_back({"name": "A", "email": "other@x.org"}, decision.before, decision.changes)
    assert (back, left) == ((FieldChange("name", "Ana"),), 1)
