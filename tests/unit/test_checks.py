"""Every check of the project is seen to fail on a sample that is wrong, and to let the right one pass."""

from __future__ import annotations

import subprocess
from pathlib import Path, PurePosixPath

import pytest
from babel.messages.catalog import Catalog

from tests.checks import bans, crashes, sizes, tracked, translations, unused

BROKEN = {
    "app/desk/tasks.py": ("asyncio.create_task(pull())", "dropped task"),
    "app/domain/clock.py": ("import httpx", "standard library"),
    "app/solo.py": ("from app.hub.config import Config", "standard library"),
    "app/hub/sender.py": ("import qasync", "ui/loop.py"),
    "ui/inbox/view.py": ("dialog.exec()", "open()"),
    "ui/inbox/menu.py": ("menu.exec(event.globalPos())", "open()"),
    "ui/inbox/files.py": ("QFileDialog.getOpenFileName(self)", "open()"),
    "ui/inbox/work.py": ("task = asyncio.create_task(pull())", "ui/tasks.py"),
    "ui/inbox/loop.py": ("task = self._loop.create_task(pull())", "ui/tasks.py"),
    "ui/inbox/paint.py": ("line = QColor('#1f2937')", "tokens"),
    "ui/inbox/brush.py": ("line = QColor(31, 41, 55)", "tokens"),
    "ui/inbox/sheet.py": ("self.setStyleSheet(sheet)", "ui/theme"),
    "ui/inbox/label.py": ("name = QLabel(text)", "ui/widgets"),
    "ui/inbox/name.py": ("class Name(QLabel): pass", "ui/widgets"),
    "ui/inbox/words.py": ("button.setToolTip('Send it now')", "gettext"),
    "tests/gui/test_a.py": ("async def test(qtbot):\n    qtbot.waitUntil(ready)", "hangs in a coroutine"),
    "tests/gui/test_b.py": ("qtbot.keyClicks(field, 'été')", "beyond ASCII"),
    "tests/gui/test_c.py": ("from unittest.mock import Mock", "fakes"),
}

FINE = {
    "app/domain/clock.py": "from datetime import datetime\nfrom app.domain.ids import ConversationId",
    "app/hub/work.py": "async def run(group):\n    group.create_task(pull())\n    waits.append(create_task(pull()))",
    "ui/tasks.py": "task = asyncio.get_running_loop().create_task(pull())",
    "ui/theme/sheet.py": "app.setStyleSheet('QLabel { color: #1f2937 }')",
    "ui/widgets/labels.py": "class PlainLabel(QLabel): pass",
    "ui/inbox/view.py": '"""#123456"""\ndialog.open()\nbutton.setText("Comptoir")\nbutton.setToolTip(_("x"))',
    "tests/gui/test_a.py": "def test(qtbot):\n    qtbot.waitUntil(ready)\n    qtbot.keyClicks(fields['été'], 'ete')",
}


def said_about(path: str, source: str) -> list[str]:
    return [fault.said for fault in bans.faults_in(PurePosixPath(path), source)]


@pytest.mark.parametrize(("path", "sample", "said"), [(path, *rest) for path, rest in BROKEN.items()])
def test_a_banned_line_is_found(path: str, sample: str, said: str) -> None:
    assert any(said in sentence for sentence in said_about(path, sample))


@pytest.mark.parametrize(("path", "sample"), FINE.items())
def test_a_right_line_is_left_alone(path: str, sample: str) -> None:
    assert said_about(path, sample) == []


def test_every_ban_has_a_sample_that_breaks_it() -> None:
    said = {sentence for path, (sample, _) in BROKEN.items() for sentence in said_about(path, sample)}
    assert said == {ban.said for ban in bans.BANS}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """An empty repository."""
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    return tmp_path


def write(project: Path, path: str, text: str) -> None:
    file = project / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")


def test_a_file_of_401_lines_needs_a_decision_record(project: Path) -> None:
    write(project, "app/long.py", "x = 1\n" * 401)
    write(project, "app/right.py", "x = 1\n" * 400)
    assert [fault.path for fault in sizes.faults(project)] == ["app/long.py"]
    write(project, "docs/decisions/007-one-table.md", "app/long.py is one table of codes.\n")
    assert list(sizes.faults(project)) == []


@pytest.mark.parametrize(
    "line",
    [
        "see https://py" + "pi.org/simple",
        "--extra-index" + "-url somewhere",
        "python /ro" + "ot/x.py",
        "'/ho" + "me/ana/x'",
        "C:\\Us" + "ers\\ana",
    ],
)
def test_an_address_or_a_path_of_one_machine_is_found(project: Path, line: str) -> None:
    write(project, "docs/notes.md", f"first\n{line}\n")
    assert [(fault.path, fault.line) for fault in tracked.faults(project)] == [("docs/notes.md", 2)]


def test_ignored_files_and_pictures_are_not_read_for_addresses(project: Path) -> None:
    write(project, ".gitignore", "kept.txt\n")
    write(project, "kept.txt", "/ro" + "ot/x")
    write(project, "picture.png", "\0 /ro" + "ot/x")
    assert list(tracked.faults(project)) == []


