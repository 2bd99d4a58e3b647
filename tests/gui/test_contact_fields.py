"""The owner's fields of contacts: made, refused with a sentence, put in order, removed."""

from PySide6.QtCore import Qt

from app.domain.contact_cards import ContactField
from tests.gui.rig import Rig, press, rig, type_text, until
from ui.settings.contact_fields.page import ContactFieldsPage

__all__ = ["rig"]


async def page(rig: Rig) -> ContactFieldsPage:
    rig.panes.show_settings_page("contact_fields")
    found = rig.panes.settings.contact_fields
    await until(found.isVisible)
    return found


def titles(page: ContactFieldsPage) -> list[str]:
    return [row.title for row in page.list.rows.rows]


async def test_a_field_is_made_with_the_keyboard(rig: Rig) -> None:
    fields = await page(rig)
    fields.nothing.acted.emit()
    await until(lambda: fields.form.name.hasFocus())
    type_text(fields.form.name, "Birthday")
    fields.form.kinds["date"].setChecked(True)
    press(fields.form.name, Qt.Key.Key_Return)
    await until(lambda: [field.title for field in rig.desk.own_fields] == ["Birthday"])
    assert rig.desk.own_fields[0].type == "date"
    await until(lambda: titles(fields) == ["Birthday"])
    assert not fields.form.kinds["text"].isEnabled() and fields.form.fixed.isVisible()


async def test_choices_are_needed_and_a_bad_field_says_why(rig: Rig) -> None:
    fields = await page(rig)
    fields.new.click()
    fields.form.save.click()
    await until(lambda: fields.form.error.isVisible())
    assert "has no name" in fields.form.error.text
    type_text(fields.form.name, "Hair")
    fields.form.kinds["choice"].setChecked(True)
    fields.form.save.click()
    await until(lambda: "choices" in fields.form.error.text)
    assert fields.form.name.text() == "Hair"
    fields.form.choices.setPlainText("Fair\n\n Dark  brown ")
    fields.form.save.click()
    await until(lambda: [field.choices for field in rig.desk.own_fields] == [("Fair", "Dark brown")])


async def test_fields_are_put_in_order_and_removed_after_a_question(rig: Rig) -> None:
    rig.desk.own_fields = [ContactField("f1", "One", "text", (), 0), ContactField("f2", "Two", "text", (), 1)]
    fields = await page(rig)
    fields.refresh()
    assert titles(fields) == ["One", "Two"] and not fields.up.isEnabled()
    fields.down.click()
    await until(lambda: titles(fields) == ["Two", "One"])
    fields.form.remove.click()
    assert fields.dialog is not None and fields.dialog.isVisible()
    fields.dialog.confirm_button.click()
    await until(lambda: titles(fields) == ["Two"])


async def test_another_name_is_kept_and_a_change_elsewhere_is_shown(rig: Rig) -> None:
    rig.desk.own_fields = [ContactField("f1", "One", "text", (), 0)]
    fields = await page(rig)
    fields.refresh()
    fields.form.name.setText("First")
    fields.form.save.click()
    await until(lambda: titles(fields) == ["First"])
    await rig.desk.define_contact_field(ContactField("f1", "Primary", "text", (), 0))
    await until(lambda: titles(fields) == ["Primary"] and fields.form.name.text() == "Primary")
