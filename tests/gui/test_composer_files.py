"""Files in an answer: dropped, pasted, chosen, refused, removed, sent, and back when they do not go."""

import asyncio
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication, QFileDialog

from app.desk.desk import Composed, Refusal
from app.desk.media_desk import MediaProgress
from app.domain.contents import Content
from app.domain.errors import ComptoirError, Refused
from app.domain.ids import ConversationId, MessageId
from app.domain.rows import MessageRow
from app.domain.sends import SendMessage
from tests.gui.rig import Rig, click, press, rig, type_text, until
from tests.sample_files import PDF as SAMPLE_PDF
from tests.sample_files import picture
from ui.conversation.composer import Composer
from ui.conversation.writing.answer import MOST_FILES
from ui.conversation.writing.taking import Given

__all__ = ["rig"]

JPEG = picture("JPEG", (400, 300))
PDF = SAMPLE_PDF + b"2" * 3000


def composer(rig: Rig) -> Composer:
    return rig.conversation.composer


def sent(rig: Rig, conversation_id: ConversationId) -> list[MessageRow]:
    return [row for row in rig.desk.talks[conversation_id].messages if row.is_pending]


def made(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def mime_of(*paths: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def drop(rig: Rig, mime: QMimeData) -> None:
    """As a file manager does."""
    pane, at = rig.conversation, QPoint(200, 200)
    action, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    entered = QDragEnterEvent(at, action, mime, button, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(pane, entered)
    if entered.isAccepted():
        assert pane.veil.isVisible()
        QApplication.sendEvent(pane, QDropEvent(at, action, mime, button, Qt.KeyboardModifier.NoModifier))


async def attach(rig: Rig, *paths: Path) -> None:
    rig.conversation.writer.attaching.add([Given(path) for path in paths])
    await until(lambda: not composer(rig).files.is_reading)


async def test_dropped_files_go_one_by_one_and_the_first_carries_the_text(rig: Rig, tmp_path: Path) -> None:
    conversation_id = rig.open(3)
    drop(rig, mime_of(made(tmp_path, "avant.jpg", JPEG), made(tmp_path, "devis.pdf", PDF)))
    await until(lambda: len(composer(rig).files.files) == 2)
    assert not rig.conversation.veil.isVisible()
    assert composer(rig).box.placeholderText() == "Add a caption"
    assert [row.words for row in composer(rig).files.rows] == [
        ("avant.jpg", "Photo, 56 KB"), ("devis.pdf", "Document, 3 KB"),
    ]  # fmt: skip
    type_text(composer(rig).box, "Voilà")
    press(composer(rig).box, Qt.Key.Key_Return)
    await until(lambda: len(sent(rig, conversation_id)) == 2)
    first, second = sent(rig, conversation_id)
    assert (first.kind, first.text) == ("image", "Voilà") and (second.kind, second.text) == ("document", None)
    assert second.content is not None and second.content.media is not None
    assert second.content.media.name == "devis.pdf"
    assert composer(rig).answer.is_empty and composer(rig).files.isHidden()


async def test_files_alone_can_be_sent_by_the_button(rig: Rig, tmp_path: Path) -> None:
    conversation_id = rig.open(3)
    assert not composer(rig).send_button.isEnabled()
    await attach(rig, made(tmp_path, "a.pdf", PDF))
    click(composer(rig).send_button, composer(rig).send_button.rect().center())
    await until(lambda: len(sent(rig, conversation_id)) == 1)


async def test_a_pasted_picture_is_attached_and_a_text_with_a_picture_stays_a_text(rig: Rig) -> None:
    rig.open(3)
    image = QImage(60, 40, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    mime = QMimeData()
    mime.setImageData(image)
    box = composer(rig).box
    assert box.canInsertFromMimeData(mime)
    box.insertFromMimeData(mime)
    await until(lambda: len(composer(rig).files.files) == 1)
    assert composer(rig).files.files[0].media.mime == "image/png" and composer(rig).text == ""
    both = QMimeData()
    both.setImageData(image)
    both.setText("cells of a table")
    box.insertFromMimeData(both)
    assert composer(rig).text == "cells of a table" and composer(rig).files.count == 1


async def test_pasted_files_are_attached(rig: Rig, tmp_path: Path) -> None:
    rig.open(3)
    composer(rig).box.insertFromMimeData(mime_of(made(tmp_path, "a.pdf", PDF)))
    await until(lambda: len(composer(rig).files.files) == 1)
    assert composer(rig).text == ""


async def test_a_refused_file_is_named_with_the_reason_and_the_others_stay(rig: Rig, tmp_path: Path) -> None:
    rig.open(3)
    rig.desk.refused_files["film.mov"] = Refused("text_too_long", {"length": "9", "limit": "5"})
    await attach(rig, made(tmp_path, "film.mov", b"moov"), made(tmp_path, "a.pdf", PDF))
    notice = composer(rig).notice
    assert notice.isVisible() and "film.mov" in notice.label.text and "5" in notice.label.text
    assert [one.name for one in composer(rig).files.files] == ["a.pdf"]


async def test_a_folder_and_a_lost_file_are_refused(rig: Rig, tmp_path: Path) -> None:
    rig.open(3)
    await attach(rig, tmp_path)
    assert "folder" in composer(rig).notice.label.text and composer(rig).files.count == 0
    await attach(rig, tmp_path / "gone.pdf")
    assert "gone.pdf" in composer(rig).notice.label.text


async def test_a_file_that_is_not_what_its_name_says_goes_as_what_it_is(rig: Rig, tmp_path: Path) -> None:
    rig.open(3)
    await attach(rig, made(tmp_path, "photo.jpg", PDF))
    name, facts = composer(rig).files.rows[0].words
    assert composer(rig).files.files[0].kind == "document"
    assert name == "photo.jpg" and "not what its name says (PDF)" in facts


async def test_what_was_done_with_a_file_is_said(rig: Rig, tmp_path: Path) -> None:
    rig.open(3)
    rig.desk.noted_files["big.jpg"] = Refused("disk_low")
    await attach(rig, made(tmp_path, "big.jpg", JPEG))
    assert "nearly full" in composer(rig).files.rows[0].words[1]


async def test_a_picture_of_another_type_becomes_a_jpeg_and_says_so(rig: Rig, tmp_path: Path) -> None:
    rig.open(3)
    await attach(rig, made(tmp_path, "coupe.webp", picture("WEBP", (600, 400))))
    [file] = composer(rig).files.files
    assert (file.kind, file.media.mime) == ("image", "image/jpeg")
    assert "made into a JPEG" in composer(rig).files.rows[0].words[1]


async def test_nothing_is_sent_while_a_file_is_being_checked(rig: Rig, tmp_path: Path) -> None:
    conversation_id = rig.open(3)
    rig.desk.gate = asyncio.Event()
    rig.conversation.writer.attaching.add([Given(made(tmp_path, "a.pdf", PDF))])
    assert composer(rig).files.rows[0].words == ("a.pdf", "Being checked…")
    rig.write("Here")
    press(composer(rig).box, Qt.Key.Key_Return)
    assert sent(rig, conversation_id) == [] and not composer(rig).send_button.isEnabled()
    rig.desk.gate.set()
    await until(composer(rig).send_button.isEnabled)


async def test_the_cross_removes_a_file_and_the_keyboard_stays_near(rig: Rig, tmp_path: Path) -> None:
    rig.open(3)
    await attach(rig, made(tmp_path, "a.pdf", PDF), made(tmp_path, "b.jpg", JPEG))
    row = composer(rig).files.rows[0]
    assert row.close_button.accessibleName() == "Remove a.pdf"
    row.close_button.setFocus()
    press(row.close_button, Qt.Key.Key_Space)
    await until(lambda: len(rig.desk.dropped) == 1)
    assert [one.name for one in composer(rig).files.files] == ["b.jpg"]
    assert composer(rig).files.rows[0].close_button.hasFocus()


async def test_a_file_that_was_removed_while_it_was_checked_is_dropped(rig: Rig, tmp_path: Path) -> None:
    rig.open(3)
    rig.desk.gate = asyncio.Event()
    rig.conversation.writer.attaching.add([Given(made(tmp_path, "a.pdf", PDF))])
    cross = composer(rig).files.rows[0].close_button
    click(cross, cross.rect().center())
    rig.desk.gate.set()
    await until(lambda: len(rig.desk.dropped) == 1)
    assert composer(rig).files.count == 0


async def test_files_stay_with_their_conversation(rig: Rig, tmp_path: Path) -> None:
    first = rig.open(3)
    await attach(rig, made(tmp_path, "a.pdf", PDF))
    rig.desk.gate = asyncio.Event()
    rig.conversation.writer.attaching.add([Given(made(tmp_path, "late.jpg", JPEG))])
    rig.open(5)
    assert composer(rig).files.count == 0
    rig.desk.gate.set()
    await until(lambda: len(rig.desk.prepared) == 2)
    rig.panes.open(first)
    await until(lambda: [one.name for one in composer(rig).files.files] in (
        ["a.pdf", "late.jpg"], ["late.jpg", "a.pdf"],
    ))  # fmt: skip


async def test_the_first_file_and_the_quote_survive_a_restart(rig: Rig, tmp_path: Path) -> None:
    conversation_id = rig.open(3)
    await attach(rig, made(tmp_path, "a.pdf", PDF))
    kept = rig.desk.attached(conversation_id)
    assert kept is not None and kept.kind == "document"
    rig.open(5)
    from ui.conversation.writing.kept import Kept

    again = Kept(rig.desk).begun(conversation_id)
    assert [one.name for one in again.answer.files] == ["a.pdf"]


async def test_too_many_files_are_said(rig: Rig, tmp_path: Path) -> None:
    rig.open(3)
    await attach(rig, *[made(tmp_path, f"{n}.pdf", PDF + bytes([n])) for n in range(MOST_FILES + 2)])
    assert composer(rig).files.count == MOST_FILES
    assert str(MOST_FILES) in composer(rig).notice.label.text


async def test_a_caption_that_is_too_long_is_counted_and_not_sent(rig: Rig, tmp_path: Path) -> None:
    conversation_id = rig.open(3)
    await attach(rig, made(tmp_path, "a.jpg", JPEG))
    rig.write("é" * 1025)
    press(composer(rig).box, Qt.Key.Key_Return)
    assert "1025 of 1024" in composer(rig).count.text() and sent(rig, conversation_id) == []


async def test_undo_brings_files_quote_and_text_back(rig: Rig, tmp_path: Path) -> None:
    conversation_id = rig.open(3)
    await attach(rig, made(tmp_path, "a.jpg", JPEG), made(tmp_path, "b.pdf", PDF))
    quoted = rig.desk.talks[conversation_id].messages[0].message_id
    rig.conversation.writer.quote(quoted)
    rig.write("Look")
    press(composer(rig).box, Qt.Key.Key_Return)
    await until(lambda: len(sent(rig, conversation_id)) == 2)
    await until(lambda: rig.conversation.undo.message_id is not None)
    press(composer(rig).box, Qt.Key.Key_Escape)
    await until(lambda: composer(rig).text == "Look")
    assert sent(rig, conversation_id) == []
    assert [one.kind for one in composer(rig).answer.files] == ["image", "document"]
    assert composer(rig).answer.reply_to == quoted


async def test_what_failed_in_the_middle_comes_back_and_the_rest_has_gone(
    rig: Rig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversation_id = rig.open(3)
    await attach(rig, made(tmp_path, "a.jpg", JPEG), made(tmp_path, "b.pdf", PDF))
    plain_send = rig.desk.send

    async def send(where: ConversationId, composed: Composed, *, send_anyway: bool = False) -> MessageId:
        if composed.kind == "document":
            raise ComptoirError("disk_full")
        return await plain_send(where, composed, send_anyway=send_anyway)

    monkeypatch.setattr(rig.desk, "send", send)
    rig.write("Look")
    press(composer(rig).box, Qt.Key.Key_Return)
    await until(composer(rig).notice.isVisible)
    assert [one.name for one in composer(rig).files.files] == ["b.pdf"] and composer(rig).text == ""
    assert [row.kind for row in sent(rig, conversation_id)] == ["image"]
    assert "disk is full" in composer(rig).notice.label.text


async def test_a_file_that_the_hub_refuses_later_is_in_the_strip_again(rig: Rig, tmp_path: Path) -> None:
    conversation_id = rig.open(3)
    await attach(rig, made(tmp_path, "a.jpg", JPEG))
    rig.write("Look")
    press(composer(rig).box, Qt.Key.Key_Return)
    await until(lambda: len(sent(rig, conversation_id)) == 1)
    row = sent(rig, conversation_id)[0]
    command = SendMessage(row.message_id, conversation_id, "image", "Look", row.content)
    rig.desk.talks[conversation_id].messages.remove(row)
    for tell in list(rig.desk._refusal_listeners):
        tell(Refusal(command, "window_closed", {}, "Look"))
    assert composer(rig).text == "Look" and len(composer(rig).files.files) == 1
    assert composer(rig).notice.isVisible()


async def test_the_menu_chooses_files_of_a_kind(rig: Rig, tmp_path: Path) -> None:
    rig.open(3)
    press(composer(rig).box, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    menu = QApplication.activePopupWidget()
    assert menu is not None and menu.accessibleName() == "Attach"
    words = [action.iconText() for action in menu.actions() if not action.isSeparator()]
    assert words[:4] == ["Photo or video…", "Document…", "Sound…", "Sticker…"]
    menu.actions()[1].trigger()
    menu.close()
    dialogs = rig.window.findChildren(QFileDialog)
    assert len(dialogs) == 1
    dialogs[0].filesSelected.emit([str(made(tmp_path, "photo.jpg", JPEG))])
    dialogs[0].done(0)
    await until(lambda: len(composer(rig).files.files) == 1)
    assert composer(rig).files.files[0].kind == "document"


async def test_nothing_is_dropped_where_nothing_may_be_written(rig: Rig, tmp_path: Path) -> None:
    rig.open(7)
    assert composer(rig).is_locked
    drop(rig, mime_of(made(tmp_path, "a.pdf", PDF)))
    assert composer(rig).files.count == 0 and not rig.conversation.veil.isVisible()


async def test_the_bubble_shows_how_far_a_file_has_come(rig: Rig, tmp_path: Path) -> None:
    conversation_id = rig.open(3)
    await attach(rig, made(tmp_path, "a.pdf", PDF))
    press(composer(rig).box, Qt.Key.Key_Return)
    await until(lambda: len(sent(rig, conversation_id)) == 1)
    content = sent(rig, conversation_id)[0].content or Content()
    assert content.media is not None and content.media.sha256
    rig.desk.tell_media(MediaProgress(content.media.sha256, "uploading", 50, 100))
    assert rig.conversation.media.pictures.progress(content.media.sha256) == 0.5
    rig.desk.tell_media(MediaProgress(content.media.sha256, "uploaded", 100, 100))
    assert rig.conversation.media.pictures.progress(content.media.sha256) is None
