"""A copy that is taken up from the doors: proved, put back, and why not; by the words that stand at each line."""

from __future__ import annotations

from app.domain.errors import EnvironmentFailure
from app.domain.safety import CopyFound
from tests.gui.doors_rig import First, first
from tests.gui.rig import type_text, until
from ui.doors.copy_dialog import CopyDialog

__all__ = ["first"]


async def test_who_has_a_copy_and_its_key_goes_on_as_who_they_were(first: First) -> None:
    first.refuses = [
        EnvironmentFailure("backup_missing", file="x"),
        EnvironmentFailure("backup_wrong_key", file="hub-20261126T220031Z.db"),
        EnvironmentFailure("data_key_malformed"),
        EnvironmentFailure("backup_damaged", file="hub-20261126T220031Z.db"),
    ]
    page = await first.here()
    page.copy.click()
    dialog = first.show.window.findChildren(CopyDialog)[-1]
    assert not dialog.go.isEnabled()
    type_text(dialog.file.input, "hub-20261126T220031Z.db")
    type_text(dialog.key.input, "0a1b 2c3d")
    for where, says in (
        (dialog.file, "no file"),
        (dialog.key, "does not open"),
        (dialog.key, "8 were typed"),
        (dialog.file, "damaged"),
    ):
        dialog.go.click()
        await until(lambda where=where, says=says: says in where.error)  # type: ignore[misc]
    first.copy = CopyFound(None, 1, (("m1", "Ana"), ("m2", "Bo")))
    dialog.go.click()
    await until(lambda: dialog.found is not None and not dialog.go.isEnabled())
    assert "whole: 1 entry" in dialog.state.text and dialog.who.isVisible()
    dialog.who.radios["m2"].click()
    first.refuses = [
        EnvironmentFailure("take_up_no_room", megabytes="12"),
        EnvironmentFailure("passphrase_needed"),
    ]
    dialog.go.click()
    await until(lambda: "12 MB" in dialog.notice.text and dialog.go.isEnabled())
    dialog.go.click()
    await until(lambda: dialog.passphrase.isVisible() and dialog.passphrase.input.hasFocus())
    for field in (dialog.passphrase, dialog.again):
        type_text(field.input, "correct horse")
    dialog.go.click()
    await first.opened(first.own)
    assert first.asked[-2:] == [("m2", "correct horse"), ("own", "correct horse")]
    assert first.own.last_place()["setup"] == "later"


async def test_what_to_do_without_a_key_is_told_and_another_key_asks_for_another_proof(first: First) -> None:
    page = await first.here()
    page.copy.click()
    dialog = first.show.window.findChildren(CopyDialog)[-1]
    dialog.manual.click()
    manual = first.show.window.manual.window
    assert manual is not None and manual.stop.page == "broken-computer"
    manual.close()
    type_text(dialog.file.input, "hub.db")
    type_text(dialog.key.input, "0a1b")
    dialog.go.click()
    await until(lambda: dialog.found is not None)
    assert not dialog.key.isVisible() and "hub.db" in dialog.state.text
    dialog.other.click()
    assert dialog.found is None and dialog.state.text == ""
    assert dialog.focusWidget() is dialog.file.input
    dialog.cancel.click()
    await until(lambda: page.isVisible() and not dialog.isVisible())
