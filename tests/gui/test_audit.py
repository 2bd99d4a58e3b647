"""The journal's page: entries under their days, of everybody or of one; an entry leads to its conversation."""

from datetime import timedelta

from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester

from app.domain.audit import AuditRow
from app.domain.events import BODY_OF_KIND
from app.domain.ids import ConversationId
from app.words.audit import audit_words
from app.words.formats import Formats
from tests.fake_team import LEA, MARC
from tests.gui.rig import Rig, check_model, press, rig, until
from ui.settings.audit.page import AuditPage
from ui.settings.audit.rows import AuditLine, AuditModel

__all__ = ["rig"]


def fill(rig: Rig, count: int = 30) -> None:
    now = rig.clock.now()
    rig.desk.journal = [
        AuditRow(
            pos, now - timedelta(hours=count - pos), "conversation.tagged", MARC if pos % 3 else LEA,
            "Marc Petit" if pos % 3 else "Léa Fontaine", ConversationId(f"c-{pos % 9 + 1:03d}"), "Ana Field",
            {"tag": f"<b>{pos}</b>"},
        )
        for pos in range(count, 0, -1)
    ]  # fmt: skip


async def page_of(rig: Rig) -> AuditPage:
    rig.panes.show_screen("settings")
    rig.panes.settings.show_page("audit")
    page = rig.panes.settings.audit
    await until(lambda: page.model.rowCount() > 0)
    return page


async def test_entries_stand_under_their_days_as_plain_text(rig: Rig) -> None:
    fill(rig)
    page = await page_of(rig)
    lines = page.model.lines
    assert lines[0].day.startswith("Today") and any(line.day.startswith("Yesterday") for line in lines)
    assert lines[1].what == "Set the tag <b>30</b>" and lines[1].about == "Ana Field"
    assert "Marc Petit" in {line.who for line in lines}


async def test_of_one_member_alone(rig: Rig) -> None:
    fill(rig)
    page = await page_of(rig)
    page._show_member(LEA, "Léa Fontaine")
    await until(lambda: {line.who for line in page.model.lines if not line.day} == {"Léa Fontaine"})
    page._show_member(None, "")
    await until(lambda: len({line.who for line in page.model.lines if not line.day}) == 2)


async def test_enter_on_an_entry_opens_its_conversation(rig: Rig) -> None:
    fill(rig)
    page = await page_of(rig)
    page.list.setFocus()
    page.list.setCurrentIndex(page.model.index(1))
    press(page.list, Qt.Key.Key_Return)
    assert rig.panes.screen_id == "inbox"
    assert rig.conversation.conversation_id == page.model.lines[1].conversation_id


async def test_a_long_journal_comes_piece_by_piece(rig: Rig) -> None:
    fill(rig, 350)
    page = await page_of(rig)
    entries = sum(not line.day for line in page.model.lines)
    assert entries < 350 and page.older.isVisible()
    for _number in range(10):
        page.older.click()
        await until(lambda: not page._is_reading)
    assert sum(not line.day for line in page.model.lines) == 350 and not page.older.isVisible()


def test_every_kind_of_event_has_words() -> None:
    formats = Formats("en", "Europe/Paris")
    from datetime import UTC, datetime

    now = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
    for kind in BODY_OF_KIND:
        words = audit_words(AuditRow(1, now, kind, LEA, "Léa"), formats, now)
        assert words and "{" not in words


def test_qt_finds_the_entries_in_order(qtmodeltester: ModelTester) -> None:
    model = AuditModel(lambda: None)
    check_model(qtmodeltester, model)
    model.add([AuditLine(day="Today"), AuditLine(time="9:00", what="Answered")])
    model.clear()
