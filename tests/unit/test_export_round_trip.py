"""What is exported and imported again is the same, in every format, whatever people are called."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.desk.contact_imports.columns import guess_columns
from app.desk.contact_imports.opening import open_table
from app.desk.contact_imports.people import Plan
from app.desk.contact_imports.preview import Review
from app.desk.contact_imports.watching import UNWATCHED
from app.desk.exports.people import writer_of
from app.domain.contact_cards import ContactField, FieldChange
from app.domain.contact_import_rows import ImportedPerson, KnownPerson
from app.domain.exports import FORMATS, ExportedPerson, ExportFormat
from app.domain.ids import ContactId, MemberId
from app.domain.tags import clean_tag
from app.words import set_language

FIELDS = (
    ContactField("f1", "Budget", "money"),
    ContactField("f2", "Größe", "number"),
    ContactField("f3", "Phone", "text"),  # called as a column that everybody has
    ContactField("f4", "=Since", "date"),
    ContactField("f5", "Kind", "choice", ("a,b", "c;d", '"e"')),
    ContactField("f6", "Member", "yes_no"),
    ContactField("f7", "Kind", "text"),  # two of one name
)
OWNERS = {"léa martin": MemberId("m1"), "bo, the second": MemberId("m2")}
NAMES = {"m1": "Léa Martin", "m2": "Bo, the second"}

_letters = st.characters(codec="utf-8", exclude_categories=("C", "Z"))
_signs = st.sampled_from("=+-@'\",;:|\\n.^<>&\t éß中日a1")


def words(longest: int = 30) -> st.SearchStrategy[str]:
    """A line that can be a value: printable, without blanks at its ends or doubled ones inside."""
    text = st.text(st.one_of(_letters, _signs), min_size=1, max_size=longest)
    plain = text.map(lambda one: " ".join("".join(c if c.isprintable() else " " for c in one).split()))
    return plain.filter(bool)


notes = st.lists(words(), min_size=1, max_size=3).map("\n".join)
tags = st.lists(
    words(40).map(clean_tag).filter(lambda tag: bool(tag) and not tag.startswith("*")), max_size=4
)
amounts = st.tuples(st.integers(-(10**9), 10**9), st.sampled_from(["EUR", "JPY", "TND"]))


@st.composite
def people(draw: st.DrawFn) -> ExportedPerson:
    """Somebody with a number or an address, and anything else."""
    digits = draw(st.integers(0, 9999))
    own = {
        "f1": draw(st.none() | amounts.map(lambda one: f"{one[0]} {one[1]}")),
        "f2": draw(st.none() | st.decimals(-1000, 1000, places=3).map(str)),
        "f3": draw(st.none() | notes),
        "f4": draw(st.none() | st.dates().map(str)),
        "f5": draw(st.none() | st.sampled_from(FIELDS[4].choices)),
        "f6": draw(st.none() | st.sampled_from(["yes", "no"])),
        "f7": draw(st.none() | words()),
    }
    return ExportedPerson(
        ContactId("c1"),
        own_name=draw(st.none() | words()),
        number=f"3363998{digits:04d}",
        phone=draw(st.none() | st.just("33142685300")),
        email=draw(st.none() | st.just("ana.field@example.org")),
        company=draw(st.none() | words()),
        language=draw(st.none() | st.just("fr")),
        country=draw(st.none() | st.just("FR")),
        user_id=draw(st.none() | st.just("FR.12345")),
        owner_name=draw(st.none() | st.sampled_from(list(NAMES.values()))),
        tags=tuple(dict.fromkeys(draw(tags))),
        fields=tuple((key, value) for key, value in own.items() if value is not None),
    )


def told(person: ExportedPerson) -> ImportedPerson:
    """The person as an import should read them."""
    values = {
        "name": person.own_name, "phone": person.phone, "email": person.email, "company": person.company,
        "language": person.language, "country": person.country, **dict(person.fields),
    }  # fmt: skip
    owner = next((MemberId(key) for key, name in NAMES.items() if name == person.owner_name), None)
    changes = tuple(
        sorted((FieldChange(key, value) for key, value in values.items() if value), key=lambda one: one.key)
    )
    return ImportedPerson(0, person.number, person.user_id, changes, tuple(sorted(person.tags)), owner)


def sorted_out(person: ImportedPerson) -> ImportedPerson:
    """In one order, without the row."""
    changes = tuple(sorted(person.changes, key=lambda one: one.key))
    return ImportedPerson(
        0, person.number, person.user_id, changes, tuple(sorted(person.tags)), person.owner_id
    )


def again(folder: Path, kind: ExportFormat, person: ExportedPerson, separator: str = ",") -> ImportedPerson:
    """Out into a file, and in again; the columns as guessed."""
    path = folder / f"a.{kind}"
    path.write_bytes(b"".join(writer_of(kind, FIELDS, separator)([person])))
    table = open_table(path, UNWATCHED)
    plan = Plan(guess_columns(table, FIELDS, "FR"), "FR")
    seen = Review(path, table, (), FIELDS, OWNERS).preview(plan)
    (row,) = seen.rows
    assert row.person is not None, row.problems
    assert not row.problems
    return sorted_out(row.person)


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("language", ["en", "fr"])
@given(person=people())
@settings(max_examples=40)
def test_out_and_in_again_is_the_same(
    tmp_path_factory: pytest.TempPathFactory, kind: ExportFormat, language: str, person: ExportedPerson
) -> None:
    set_language(language)
    try:
        found = again(tmp_path_factory.getbasetemp(), kind, person)
    finally:
        set_language("en")
    assert found == told(person)


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("tags", [("\\", "0"), ("a\\", "b"), ("\\,", ",\\"), ("\\\\", "n"), ('"', "a")])
def test_tags_end_where_they_end(tmp_path: Path, kind: ExportFormat, tags: tuple[str, ...]) -> None:
    company = "Tarts \\; and pies\\"
    person = ExportedPerson(ContactId("c1"), own_name="Bo", number="33639981234", company=company, tags=tags)
    assert again(tmp_path, kind, person) == told(person)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_separator_is_found_again(tmp_path: Path, separator: str) -> None:
    person = ExportedPerson(ContactId("c1"), own_name="A; B, C", number="33639981234", tags=("x,y", "z;w"))
    assert again(tmp_path, "csv", person, separator) == told(person)


def test_a_table_for_a_spreadsheet_has_no_formula(tmp_path: Path) -> None:
    person = ExportedPerson(
        ContactId("c1"), own_name='=HYPERLINK("http://x")', number="33639981234", company="@SUM(A1)"
    )
    text = b"".join(writer_of("csv", FIELDS)([person])).decode("utf-8-sig")
    cells = text.replace('"', "").replace("\r\n", ",").split(",")
    assert [cell for cell in cells if cell[:1] in "=+-@\t\r" and cell] == []


def test_exporting_and_importing_into_the_same_team_changes_nobody(tmp_path: Path) -> None:
    person = ExportedPerson(
        ContactId("c1"), profile_name="Bo", number="33639981234", tags=("VIP",), fields=(("f1", "4200 EUR"),)
    )
    known = KnownPerson(
        ContactId("c1"),
        frozenset({"33639981234"}),
        {"profile_name": "Bo", "f1": "4200 EUR"},
        frozenset({"VIP"}),
    )
    path = tmp_path / "a.csv"
    path.write_bytes(b"".join(writer_of("csv", FIELDS)([person])))
    table = open_table(path, UNWATCHED)
    seen = Review(path, table, (known,), FIELDS, {}).preview(
        Plan(guess_columns(table, FIELDS, "FR"), "FR", "overwrite")
    )
    assert seen.counts == {"same": 1}
