"""Groups of members in the settings: made, changed, removed and brought back; nobody is in two of them."""

from PySide6.QtCore import Qt

from app.domain.groups import Group
from tests.gui.rig import Rig, press, rig, type_text, until
from ui.settings.team.groups import GroupsPage

__all__ = ["rig"]


async def page(rig: Rig) -> GroupsPage:
    rig.panes.show_settings_page("team")
    team = rig.panes.settings.team
    await until(team.isVisible)
    team.groups_way.button.click()
    await until(team.groups.isVisible)
    return team.groups


def shown(page: GroupsPage) -> list[tuple[str, str]]:
    return [(row.title, row.line) for row in page.list.rows.rows]


async def test_a_group_is_made_with_the_keyboard_and_named_once(rig: Rig) -> None:
    groups = await page(rig)
    groups.make_new()
    assert groups.form.name.input.hasFocus()
    press(groups.form.name.input, Qt.Key.Key_Return)
    await until(groups.form.error.isVisible)
    assert "it has no name" in groups.form.error.text
    type_text(groups.form.name.input, "Salon")
    first, *_others = groups.form.people.values()
    press(first, Qt.Key.Key_Space)
    groups.form.save.click()
    await until(lambda: shown(groups) == [("Salon", "Léa Fontaine")])
    groups.make_new()
    type_text(groups.form.name.input, "salon")
    groups.form.save.click()
    await until(lambda: "another one is called" in groups.form.error.text)
    assert groups.form.name.input.text() == "salon"


async def test_who_comes_into_one_leaves_the_other(rig: Rig) -> None:
    lea, ines, *_others = (one.member_id for one in rig.desk.members())
    await rig.desk.save_group(Group("", "Atelier", (lea, ines)))
    await rig.desk.save_group(Group("", "Salon"))
    groups = await page(rig)
    groups._choose(rig.desk.groups()[1].group_id)
    assert groups.form.people[lea].text() == "Léa Fontaine, now in Atelier"
    groups.form.people[lea].click()
    groups.form.save.click()
    await until(lambda: shown(groups) == [("Atelier", "Inès Moreau"), ("Salon", "Léa Fontaine")])


async def test_a_group_is_removed_and_brought_back(rig: Rig) -> None:
    lea = rig.desk.me().member_id
    group_id = await rig.desk.save_group(Group("", "Salon", (lea,)))
    groups = await page(rig)
    groups.form.remove.click()
    await until(lambda: shown(groups) == [])
    groups.toasts.toasts[-1].acted.emit()
    await until(lambda: shown(groups) == [("Salon", "Léa Fontaine")])
    assert rig.desk.groups() == [Group(group_id, "Salon", (lea,))]
    groups.team.click()
    assert rig.panes.settings.team.both.isVisible()


async def test_a_change_elsewhere_leaves_what_is_being_written(rig: Rig) -> None:
    group_id = await rig.desk.save_group(Group("", "Salon"))
    groups = await page(rig)
    groups.form.name.input.setText("Salon de thé")
    await rig.desk.save_group(Group(group_id, "Shop"))
    assert groups.form.name.input.text() == "Salon de thé"
    await until(lambda: shown(groups) == [("Shop", "")])