def french(*messages: tuple[str | tuple[str, str], str | tuple[str, str]]) -> Catalog:
    catalog = Catalog(locale="fr")
    for english, translated in messages:
        catalog.add(english, translated)
    return catalog


SOURCES = [
    ("app/words/a.py", '_("Hello {name}")\nngettext("{n} day", "{n} days", n)\npgettext("verb", "Call")\n')
]
COMPLETE = french(("Hello {name}", "Bonjour {name}"), (("{n} day", "{n} days"), ("{n} jour", "{n} jours")))
COMPLETE.add("Call", "Appeler", context="verb")


def lacking(catalog: Catalog) -> list[str]:
    return [
        fault.said for fault in translations.catalogue_faults(translations.extracted(SOURCES), catalog, "fr")
    ]


def test_a_complete_catalogue_passes() -> None:
    assert lacking(COMPLETE) == []


def test_a_sentence_without_french_is_found() -> None:
    assert [said.split(":")[0] for said in lacking(french())] == ["not in fr"] * 3


def test_french_with_other_blanks_is_found() -> None:
    wrong = french(("Hello {name}", "Bonjour {nom}"), (("{n} day", "{n} days"), ("un jour", "{x} jours")))
    wrong.add("Call", "Appeler", context="verb")
    assert [said.split(":")[0] for said in lacking(wrong)] == ["other blanks in fr"] * 2


def test_a_plural_with_one_form_and_an_empty_translation_are_found() -> None:
    wrong = french(("Hello {name}", ""), (("{n} day", "{n} days"), ("{n} jour", "")))
    wrong.add("Call", "Appeler", context="verb")
    assert [said.split(":")[0] for said in lacking(wrong)] == ["not translated into fr"] * 2


def test_a_missing_catalogue_is_found(project: Path) -> None:
    write(project, "app/a.py", '_("Hello")\n')
    assert [fault.said for fault in translations.faults(project)] == ["this catalogue is missing"]


def test_a_sentence_of_the_program_is_looked_up_in_the_file(project: Path) -> None:
    write(project, "app/a.py", '_("Hello")\n_("Bye")\n')
    write(project, "tests/a.py", '_("Not for people")\n')
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
    write(
        project, "resources/locale/fr/LC_MESSAGES/comptoir.po", header + 'msgid "Hello"\nmsgstr "Bonjour"\n'
    )
    assert [str(fault) for fault in translations.faults(project)] == ["app/a.py:2: not in fr: 'Bye'"]


def test_code_for_nobody_is_found_and_an_allowance_for_nothing_too(project: Path) -> None:
    write(
        project,
        "app/a.py",
        "LIMIT = 3\n\n\ndef asked():\n    return 1\n\n\ndef forgotten():\n    return asked()\n",
    )
    write(
        project, "ui/a.py", "class Face:\n    name: str\n\n    def paintEvent(self, event): ...\n\n\nFace()\n"
    )
    write(project, "storage/hub/tables.py", "LOG = Table()\n")
    write(project, "tests/test_a.py", "from app.a import forgotten\n")
    assert [str(fault) for fault in unused.faults(project, {})] == [
        "app/a.py:1: unused variable LIMIT",
        "app/a.py:8: unused function forgotten",
    ]
    assert [
        fault.said for fault in unused.faults(project, {"forgotten": "why", "LIMIT": "why", "gone": "why"})
    ] == ["gone needs no allowance"]


BARE = "def save(conn):\n    conn.execute('COMMIT')\n"
GUARDED = "def save(self, conn):\n    self._crash('before_saving')\n    conn.execute('COMMIT')\n"


def edges_without_points(project: Path, allowed: dict[str, str] | None = None) -> list[str]:
    return [fault.said for fault in crashes.faults(project, allowed or {})]


def test_a_commit_of_the_hub_needs_a_crash_point_that_a_test_reaches(project: Path) -> None:
    write(project, "app/hub/saving.py", BARE)
    assert edges_without_points(project) == ["name a crash point beside it"]
    write(project, "app/hub/saving.py", GUARDED)
    assert edges_without_points(project) == ["no test kills a process at before_saving"]
    write(project, "tests/fault/test_saving.py", 'POINTS = ["before_saving:3"]\n')
    assert edges_without_points(project) == []


def test_a_request_needs_a_crash_point_and_goes_through_one_door(project: Path) -> None:
    write(project, "app/net.py", "async def ask(self):\n    return await self._client.request('GET', '/')\n")
    assert edges_without_points(project) == ["name a crash point beside it"]
    write(project, "app/net.py", "")
    write(project, "app/desk/asking.py", "import httpx\n")
    assert ["app/net.py" in said for said in edges_without_points(project)] == [True]


def test_an_allowance_for_a_commit_that_is_gone_is_told(project: Path) -> None:
    allowed = {"storage/making.py": "a new file"}
    write(project, "storage/making.py", BARE)
    assert edges_without_points(project, allowed) == []
    write(project, "storage/making.py", "")
    assert edges_without_points(project, allowed) == ["storage/making.py needs no allowance"]
