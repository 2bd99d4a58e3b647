"""Areas that are off are nowhere on screen; their data stays, and who may switch them on again does so in place."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from app.domain.areas import AREAS, Area, setting_of
from tests.gui.deal_hands import some_deals
from tests.gui.hands import ALT, NONE
from tests.gui.rig import Rig, click, press, rig, until
from tests.gui.test_today_quiet import quiet
from ui.appointments.section import AppointmentsSection
from ui.area_off import AreaOff
from ui.contacts.panel.sections import made_sections
from ui.deals.section import DealsSection
from ui.palette.entries import acts_and_views
from ui.palette.key_sheet import KeySheet
from ui.place import read_place
from ui.widgets.controls import Toggle

__all__ = ["rig"]
KEYS = {"deals": Qt.Key.Key_4, "appointments": Qt.Key.Key_5, "reports": Qt.Key.Key_6}


async def switch(rig: Rig, area: Area, *, is_on: bool) -> None:
    """As the owner does; the program makes the window anew then."""
    await rig.desk.change_setting(setting_of(area), is_on)
    rig.window.show_panes(rig.kit, read_place(rig.desk.last_place()))


def rail_ids(rig: Rig) -> list[str]:
    return [button.item.id for button in rig.panes.rail._buttons]


@pytest.mark.parametrize("area", AREAS)
async def test_an_area_that_is_off_has_no_place_in_the_rail_and_no_key(rig: Rig, area: Area) -> None:
    assert area in rail_ids(rig)
    await switch(rig, area, is_on=False)
    assert area not in rail_ids(rig)
    assert {other for other in AREAS if other != area} <= set(rail_ids(rig))
    rig.panes.show_screen("today")
    press(rig.window, KEYS[area], ALT)
    assert rig.panes.screen_id == "today"
    await switch(rig, area, is_on=True)
    press(rig.window, KEYS[area], ALT)
    await until(lambda: rig.panes.screen_id == area)


async def test_what_leads_to_deals_and_the_agenda_is_gone_from_search_and_sheet_of_keys(rig: Rig) -> None:
    def words() -> set[str]:
        sheet = KeySheet(rig.kit.theme, [act.id for act in rig.panes.acts], rig.panes)
        return {entry.words for entry in acts_and_views(rig.panes)} | {
            row.words for row in sheet.rows_for("")
        }

    about = {"Deals", "Agenda", "Pipelines and stages", "Waiting list, with whoever is open"}
    assert about <= words()
    await switch(rig, "deals", is_on=False)
    await switch(rig, "appointments", is_on=False)
    assert not about & words()
    assert "Reports" in words()


async def test_the_card_of_a_person_speaks_of_no_area_that_is_off(rig: Rig) -> None:
    rig.open(1)
    rig.panes.show_card()
    assert rig.panes.card is not None
    kinds = {type(section) for section in rig.panes.card.panel.sections}
    assert {DealsSection, AppointmentsSection} <= kinds
    panel = rig.panes.card.panel._panel
    await rig.desk.change_setting("area_deals", value=False)
    assert DealsSection not in {type(one) for one in made_sections(panel)}
    assert AppointmentsSection in {type(one) for one in made_sections(panel)}


async def test_today_names_no_deal_while_deals_are_off(rig: Rig) -> None:
    quiet(rig)
    rig.panes.show_screen("today")
    today = rig.panes.screens.today
    assert any(line.deal for line in today.model.lines)
    rig.desk.settings["area_deals"] = False
    today.show_today()
    assert not any(line.deal for line in today.model.lines)
    assert "quiet" not in {figure.section for figure in today.tiles.figures}


async def test_a_link_to_a_deal_says_that_deals_are_off_and_the_owner_switches_them_on(rig: Rig) -> None:
    some_deals(rig)
    await switch(rig, "deals", is_on=False)
    rig.panes.screens.show_deal(next(iter(rig.desk.deal_cards)))
    shown = rig.panes.screens.currentWidget()
    assert isinstance(shown, AreaOff) and shown.accessibleName() == "Deals are off"
    button = shown.first_control
    await until(button.hasFocus)
    press(button, Qt.Key.Key_Space, NONE)
    await until(lambda: rig.desk.setting("area_deals") is True)
    rig.window.show_panes(rig.kit, read_place(rig.desk.last_place()))
    assert rig.panes.screen_id == "deals"
    assert rig.desk.deal_cards


async def test_a_rep_reads_whom_to_ask(rig: Rig) -> None:
    rig.desk.rows = [replace(row, role="rep") for row in rig.desk.rows]
    await switch(rig, "reports", is_on=False)
    rig.panes.screens.show_report("speed")
    shown = rig.panes.screens.currentWidget()
    assert isinstance(shown, AreaOff) and shown.first_control is shown
    assert shown.state is not None and "owner or a manager" in shown.state._lines[1].text


async def test_the_owner_switches_an_area_on_its_page_by_mouse_and_by_key(rig: Rig) -> None:
    rig.panes.show_settings_page("areas")
    fields = rig.panes.settings.fields
    toggle = fields["area_deals"].control
    assert isinstance(toggle, Toggle)
    click(toggle, toggle.rect().center())
    await until(lambda: rig.desk.setting("area_deals") is False)
    rig.window.show_panes(rig.kit, read_place(rig.desk.last_place()))
    settings = rig.panes.settings
    assert settings.tabs.chosen_id == "areas" and "pipelines" not in settings.tabs.shown_ids
    await until(settings.fields["area_deals"].control.hasFocus)
    press(settings.fields["area_deals"].control, Qt.Key.Key_Space)
    await until(lambda: rig.desk.setting("area_deals") is True)


async def test_settings_of_an_area_go_with_it(rig: Rig) -> None:
    await switch(rig, "appointments", is_on=False)
    rig.panes.show_screen("settings")
    assert "agenda_elsewhere" not in rig.panes.settings.fields
    assert "deals_incoming" in rig.panes.settings.fields
