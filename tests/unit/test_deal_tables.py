"""Tables of deals: columns and stages guessed and changed, what is unclear asked, each row with its fate and reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.desk.contact_imports.refusals import TableRefused
from app.desk.contact_imports.watching import UNWATCHED
from app.desk.deal_imports.headings import PROGRAM_NAMES, program_of
from app.desk.deal_imports.opening import open_deals
from app.desk.deal_imports.plan import answered, recalled, remembered, with_target
from app.desk.deal_imports.preview import DealPreview, DealPreviewRow, save_bad_rows
from app.desk.deal_imports.stages import SKIP, Goal, stage_values
from app.domain.deal_import_rows import ImportedDeal, KnownDeal, decide, imported_id, taken_back
from app.domain.deals import LOGGED, SIGNS_OF_LIFE
from app.domain.money import Money
from app.words.deals import logged_name
from app.words.sentences import refusal
from tests.deal_tables import EXPORTS, LEA, PIPELINES, SELLSY, TRELLO, ZOHO, reviewed, reviewed_file
from tests.unit.table_files import sheet_xml, write_xlsx


def deal(row: DealPreviewRow) -> ImportedDeal:
    assert row.deal is not None
    return row.deal


def codes(seen: DealPreview) -> list[list[str]]:
    return [[one.code for one in row.problems] for row in seen.rows]


@pytest.mark.parametrize("program", EXPORTS)
def test_the_export_of_a_program_is_known_by_its_headings(tmp_path: Path, program: str) -> None:
    review, _plan = reviewed(tmp_path, EXPORTS[program])
    assert program_of(review.table.columns) == program
    assert PROGRAM_NAMES[program]


def test_pipedrive_tells_stage_and_end_apart(tmp_path: Path) -> None:
    review, plan = reviewed(tmp_path, EXPORTS["pipedrive"])
    seen = review.preview(plan)
    assert [row.fate for row in seen.rows] == ["added", "added", "added", "left"]
    ana, bo, cy = (deal(row) for row in seen.rows[:3])
    assert (ana.title, ana.amount, ana.number, ana.email) == (
        "Wedding", Money(125_050, "EUR"), "33639980001", "ana@example.org",
    )  # fmt: skip
    assert (ana.state, ana.stage_id, ana.close_on, ana.owner_id, ana.tags) == (
        "open", "quote", "2026-12-24", LEA, ("Hot",),
    )  # fmt: skip
    assert ana.made_at == datetime(2026, 3, 5, 13, 33, 12, tzinfo=UTC)
    assert (bo.state, bo.stage_id, bo.amount, bo.reason) == (
        "lost", "decision", Money(30_000, "USD"), "Too expensive",
    )  # fmt: skip
    assert bo.ended_at == datetime(2026, 2, 20, 9, 0, tzinfo=UTC)
    assert (bo.number, bo.person, bo.email) == (None, "Bo", "bo@example.org")
    assert (cy.state, cy.number, cy.owner_id) == ("won", "33639980003", None)
    assert codes(seen)[2] == ["owner_unknown"]
    assert seen.makes_people == 2


def test_hubspot_ends_are_stages_and_its_contacts_have_their_address_in_brackets(tmp_path: Path) -> None:
    review, plan = reviewed(tmp_path, EXPORTS["hubspot"])
    seen = review.preview(plan)
    assert (seen.unmapped, codes(seen)[0]) == (1, ["stage_unmapped"])  # "Contract Sent" is nobody's guess
    key = stage_values(review.table, plan.targets)[0].key
    plan = replace(plan, goals={**plan.goals, key: Goal("stage", "main", "decision")})
    seen = review.preview(plan)
    site, logo, flyer = (deal(row) for row in seen.rows)
    assert (site.stage_id, site.close_on, site.person, site.email) == (
        "decision", "2026-12-30", "Ana Field", "ana@example.org",
    )  # fmt: skip
    assert (logo.state, logo.is_staged, logo.person, logo.ended_at) == (
        "won", False, "Bo", datetime(2026, 11, 15, 9, 0, tzinfo=UTC),
    )  # fmt: skip
    assert (flyer.state, flyer.reason, flyer.amount) == ("lost", "Price", None)


def test_zoho_has_notes_of_several_lines_and_a_next_step(tmp_path: Path) -> None:
    review, plan = reviewed(tmp_path, ZOHO)
    (row,) = review.preview(plan).rows
    found = deal(row)
    assert (found.note, found.next_step, found.tags) == ("Two trees,\none hedge", "Call back", ("vip",))
    assert (found.amount, found.company, found.person) == (Money(125_000, "EUR"), "Green & Co", "Ana Field")


def test_trello_lists_are_stages_and_its_first_known_member_is_the_owner(tmp_path: Path) -> None:
    review, plan = reviewed(tmp_path, TRELLO)
    (row,) = review.preview(plan).rows
    found = deal(row)
    assert (found.title, found.stage_id, found.owner_id, found.note) == (
        "Kitchen for Ana", "quote", LEA, "Ask for the plan",
    )  # fmt: skip
    assert (found.close_on, found.amount) == ("2026-12-24", None)


def test_sellsy_in_french_with_its_own_names_of_stages(tmp_path: Path) -> None:
    review, plan = reviewed(tmp_path, SELLSY)
    (value,) = stage_values(review.table, plan.targets)
    assert (value.stage, value.count) == ("Devis envoyé", 2)
    plan = replace(plan, goals={value.key: Goal("stage", "main", "quote")})
    seen = review.preview(plan)
    terrace, lane = (deal(row) for row in seen.rows)
    assert (terrace.amount, terrace.close_on, terrace.person) == (
        Money(125_050, "EUR"), "2026-12-24", "Anne Dupont",
    )  # fmt: skip
    assert (lane.state, lane.person, lane.note) == ("lost", "Martin", "Trop cher")
    assert seen.questions == ()  # 24/12 shows which number is the day


def test_what_is_unclear_is_asked_once_for_the_file_and_not_guessed(tmp_path: Path) -> None:
    text = 'Title;Amount;Create date\nA;"1,250";03/04/2026\nB;"$ 2,500";05/06/2026\n'
    review, plan = reviewed(tmp_path, text)
    seen = review.preview(plan)
    assert [(one.kind, one.example) for one in seen.open_questions] == [
        ("mark", "1,250"), ("sign", "$"), ("dates", "03/04/2026"),
    ]  # fmt: skip
    assert codes(seen) == [["date_unclear", "amount_unclear"], ["date_unclear", "amount_sign"]]
    for question, answer in zip(seen.questions, (".", "CAD", "dmy"), strict=True):
        plan = answered(plan, question, answer)
    seen = review.preview(plan)
    assert (seen.open_questions, codes(seen)) == ([], [[], []])
    assert [deal(row).amount for row in seen.rows] == [Money(125_000, "EUR"), Money(250_000, "CAD")]
    made = deal(seen.rows[0]).made_at
    assert made is not None and made.date().isoformat() == "2026-04-03"


def test_a_value_is_left_out_or_becomes_nothing_until_somebody_says_what(tmp_path: Path) -> None:
    review, plan = reviewed(tmp_path, "Title;Stage\nA;Zzz\nB;Decision\nC;\n")
    seen = review.preview(plan)
    assert [row.fate for row in seen.rows] == ["bad", "added", "added"]
    assert deal(seen.rows[2]).stage_id == "enquiry"  # an empty one is the first
    seen = review.preview(replace(plan, goals={**plan.goals, ("", "zzz"): SKIP}))
    assert [row.fate for row in seen.rows] == ["left", "added", "added"]


def test_a_column_is_changed_and_the_choice_is_remembered_for_the_next_file(tmp_path: Path) -> None:
    text = "Title;Place;Who\nA;Shop;Ana\n"
    review, plan = reviewed(tmp_path, text)
    assert plan.targets == ("title", "ignore", "ignore")
    plan = with_target(review.table, PIPELINES, plan, 1, "stage")
    plan = with_target(review.table, PIPELINES, plan, 2, "title")
    assert plan.targets == ("ignore", "stage", "title")
    plan = replace(plan, goals={("", "shop"): Goal("stage", "main", "deposit")}, mark=",")
    memory = remembered(plan, "", review.table)
    other, guessed = reviewed(tmp_path, text.replace("Ana", "Bo"))
    again = recalled(guessed, memory, other.table, PIPELINES)
    assert (again.targets, again.goals, again.mark) == (plan.targets, plan.goals, ",")
    assert recalled(guessed, "{damaged", other.table, PIPELINES) == guessed
    stranger, first = reviewed(tmp_path, "Title;Else\nA;b\n")
    assert recalled(first, memory, stranger.table, PIPELINES) == first


def test_rows_without_an_id_are_known_again_by_title_person_and_day(tmp_path: Path) -> None:
    text = (
        "Title;Contact;Created;Amount\nA;Ana;2026-03-05;10 €\nA;Ana;2026-03-05;20 €\nA;Ana;2026-03-05;10 €\n"
    )
    review, plan = reviewed(tmp_path, text)
    rows = review.preview(plan).rows
    assert [row.fate for row in rows] == ["added", "added", "twin"]
    assert rows[2].twin_of == 2
    ids = [deal(row).deal_id for row in rows[:2]]
    assert len(set(ids)) == 2
    again, plan = reviewed(tmp_path, text.replace("20 €", "25 €"))
    assert [deal(row).deal_id for row in again.preview(plan).rows[:2]] == ids


def test_an_id_that_belongs_to_quite_another_deal_is_not_believed(tmp_path: Path) -> None:
    known = KnownDeal(
        imported_id("ref", "", "id", "1"), "main", "quote", values={"title": "Roof", "person": "Bo"}
    )
    review, plan = reviewed(tmp_path, "Id;Title;Contact\n1;Garden;Ana\n2;Roof;Bo\n", (known,))
    rows = review.preview(plan).rows
    assert [row.fate for row in rows] == ["bad", "added"]
    assert (rows[0].problems[0].code, rows[0].problems[0].written) == ("ref_taken", "Roof")


def test_a_second_import_shows_what_differs_alone(tmp_path: Path) -> None:
    text = "Id;Title;Amount;Stage\n1;Garden;10 €;Decision\n"
    key = imported_id("ref", "", "id", "1")
    known = KnownDeal(key, "main", "decision", values={"title": "Garden", "amount": "1000 EUR"})
    review, plan = reviewed(tmp_path, text, (known,))
    assert review.preview(plan).counts == {"same": 1}
    review, plan = reviewed(
        tmp_path, text.replace("10 €", "12 €").replace("Decision", "Deposit paid"), (known,)
    )
    (row,) = review.preview(plan).rows
    assert row.decision is not None
    assert (row.fate, row.decision.is_moved) == ("changed", True)
    assert [(one.key, one.value) for one in row.decision.changes] == [("amount", "1200 EUR")]
    (left,) = review.preview(replace(plan, how="skip")).rows
    assert left.fate == "same"
    (filled,) = review.preview(replace(plan, how="fill")).rows
    assert filled.fate == "same"


def test_a_table_of_excel_with_a_title_merged_cells_formulas_and_errors(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Affaires au 1er décembre"],
        [],
        ["Intitulé", "Montant", "Étape", "Client", "Créée le"],
        ["Toit", 1041.6666666666667, "Decision", "Ana", 46086],
        ["Mur", 1041.6666666666667, "", "Bo", 46086],
        ["Sol", "#DIV/0!", "Decision", "", ""],
    ]
    merged = '</sheetData><mergeCells count="2"><mergeCell ref="A1:E1"/><mergeCell ref="C4:C5"/></mergeCells>'
    path = write_xlsx(tmp_path / "deals.xlsx", xml=sheet_xml(rows).replace("</sheetData>", merged))
    review, plan = reviewed_file(path)
    seen = review.preview(plan)
    roof, wall, floor = (deal(row) for row in seen.rows)
    assert (roof.amount, roof.stage_id, roof.person) == (Money(104_167, "EUR"), "decision", "Ana")
    assert roof.made_at is not None and roof.made_at.date().isoformat() == "2026-03-05"
    assert (wall.stage_id, wall.amount) == ("decision", Money(104_167, "EUR"))
    assert (floor.amount, codes(seen)[2]) == (None, ["cell_error"])


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_old_encodings_lose_nothing(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "deals.csv"
    path.write_bytes("Intitulé;Montant;Étape\nÉtagère très chère;12,50 €;Decision\n".encode(encoding))
    review, plan = reviewed_file(path)
    (row,) = review.preview(plan).rows
    assert (deal(row).title, deal(row).amount) == ("Étagère très chère", Money(1250, "EUR"))


def test_a_file_of_address_cards_is_no_table_of_deals(tmp_path: Path) -> None:
    path = tmp_path / "a.vcf"
    path.write_text("BEGIN:VCARD\nVERSION:3.0\nFN:Ana\nTEL:+33639980001\nEND:VCARD\n", "utf-8")
    with pytest.raises(TableRefused) as refused:
        open_deals(path, UNWATCHED)
    assert refused.value.code == "table_no_deals"


def test_what_is_too_long_or_absurd_is_cut_or_left_out_with_its_reason(tmp_path: Path) -> None:
    title = "x" * 300
    text = f"Title;Amount;Closing date;Create date\n{title};{'9' * 30};31/02/2026;2199-01-01\n;12;;\n"
    review, plan = reviewed(tmp_path, text)
    seen = review.preview(plan)
    found = deal(seen.rows[0])
    assert (len(found.title), found.note, found.amount) == (200, title, None)
    assert codes(seen) == [["date_none", "amount_large", "date_future"], ["row_nothing"]]
    assert save_bad_rows(tmp_path / "bad.csv", review.table, seen, {2: "why"}, "Reason") == 2
    assert (tmp_path / "bad.csv").read_text("utf-8-sig").splitlines()[1].endswith(",why")


def test_an_undo_gives_back_what_nobody_changed_since() -> None:
    known = KnownDeal("d", "main", "quote", values={"title": "A", "amount": "1000 EUR"})
    row = ImportedDeal(2, "d", "main", "quote", title="B", amount=Money(2000, "EUR"))
    done = decide(known, row)
    back, left = taken_back({"title": "B", "amount": "3000 EUR"}, done.before, done.changes)
    assert ([(one.key, one.value) for one in back], left) == ([("title", "A")], 1)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.lists(st.text(st.characters(blacklist_categories=["Cs"]), max_size=12), min_size=3, max_size=3),
        min_size=1, max_size=8,
    )
)  # fmt: skip
def test_no_table_whatever_breaks_the_preview(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]
) -> None:
    path = tmp_path_factory.mktemp("t") / "deals.csv"
    lines = ["Title;Amount;Stage"] + [
        ";".join(f'"{cell.replace(chr(34), "")}"' for cell in row) for row in rows
    ]
    path.write_text("\n".join(lines), "utf-8", newline="")
    try:
        review, plan = reviewed_file(path)
    except TableRefused:
        return
    seen = review.preview(plan)
    assert len(seen.rows) == len(review.table.rows)
    assert all(row.problems for row in seen.rows if row.fate == "bad")


def test_a_persian_and_an_arabic_name_keep_their_marks(tmp_path: Path) -> None:
    name = "علی\u200cرضا \u200fمحمدی"
    review, plan = reviewed(tmp_path, f"Title;Contact\nباغ;{name}\nA\x07B;Bo\n")
    rows = review.preview(plan).rows
    assert [(deal(row).title, deal(row).person) for row in rows] == [("باغ", name), ("A B", "Bo")]


def test_a_note_of_a_table_has_a_name_where_entries_are_shown() -> None:
    assert [logged_name(what) for what in LOGGED] == [
        "Call", "Call without an answer", "Meeting", "E-mail", "Note",
    ]  # fmt: skip
    assert "note" not in SIGNS_OF_LIFE


def test_the_sum_below_a_report_is_no_deal(tmp_path: Path) -> None:
    text = "Client;Affaire;Montant HT\nÉpi;Site;1 200,50 €\nTotal;Logo;300,00 €\nTotal;;1 500,50 €\n"
    review, plan = reviewed(tmp_path, text)
    seen = review.preview(plan)
    assert [row.fate for row in seen.rows] == ["added", "added", "bad"]
    assert codes(seen)[2] == ["row_sum"]


def test_days_as_a_spreadsheet_shows_them_with_a_short_year_are_read(tmp_path: Path) -> None:
    review, plan = reviewed(tmp_path, "Titre;Créé le\nA;4-mars-26\nB;15-janv.-26\nC;04 Mar 26\nD;4-foo-26\n")
    seen = review.preview(plan)
    assert [str(deal(row).made_at)[:10] for row in seen.rows[:3]] == [
        "2026-03-04",
        "2026-01-15",
        "2026-03-04",
    ]
    assert codes(seen) == [[], [], [], ["date_none"]]


def test_a_table_of_deals_is_refused_in_words_about_deals(tmp_path: Path) -> None:
    for content, code in (
        (b"Title;Amount\n", "table_deals_below"),
        (bytes(range(256)) * 9, "table_no_table"),
    ):
        (tmp_path / "deals.csv").write_bytes(content)
        with pytest.raises(TableRefused, match=code) as caught:
            open_deals(tmp_path / "deals.csv", UNWATCHED)
        said = refusal(caught.value.code, caught.value.facts)
        assert "deals.csv" in said and "vCard" not in said and "nobody" not in said


def test_hubspot_in_french_knows_its_deals_again_by_their_number(tmp_path: Path) -> None:
    heads = "ID de fiche d'informations;Nom de la transaction;Phase de la transaction\n"
    ids = set()
    for title in ("Site", "Site et logo"):
        review, plan = reviewed(tmp_path, f"{heads}901;{title};Décision\n")
        assert plan.targets == ("ref", "title", "stage")
        ids.add(deal(review.preview(plan).rows[0]).deal_id)
    assert len(ids) == 1
