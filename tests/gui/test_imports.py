"""The screen on which chats of a phone are imported: dropped, looked through, brought, stopped, taken back."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QPushButton, QRadioButton
from pytestqt.modeltest import ModelTester

from app.desk.imports.review import Reviewer, ReviewRow
from app.desk.imports.watching import Watch
from app.domain.contacts import Contact
from app.domain.errors import ComptoirError
from app.domain.ids import ContactId
from app.words import set_language
from tests.gui.rig import Rig, check_model, click, press, rig, shown_names, type_text, until
from tests.unit.export_files import written, zipped
from ui.imports.details import Details
from ui.imports.past import PastDetails
from ui.imports.view import ImportView
from ui.place import read_place
from ui.widgets.button import Button
from ui.widgets.dialog import ConfirmDialog

__all__ = ["rig"]

CHAT = "31/01/2026, 21:05 - Ana Field: Hi\n31/01/2026, 21:06 - Salon Camille: Hello\n"
OTHER = "31/01/2026, 21:05 - Zoé: Salut\n31/01/2026, 21:06 - Salon Camille: Bonjour\n"
DOUBTFUL = "01/02/2026, 21:05 - Ana Field: Hi\n01/02/2026, 21:06 - Salon Camille: Hello\n"


def screen(rig: Rig) -> ImportView:
    rig.panes.show_screen("imports")
    return rig.panes.screens.imports


async def taken(rig: Rig, *paths: Path) -> ImportView:
    """The files are in the table and read."""
    view = screen(rig)
    view.take(paths)
    await until(
        lambda: not any(entry.is_working for entry in view.session.entries) and not view._renew.isActive()
    )
    return view


def details(view: ImportView) -> Details:
    assert isinstance(view.details, Details)
    return view.details


def buttons(view: ImportView) -> dict[str, QPushButton]:
    assert view.details is not None
    return {button.text(): button for button in view.details.findChildren(QPushButton)}


def radios(view: ImportView) -> dict[str, QRadioButton]:
    return {radio.text(): radio for radio in details(view).findChildren(QRadioButton)}


def drag(paths: list[Path]) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def drop_on(rig: Rig, data: QMimeData) -> bool:
    """Drag over the window and let go; whether it was wanted."""
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entered = QDragEnterEvent(QPointF(5, 5).toPoint(), copy, data, left, none)
    entered.ignore()
    QApplication.sendEvent(rig.panes, entered)
    if entered.isAccepted():
        QApplication.sendEvent(rig.panes, QDropEvent(QPointF(5, 5), copy, data, left, none))
    return entered.isAccepted()


async def test_the_settings_lead_there_and_back_by_mouse_and_key(rig: Rig) -> None:
    rig.panes.show_screen("settings")
    way = rig.panes.settings.import_way.button
    click(way, way.rect().center())
    assert rig.panes.screen_id == "imports"
    view = rig.panes.screens.imports
    await until(view.first_control.hasFocus)
    view.back.setFocus()
    press(view.back, Qt.Key.Key_Space)
    assert rig.panes.screen_id == "settings"


async def test_exports_dropped_on_the_window_are_looked_through(rig: Rig, tmp_path: Path) -> None:
    paths = [written(tmp_path, CHAT), zipped(tmp_path, {"_chat.txt": OTHER}, "WhatsApp Chat - Zoé.zip")]
    assert drop_on(rig, drag(paths))
    assert rig.panes.screen_id == "imports"
    view = rig.panes.screens.imports
    await until(lambda: shown_names(view.files) == [
        "Ana Field, Ready, 2 messages, 31 January 2026", "Zoé, To decide, 2 messages, 31 January 2026",
    ])  # fmt: skip
    assert view._summary.text == "1 chat is ready, 1 needs a decision"


async def test_what_is_no_export_is_not_taken_off_the_hand(rig: Rig, tmp_path: Path) -> None:
    photo = tmp_path / "photo.jpg"
    assert not drop_on(rig, drag([photo, written(tmp_path, CHAT)]))
    text = QMimeData()
    text.setText("hello")
    assert not drop_on(rig, text)
    assert rig.panes.screen_id == "inbox"


async def test_everything_that_is_ready_is_brought_with_one_press(rig: Rig, tmp_path: Path) -> None:
    rig.desk.known_people.append(Contact(ContactId("zoe"), "Zoé", "33639980099"))
    view = await taken(rig, written(tmp_path, CHAT), written(tmp_path, OTHER, "WhatsApp Chat with Zoé.txt"))
    press(view.bring_all, Qt.Key.Key_Space)
    await until(lambda: [entry.stage for entry in view.session.entries] == ["done", "done"])
    assert [row.contact_id for row, _line in rig.desk.brought] == ["ana", "zoe"]
    assert not view.bring_all.isEnabled()
    await until(lambda: "2 messages were added." in _said(view))
    click(buttons(view)["Show the conversation"], buttons(view)["Show the conversation"].rect().center())
    assert rig.panes.screen_id == "inbox" and rig.conversation.conversation_id == "c-001"


async def test_a_number_that_nobody_has_makes_a_new_contact(rig: Rig, tmp_path: Path) -> None:
    view = await taken(rig, written(tmp_path, OTHER, "WhatsApp Chat with Zoé.txt"))
    assert not buttons(view)["Import this chat"].isEnabled()
    field = details(view).number
    assert field is not None
    field.input.setFocus()
    type_text(field.input, "12")
    press(field.input, Qt.Key.Key_Return)
    await until(lambda: details(view).number is not field)
    field = details(view).number
    assert field is not None and "with its country" in field.input.accessibleDescription()
    await until(field.input.hasFocus)
    field.input.selectAll()
    type_text(field.input, "+33 6 39 98 00 99")
    press(field.input, Qt.Key.Key_Return)
    await until(lambda: "a new contact will be made" in " ".join(_said(view)))
    click(buttons(view)["Import this chat"], buttons(view)["Import this chat"].rect().center())
    await until(lambda: bool(rig.desk.brought))
    row = rig.desk.brought[0][0]
    assert (row.contacts[0].number, row.contacts[0].name) == ("33639980099", "Zoé")


async def test_dates_that_can_be_read_in_two_ways_are_asked_with_both(rig: Rig, tmp_path: Path) -> None:
    view = await taken(rig, written(tmp_path, DOUBTFUL + "03/02/2026, 08:00 - Ana Field: x\n"))
    assert shown_names(view.files)[0].startswith("Ana Field, To decide")
    wanted = "2 January 2026 to 2 March 2026"
    click(radios(view)[wanted], radios(view)[wanted].rect().center())
    await until(lambda: view.session.entries[0].is_ready)
    await until(lambda: wanted in radios(view) and radios(view)[wanted].isChecked())
    assert "2 January 2026 to 2 March 2026" in shown_names(view.files)[0]


async def test_who_we_are_can_be_changed_by_key(rig: Rig, tmp_path: Path) -> None:
    view = await taken(rig, written(tmp_path, CHAT, "chat.txt"))
    ours = radios(view)["Salon Camille, 1 message"]
    assert ours.isChecked()
    ours.setFocus()
    press(ours, Qt.Key.Key_Up)
    await until(
        lambda: (
            view.session.entries[0].row is not None and view.session.entries[0].row.sides.ours == "Ana Field"
        )
    )


async def test_a_zone_that_does_not_exist_says_so(rig: Rig, tmp_path: Path) -> None:
    view = await taken(rig, written(tmp_path, CHAT))
    field = details(view).zone
    assert field is not None and field.input.text() == "Europe/Paris"
    field.input.selectAll()
    type_text(field.input, "Mars/Phobos")
    press(field.input, Qt.Key.Key_Return)
    await until(lambda: details(view).zone is not field)
    field = details(view).zone
    assert field is not None and "There is no time zone" in field.input.accessibleDescription()


async def test_bad_files_say_why_and_can_only_be_removed(rig: Rig, tmp_path: Path) -> None:
    group = "".join(f"31/01/2026, 21:0{n} - {name}: x\n" for n, name in enumerate(("A", "B", "C")))
    empty = written(tmp_path, "", "empty.txt")
    bad = zipped(tmp_path, {"../_chat.txt": CHAT}, "trick.zip")
    view = await taken(
        rig, written(tmp_path, group, "group.txt"), empty, bad, written(tmp_path, "no chat", "notes.txt"),
        tmp_path / "gone.txt",
    )  # fmt: skip
    wanted = ("group of 3 people", "is empty", "points outside", "no chat exported", "could not be read")
    for place, words in enumerate(wanted):
        view.files.choose(place)
        assert any(words in said for said in _said(view)), _said(view)
        assert set(buttons(view)) == {"Remove from the list"}
    press(buttons(view)["Remove from the list"], Qt.Key.Key_Space)
    assert len(view.session.entries) == 4


async def test_an_import_is_stopped_and_goes_on(rig: Rig, tmp_path: Path) -> None:
    view = await taken(rig, written(tmp_path, CHAT))
    rig.desk.hold.clear()
    press(view.bring_all, Qt.Key.Key_Space)
    await until(lambda: "Stop" in buttons(view))
    await until(lambda: "Importing" in shown_names(view.files)[0])
    click(buttons(view)["Stop"], buttons(view)["Stop"].rect().center())
    rig.desk.hold.set()
    await until(lambda: view.session.entries[0].stage == "stopped")
    await until(lambda: any(said.startswith("Stopped after") for said in _said(view)))
    click(buttons(view)["Go on"], buttons(view)["Go on"].rect().center())
    await until(lambda: view.session.entries[0].stage == "done")


async def test_what_the_hub_refuses_is_said_and_can_be_tried_again(rig: Rig, tmp_path: Path) -> None:
    view = await taken(rig, written(tmp_path, CHAT))
    rig.desk.refusal = ComptoirError("role_missing", role="rep")
    press(view.bring_all, Qt.Key.Key_Space)
    await until(lambda: view.session.entries[0].stage == "failed")
    await until(lambda: "Your role does not allow this. Ask the owner or a manager." in _said(view))
    rig.desk.refusal = None
    click(buttons(view)["Try again"], buttons(view)["Try again"].rect().center())
    await until(lambda: view.session.entries[0].stage == "done")


async def test_a_past_import_is_undone_after_a_question(rig: Rig, tmp_path: Path) -> None:
    view = await taken(rig, written(tmp_path, CHAT))
    press(view.bring_all, Qt.Key.Key_Space)
    await until(lambda: view.session.entries[0].stage == "done")
    view.tabs.choose("past")
    await until(lambda: "Imported" in shown_names(view.pasts)[0])
    shown = view.details
    assert isinstance(shown, PastDetails) and shown.undo_button is not None
    press(shown.undo_button, Qt.Key.Key_Space)
    [dialog] = view.findChildren(ConfirmDialog)
    assert dialog.keep_button.isDefault()
    click(dialog.confirm_button, dialog.confirm_button.rect().center())
    await until(lambda: "Undone" in shown_names(view.pasts)[0])
    assert isinstance(view.details, PastDetails) and view.details.undo_button is None
    view.tabs.choose("files")
    assert view.session.entries[0].is_ready  # and could be brought again


async def test_many_files_scroll_in_one_list_and_keep_their_model_right(
    rig: Rig, tmp_path: Path, qtmodeltester: ModelTester
) -> None:
    view = screen(rig)
    check_model(qtmodeltester, view.files.rows)
    paths = [
        written(tmp_path, CHAT + f"31/01/2026, 21:07 - Ana Field: {n}\n", f"chat {n}.txt") for n in range(40)
    ]
    await taken(rig, *paths)
    view.files.setFocus()
    press(view.files, Qt.Key.Key_End)
    assert view.files.place == 39
    assert details(view).entry.path == paths[39]
    await taken(rig, paths[0])
    assert len(view.session.entries) == 40


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("scale", [1.0, 1.3])
async def test_in_a_narrow_window_with_large_letters_nothing_is_cut(
    rig: Rig, tmp_path: Path, language: str, scale: float
) -> None:
    set_language(language)
    rig.kit.theme.set_scale(scale)
    rig.window.show_panes(rig.kit, read_place({}))
    rig.window.resize(640, 800)
    view = await taken(rig, written(tmp_path, OTHER, "WhatsApp Chat with Zoé.txt"))
    await until(lambda: view.width() < 640)
    for button in (*view.findChildren(Button),):
        if button.isVisible():
            assert button.width() >= button.minimumSizeHint().width(), button.text()
            right = button.mapTo(view, button.rect().topRight()).x()
            assert right < view.width(), button.text()
    rig.window.resize(1440, 900)
    await until(
        lambda: view.details is not None and view.details.mapTo(view, view.details.rect().topLeft()).x() > 300
    )


async def test_a_window_that_closes_while_files_are_read_leaves_nothing_running(
    rig: Rig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def endless(_reviewer: Reviewer, _paths: list[Path], watch: Watch) -> Iterator[ReviewRow]:
        for _ in itertools.count():  # until somebody stops it
            watch.look_up(1, 2)
        yield from ()

    monkeypatch.setattr(Reviewer, "look", endless)
    view = screen(rig)
    view.take([written(tmp_path, CHAT)])
    await until(lambda: "Reading, 50 %" in shown_names(view.files)[0])
    view.close_down()
    await until(lambda: rig.kit.tasks.count == 0)
    assert view.session.entries[0].stage == "failed"


def _said(view: ImportView) -> list[str]:
    """Every sentence of the details."""
    from ui.widgets.labels import ElidedLabel, Paragraph

    assert view.details is not None
    paragraphs = [one.text for one in view.details.findChildren(Paragraph)]
    return paragraphs + [one.text for one in view.details.findChildren(ElidedLabel)]
