"""Who wrote: odd names, numbers, and lines that nobody wrote."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.desk.imports.authors import number_of
from tests.unit.export_files import LRM, read, written

ANDROID = "31/01/2026, 21:05 - {}\n"
IOS = "[31/01/2026, 21:05:09] {}\n"


@pytest.mark.parametrize(
    ("written_as", "author"),
    [
        ("Ana Field", "Ana Field"),
        ("Ana 🌿🧑‍🦰", "Ana 🌿🧑‍🦰"),
        ("Ana [work] (old)", "Ana [work] (old)"),
        ("~\u202fAna", "~ Ana"),
        ("~ Ana", "~ Ana"),
        ("\u202a+44\u00a07700\u00a0900123\u202c", "+44 7700 900123"),
        ("+1 (415) 555\u20110100", "+1 (415) 555-0100"),
        ("أنا فيلد", "أنا فيلد"),
        ("\u200fאנה", "אנה"),
        ('Ana "Boss" Field', 'Ana "Boss" Field'),
        ("Ana - Field", "Ana - Field"),
        ("12:30 Club", "12:30 Club"),
    ],
)
@pytest.mark.parametrize("line", [ANDROID, IOS])
def test_names_are_read_as_people_know_them(tmp_path: Path, line: str, written_as: str, author: str) -> None:
    found = read(written(tmp_path, line.format(f"{written_as}: Hi: there")))
    assert [(m.author, m.text) for m in found.messages] == [(author, "Hi: there")]


def test_a_name_with_a_colon_is_found_by_what_always_follows_it(tmp_path: Path) -> None:
    said = [
        "Ana: Work: hello",
        "Bo: Note: milk",
        "Ana: Work: Note: two",
        "Ana: Work: <Media omitted>",
        "Bo: yes",
    ]
    found = read(written(tmp_path, "".join(ANDROID.format(line) for line in said)))
    assert found.preview.authors == {"Ana: Work": 3, "Bo": 2}
    assert [m.text for m in found.messages] == ["hello", "Note: milk", "Note: two", None, "yes"]


def test_a_name_that_looks_like_a_quotation_is_believed_when_it_comes_often(tmp_path: Path) -> None:
    found = read(written(tmp_path, ANDROID.format('Screens 24": ok') * 3))
    assert found.preview.authors == {'Screens 24"': 3}


ENCRYPTION = [
    "Messages and calls are end-to-end encrypted. No one outside of this chat can read or listen to them.",
    "Nachrichten und Anrufe sind Ende-zu-Ende-verschlüsselt. Niemand außerhalb dieses Chats kann sie lesen.",
    "Los mensajes y las llamadas están cifrados de extremo a extremo. Nadie fuera de este chat puede leerlos.",
    "Les messages et les appels sont chiffrés de bout en bout. Personne ne peut les lire.",
    "As mensagens e as ligações são protegidas com a criptografia de ponta a ponta.",
    "I messaggi e le chiamate sono crittografati end-to-end. Nessuno può leggerli.",
    "Berichten en oproepen zijn end-to-end versleuteld. Niemand kan ze lezen.",
]
NOTICES = [
    *ENCRYPTION,
    "Your security code with Ana Field changed. Tap to learn more.",
    "Dein Sicherheitscode für Ana Field hat sich geändert.",
    "Ana Field changed their phone number to a new number. Tap to message or add the new number.",
    'Ana created group "Trip: Rome"',
    'Ana changed the subject from "Trip: Rome" to "Trip: Bath"',
    "Ana hat den Betreff von „Reise: Rom“ zu „Reise: Bath“ geändert.",
    "You updated the message timer. New messages will disappear from this chat 24 hours after they're sent.",
    "You blocked this contact.",
    "Ana Field is a contact.",
    "Bo started a video call",
    "Meta AI is an optional service from Meta",
    "Bo left",
]


@pytest.mark.parametrize("notice", NOTICES)
@pytest.mark.parametrize("line", [ANDROID, IOS])
def test_lines_of_the_application_have_no_author(tmp_path: Path, line: str, notice: str) -> None:
    found = read(written(tmp_path, line.format(notice) + line.format("Ana: hi"))).messages
    assert [(m.author, m.kind, m.text) for m in found] == [(None, "system", notice), ("Ana", "text", "hi")]


@pytest.mark.parametrize("notice", [*NOTICES, "Kodi yako ya usalama imebadilika. Gusa ili kujua zaidi."])
def test_ios_names_somebody_where_the_application_speaks(tmp_path: Path, notice: str) -> None:
    found = read(written(tmp_path, IOS.format("Ana: hi") * 4 + IOS.format(f"Field Family: {LRM}{notice}")))
    assert [(m.author, m.kind, m.text) for m in found.messages[4:]] == [(None, "system", notice)]
    assert found.preview.authors == {"Ana": 4}


@pytest.mark.parametrize("notice", [*ENCRYPTION, "Your security code with Bo changed. Tap to learn more."])
def test_the_first_notice_of_an_old_iphone_bears_no_mark(tmp_path: Path, notice: str) -> None:
    found = read(written(tmp_path, IOS.format(f"Ana Field: {notice}") + IOS.format("Bo: hi")))
    assert [m.kind for m in found.messages] == ["system", "text"]
    assert found.preview.authors == {"Bo": 1}


def test_missed_calls_of_android_are_calls_of_nobody(tmp_path: Path) -> None:
    found = read(written(tmp_path, ANDROID.format("Missed voice call") + ANDROID.format("Ana: hi"))).messages
    assert [(m.kind, m.author) for m in found] == [("call", None), ("text", "Ana")]


@pytest.mark.parametrize(
    ("author", "number"),
    [("+44 7700 900123", "447700900123"), ("+1 (415) 555-0100", "14155550100"), ("Ana", None), ("24", None)],
)
def test_numbers_of_unsaved_people(author: str, number: str | None) -> None:
    assert number_of(author) == number
