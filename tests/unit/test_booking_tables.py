"""Appointments in tables: pasted, CSV, Excel; with days and names above rows, merged cells, totals, hours alone."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.desk.appointment_imports.bookings import BookingQuestion, BookingsRefused, Business, ReadBookings
from app.desk.appointment_imports.columns import TablePlan, first_plan, remembered
from app.desk.appointment_imports.opening import open_bookings, pasted_bookings
from tests.unit.table_files import write_xlsx

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)
SALON = Business(PARIS, NOW, "FR")


def pasted(text: str, business: Business = SALON, plan: TablePlan | None = None) -> ReadBookings:
    """What a pasted text gives."""
    return pasted_bookings(text).read(business, plan)


def told(read: ReadBookings) -> list[tuple[int, str]]:
    """What was told of which row."""
    return [(one.row_no, one.code) for one in read.problems]


def seen(read: ReadBookings) -> list[str]:
    """The rows as a person would say them."""
    return [
        f"{row.starts_at.astimezone(PARIS):%d.%m. %H:%M} {row.length_min or '-'} {row.who}"
        f"{f' ({row.phone})' if row.phone else ''}: {row.service or '-'} @{row.resource or '-'}"
        f"{f' {row.status}' if row.status else ''}"
        for row in read.rows
    ]


def test_an_agenda_with_days_and_colleagues_above_its_rows() -> None:
    read = pasted(
        "Agenda du salon\t\t\t\t\n\t\t\t\t\n"
        "Heure\tClient\tTél.\tPrestation\tDurée\n"
        "Vendredi 27 novembre 2026\t\t\t\t\n"
        "Sophie\t\t\t\t\n"
        "09:00\tClara Dumas\t06 12 34 56 78\tCoupe et soin\t45 min\n"
        "10:00\tPaul Roux\t\tBarbe\t30\n"
        "Léa\t\t\t\t\n"
        "09:30\tNadia Cherif\t07 56 78 90 12\tCouleur\t1h30\n"
        "12:00\tPause déjeuner\t\t\t1h\n"
        "Heure\tClient\tTél.\tPrestation\tDurée\n"
        "Samedi 28 novembre 2026\t\t\t\t\n"
        "9h\tInès Moreau\t\tBrushing\t0:30\n"
        "Total : 4 rendez-vous\t\t\t\t\n"
        "Merci de votre confiance\t\t\t\t\n"
    )
    assert seen(read) == [
        "27.11. 09:00 45 Clara Dumas (06 12 34 56 78): Coupe et soin @Sophie",
        "27.11. 10:00 30 Paul Roux: Barbe @Sophie",
        "27.11. 09:30 90 Nadia Cherif (07 56 78 90 12): Couleur @Léa",
        "28.11. 09:00 30 Inès Moreau: Brushing @-",
    ]
    assert told(read) == [(1, "row_title"), (10, "row_nobody"), (14, "row_sum"), (15, "row_no_time")]
    assert (read.has_resources, read.days) == (True, frozenset({date(2026, 11, 27), date(2026, 11, 28)}))


def test_a_colleague_above_days_stays_above_them() -> None:
    read = pasted("Sophie\nVen 27 nov.\n9h Ana\nSam 28 nov.\n10h Bo\nLéa\nVen 27 nov.\n9h Cid\n")
    assert seen(read) == [
        "27.11. 09:00 - Ana: - @Sophie",
        "28.11. 10:00 - Bo: - @Sophie",
        "27.11. 09:00 - Cid: - @Léa",
    ]


def test_a_title_with_a_day_and_a_name() -> None:
    rows = "\tHeure\tClient\n\t9h\tClara\n"
    assert seen(pasted(f"Agenda de Sophie – vendredi 27 novembre 2026\n{rows}")) == [
        "27.11. 09:00 - Clara: - @Sophie"
    ]
    assert seen(pasted(f"Planning du 27/11/2026\n{rows}")) == ["27.11. 09:00 - Clara: - @-"]
    own = replace(SALON, own=("Salon Lune",))
    assert seen(pasted("Salon Lune\nVen 27 nov\n9h Clara", own)) == ["27.11. 09:00 - Clara: - @-"]


def test_merged_cells_that_a_paste_leaves_empty_mean_the_one_above() -> None:
    read = pasted(
        "Date\tHeure\tAvec\tClient\tPrestation\n"
        "27/11/2026\t09:00\tSophie\tClara Dumas\tCoupe\n"
        "\t10:00\t\tPaul Roux\tBarbe\n"
        "\t11:00\tLéa\tNadia Cherif\tCouleur\n"
        "28/11/2026\t09:00\tSophie\tInès Moreau\tCoupe\n"
        "\t\t\tHugo Petit\tBarbe\n"
    )
    assert seen(read) == [
        "27.11. 09:00 - Clara Dumas: Coupe @Sophie",
        "27.11. 10:00 - Paul Roux: Barbe @Sophie",
        "27.11. 11:00 - Nadia Cherif: Couleur @Léa",
        "28.11. 09:00 - Inès Moreau: Coupe @Sophie",
        "28.11. 09:00 - Hugo Petit: Barbe @Sophie",
    ]


def test_an_empty_cell_of_a_table_that_repeats_itself_is_empty() -> None:
    read = pasted(
        "Date\tHeure\tAvec\tClient\n27/11\t9h\tSophie\tAna\n27/11\t10h\tSophie\tBo\n27/11\t11h\t\tCid\n"
    )
    assert [row.resource for row in read.rows] == ["Sophie", "Sophie", ""]


def test_without_headings_the_cells_say_what_they_are() -> None:
    text = (
        "14:30\tClara Dumas\t06 12 34 56 78\tCoupe\tSophie\t45 min\n"
        "15:00\tPaul Roux\t06 98 76 54 32\tBarbe\tSophie\t30 min\n"
        "15:30\tJeanne Petit\t\tCouleur\tLéa\t1h30\n"
    )
    source = pasted_bookings(text)
    grid = source.grid(SALON)
    assert grid is not None
    plan = first_plan(grid, SALON)
    assert plan.targets == ("start", "who", "phone", "service", "resource", "length")
    read = source.read(SALON, replace(plan, day=date(2026, 11, 27)))
    assert seen(read)[2] == "27.11. 15:30 90 Jeanne Petit: Couleur @Léa"
    known = replace(SALON, services=("Sophie",), resources=("Coupe", "Barbe", "Couleur"))
    assert first_plan(grid, known).targets[3:5] == ("resource", "service")


def test_hours_alone_need_a_day() -> None:
    text = "Heure;Client;Motif\n9h;Clara Dumas;Contrôle\n;Paul Roux;Urgence\nxx;Nadia;Soin\n10h;;\n"
    read = pasted(text)
    assert read.questions == (BookingQuestion("day", "9h"),) == tuple(read.open_questions)
    assert told(read) == [(2, "row_no_day"), (3, "row_no_day"), (4, "row_no_time")]
    grid = pasted_bookings(text).grid(SALON)
    assert grid is not None
    read = pasted(text, plan=replace(first_plan(grid, SALON), day=date(2026, 11, 27)))
    assert (seen(read)[0], read.open_questions) == ("27.11. 09:00 - Clara Dumas: Contrôle @-", [])


def test_the_day_in_the_name_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "agenda 27-11-2026.csv"
    path.write_text("Heure;Client\n9h;Clara\n10h30;Paul\n", "cp1252")
    assert seen(open_bookings(path).read(SALON)) == [
        "27.11. 09:00 - Clara: - @-",
        "27.11. 10:30 - Paul: - @-",
    ]


@pytest.mark.parametrize(
    ("days", "order", "found"),
    [
        (["05/06/2026", "27/06/2026"], "", ["05.06.", "27.06."]),
        (["05/06/2026", "06/27/2026"], "", ["06.05.", "27.06."]),
        (["05/06/2026", "06/06/2026"], "", ["06.06."]),
        (["05/06/2026", "07/06/2026"], "dmy", ["05.06.", "07.06."]),
        (["05/06/2026", "07/06/2026"], "mdy", ["06.05.", "06.07."]),
        (["Ven 05/06/2026", "06/07/2026"], "", ["05.06.", "06.07."]),
        (["5.6.2026", "7.6.2026"], "", ["05.06.", "07.06."]),
    ],
)
def test_all_days_together_show_which_number_is_the_day(
    days: list[str], order: str, found: list[str]
) -> None:
    text = "Date;Heure;Client\n" + "".join(f"{day};9h;Clara {place}\n" for place, day in enumerate(days))
    plan = TablePlan(("day", "start", "who"), order)  # type: ignore[arg-type]
    read = pasted(text, plan=plan)
    assert [f"{row.starts_at:%d.%m.}" for row in read.rows] == found
    if not order and len(found) < 2:
        assert read.open_questions == [BookingQuestion("dates", "05/06/2026", ("dmy", "mdy"))]
        assert told(read) == [(2, "date_unclear")]
    else:
        assert read.open_questions == []


def test_the_day_that_is_given_shows_it_too() -> None:
    plan = TablePlan(("day", "start", "who"), day=date(2026, 6, 5))
    assert seen(pasted("Date;Heure;Client\n05/06;9h;Clara\n05/06;10h;Paul", plan=plan))[0].startswith(
        "05.06."
    )


def test_an_american_csv(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_bytes(
        b"\xef\xbb\xbfAppointment Date,Start Time,End Time,Client Name,Mobile,Service,Staff,Status,Price\r\n"
        b'11/27/2026,2:30 PM,3:15 PM,"Dumas, Clara",+33 6 12 34 56 78,Haircut,Sophie,Confirmed,45.00\r\n'
        b"11/28/2026,9:00 AM,9:30 AM,Paul Roux,,Beard,Sophie,Cancelled,20.00\r\n"
    )
    read = open_bookings(path).read(SALON)
    assert seen(read) == [
        "27.11. 14:30 45 Dumas, Clara (+33 6 12 34 56 78): Haircut @Sophie",
        "28.11. 09:00 30 Paul Roux: Beard @Sophie cancelled",
    ]
    assert read.rows[0].price == "45.00"


def test_excel_with_real_days_hours_and_numbers(tmp_path: Path) -> None:
    path = write_xlsx(
        tmp_path / "agenda.xlsx",
        [
            ["Salon Lune"],
            [],
            ["Date", "Heure", "Client", "Téléphone", "Durée", "Annulé"],
            [46353, 0.6041666666666666, "Clara Dumas", 612345678, 45, ""],
            ["", 0.625, "Paul Roux", "+33698765432", 0.020833333333333332, "oui"],
            ["Total", "", 2],
        ],
    )
    read = open_bookings(path).read(SALON)
    assert seen(read) == [
        "27.11. 14:30 45 Clara Dumas (612345678): - @-",
        "27.11. 15:00 30 Paul Roux (+33698765432): - @- cancelled",
    ]
    assert told(read) == [(1, "row_title"), (6, "row_sum")]


def test_words_in_merged_cells_of_excel_are_carried_by_the_reader(tmp_path: Path) -> None:
    from tests.unit.table_files import sheet_xml

    xml = sheet_xml(
        [
            ["Jour", "Heure", "Client"],
            ["Ven 27 nov.", "9h", "Ana"],
            ["", "10h", "Bo"],
            ["Sam 28 nov.", "9h", "Cid"],
        ]
    )
    merged = xml.replace(
        "</worksheet>", '<mergeCells count="1"><mergeCell ref="A2:A3"/></mergeCells></worksheet>'
    )
    read = open_bookings(write_xlsx(tmp_path / "a.xlsx", xml=merged)).read(SALON)
    assert [f"{row.starts_at:%d} {row.who}" for row in read.rows] == ["27 Ana", "27 Bo", "28 Cid"]


def test_lines_of_a_message() -> None:
    read = pasted(
        "Vendredi 27 novembre\n"
        "9h00 Clara Dumas - Coupe 06 12 34 56 78\n"
        "9h45 - Paul Roux (Barbe)\n"
        "10:30 – 11:00 Nadia Cherif\n"
        "Pause\n"
    )
    assert (read.kind, told(read)) == ("lines", [(5, "row_no_time")])
    assert seen(read) == [
        "27.11. 09:00 - Clara Dumas (06 12 34 56 78): Coupe @-",
        "27.11. 09:45 - Paul Roux: Barbe @-",
        "27.11. 10:30 30 Nadia Cherif: - @-",
    ]


def test_columns_made_of_blanks() -> None:
    read = pasted(
        "Ven. 27\n09:00   Clara Dumas    Coupe     06 12 34 56 78\n09:30   Paul Roux      Barbe     06 98 76 54 32\n"
    )
    assert seen(read)[1] == "27.11. 09:30 - Paul Roux (06 98 76 54 32): Barbe @-"


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ("27/11/2026;14h-15h;Clara", "27.11. 14:00 60 Clara: - @-"),
        ("27/11/2026;de 14h30 à 15h;Clara", "27.11. 14:30 30 Clara: - @-"),
        ("demain;9am;Clara", "27.11. 09:00 - Clara: - @-"),
        ("Ven. 27 nov.;14.30;Clara", "27.11. 14:30 - Clara: - @-"),
        (";2026-11-27T13:30:00Z;Clara", "27.11. 14:30 - Clara: - @-"),
        (";27/11/2026 14:30;Clara 06 12 34 56 78", "27.11. 14:30 - Clara (06 12 34 56 78): - @-"),
        ("27/11/2026;14h30;DUMAS Clara - Coupe", "27.11. 14:30 - DUMAS Clara: Coupe @-"),
        ("02/01;9h;Clara", "02.01. 09:00 - Clara: - @-"),
    ],
)
def test_days_and_hours_as_people_write_them(row: str, found: str) -> None:
    read = pasted(f"Jour;Heure;Client\n{row}\n31/12/2026;10h;Témoin\n")
    assert seen(read)[0] == found


@pytest.mark.parametrize(
    ("row", "code", "is_left_out"),
    [
        ("27/11/2026;25:00;Clara;", "row_no_time", True),
        ("31/02/2026;9h;Clara;", "date_none", True),
        ("Jeudi 27/11/2026;9h;Clara;", "weekday_other", False),
        ("28/03/2027;2h30;Clara;", "time_skipped", False),
        ("27/11/2026;9h;Clara;blabla", "length_odd", False),
        ("27/11/2026;15h-14h;Clara;", "length_odd", False),
        ("27/11/2026;9h;Fermé;", "row_nobody", True),
    ],
)
def test_what_cannot_be_read_is_told_and_the_rest_comes_in(row: str, code: str, is_left_out: bool) -> None:
    read = pasted(f"Jour;Heure;Client;Durée\n{row}\n31/12/2026;10h;Témoin;\n")
    assert [(one.row_no, one.code, one.is_left_out) for one in read.problems] == [(2, code, is_left_out)]
    assert len(read.rows) == 2 - is_left_out and len(read.left_out) == is_left_out


def test_a_free_hour_is_nobody_s_and_says_nothing() -> None:
    read = pasted(
        "Jour;Heure;Client;Durée;Note\n27/11/2026;9h;;30;\n27/11/2026;10h;;;Livraison\n27/11/2026;11h;Ana;;\n"
    )
    assert (len(read.rows), told(read)) == (1, [(3, "row_nobody")])


def test_a_nom_beside_a_prenom_is_half_a_name() -> None:
    read = pasted("Date;Heure;Nom;Prénom;Portable\n27/11/2026;9h;Dumas;Clara;0612345678\n")
    assert seen(read) == ["27.11. 09:00 - Clara Dumas (0612345678): - @-"]


def test_what_is_over_is_counted() -> None:
    read = pasted("Date;Heure;Client\n25/11/2026;9h;Ana\n27/11/2026;9h;Bo\n", replace(SALON, since=NOW))
    assert (seen(read), read.past) == (["27.11. 09:00 - Bo: - @-"], 1)


def test_columns_are_remembered_for_the_next_table_with_the_same_headings() -> None:
    source = pasted_bookings("Date;Heure;Nom;Truc\n05/06/2026;9h;Dumas;Coupe\n")
    grid = source.grid(SALON)
    assert grid is not None
    plan = replace(first_plan(grid, SALON).with_target(3, "service"), order="dmy", day=date(2026, 6, 5))
    memory = remembered(plan, "", grid)
    again = first_plan(grid, SALON, memory)
    assert again == replace(plan, day=None)
    assert [row.service for row in source.read(SALON, memory=memory).rows] == ["Coupe"]
    assert plan.with_target(3, "who").targets == ("day", "start", "ignore", "who")
    for broken in ("{", "[]", '{"x": 1}', memory.replace('"who"', "7"), memory.replace('"day", ', "")):
        assert first_plan(grid, SALON, broken).targets == first_plan(grid, SALON).targets


CELLS = st.sampled_from(
    (
        "|9h|14h30|27/11/2026|05/06|Ven 27 nov.|Clara Dumas|06 12 34 56 78|45 min|Heure|Client|Date|Total|Sophie|99:99"
        "|'=1|2026-11-27T13:30:00+99:99|0,604|46353,6|31/02/2026|Mar 9999|a 25h|0/0|9999-99-99|12h-11h"
        "|²|٣h|Avec|Durée|demain"
    ).split("|")
)


@settings(max_examples=120, deadline=timedelta(seconds=5))
@given(
    st.lists(st.lists(CELLS | st.text(max_size=8), max_size=5), max_size=8),
    st.sampled_from("\t;,| "),
    st.dates() | st.none(),
)
def test_any_text_is_read_or_refused(rows: list[list[str]], sign: str, day: date | None) -> None:
    text = "\n".join(sign.join(cells) for cells in rows)
    with suppress(BookingsRefused):
        source = pasted_bookings(text)
        grid = source.grid(SALON)
        plan = replace(first_plan(grid, SALON), day=day) if grid is not None else None
        read = source.read(SALON, plan)
        assert all(row.starts_at.tzinfo is UTC and row.who + row.phone for row in read.rows)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Camille", "Camille Roux"), ("ROUX Camille", "Camille Roux"), ("Mme Roux", "Camille Roux"),
        ("Dr Martin", "Dr Martin"), ("martin", "Dr Martin"), ("Salle 1", "Salle 1"),
        ("Salle", ""), ("1", ""), ("Dr", ""), ("Léa", ""), ("Camille Petit", ""), ("", ""),
    ],
)  # fmt: skip
def test_a_column_names_a_colleague_in_fewer_words(written: str, meant: str) -> None:
    salon = replace(
        SALON, resources=("Camille Roux", "Dr Martin", "Salle 1", "Salle 2", "Léa Petit", "Léa Roy")
    )
    assert salon.resource_meant(written) == meant


def test_a_colleague_by_first_name_is_nobody_new() -> None:
    salon = replace(SALON, resources=("Camille Roux", "Hugo Lambert"))
    text = "Date\tHeure\tClient\tPrestation\tCollaborateur\n27/11/2026\t9:00\tClara Dumas\tCoupe\tCamille\n"
    assert seen(pasted(text, salon)) == ["27.11. 09:00 - Clara Dumas: Coupe @Camille Roux"]
