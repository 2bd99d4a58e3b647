"""The page on which owner and managers say who and what can be booked."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from app.domain.agenda import ReminderStep, Service
from app.domain.appointment_asks import NewAppointment
from app.domain.money import Money
from app.words.agenda_starters import TRADES, starter_set
from tests.gui.rig import Rig, click, press, rig, type_text, until
from ui.settings.agenda.page import AgendaSettings
from ui.settings.agenda.reminders import split
from ui.widgets.labels import Paragraph

__all__ = ["rig"]

CTRL = Qt.KeyboardModifier.ControlModifier


def page(rig: Rig, part: str = "resources") -> AgendaSettings:
    rig.panes.show_settings_page("agenda")
    shown = rig.panes.settings.agenda
    shown.show_part(part)
    return shown


def push(button: QAbstractButton | None) -> None:
    assert button is not None
    click(button, button.rect().center())


def titles(of: AgendaSettings) -> list[str]:
    return [row.title for row in of.listing.list.rows.rows]


async def test_nobody_begins_with_an_empty_form(rig: Rig) -> None:
    shown = page(rig)
    assert shown.resources.nothing.isVisible() and not shown.resources.form.foot.isVisible()
    push(shown.resources.nothing.button)
    assert shown.starters.isVisible() and shown.starters.add.hasFocus()
    shown.starters.trade.choose("garage")
    press(shown.starters.add, Qt.Key.Key_Space)
    await until(lambda: len(rig.desk.made_services) == 6 and shown.starters.add.isEnabled())
    assert titles(shown) == ["Lift 1", "Lift 2", "Front desk"]
    oil = rig.desk.made_services[1]
    assert (oil.name, oil.told_name, oil.reminders[0].is_ask) == ("Oil change", "oil change", True)
    push(shown.resources.ready)
    shown.starters.trade.choose("garage")
    push(shown.starters.add)
    await until(lambda: shown.starters.add.isEnabled() and shown.resources.isVisible())
    assert len(rig.desk.made_services) == 6, "what is there already stays as it is"
    push(shown.resources.ready)
    shown.starters.trade.choose("clinic")
    push(shown.starters.add)
    await until(lambda: shown.starters.add.isEnabled() and shown.resources.isVisible())
    assert titles(shown) == ["Lift 1", "Lift 2", "Front desk", "Room 1", "Room 2"]  # behind what is there


async def test_ready_ones_keep_their_height_in_a_small_window(rig: Rig) -> None:
    shown = page(rig)
    shown.setFixedSize(700, 400)
    push(shown.resources.nothing.button)
    await until(lambda: shown.starters.area.verticalScrollBar().maximum() > 0)
    said = shown.starters._card.findChildren(Paragraph)
    assert all(one.height() >= one.heightForWidth(one.width()) for one in said if one.isVisible())


async def test_a_person_of_the_team_is_added_by_key(rig: Rig) -> None:
    rig.desk.open_agenda()
    shown = page(rig)
    push(shown.resources.new)
    form = shown.resources.form
    assert form.name.hasFocus() and not form.save.isEnabled()
    type_text(form.name, "Zoé")
    form.member.choose(rig.desk.me().member_id)
    press(form.name, Qt.Key.Key_Return, CTRL)
    await until(lambda: len(rig.desk.made_resources) == 3)
    made = rig.desk.made_resources[-1]
    assert (made.name, made.kind, made.member_id) == ("Zoé", "person", rig.desk.me().member_id)
    assert titles(shown) == ["Camille Roux", "Léa Fontaine", "Zoé"]
    form.kind.choose("chair")
    assert not form.groups["member"].isVisible(), "a chair is nobody of the team"
    push(form.save)
    await until(lambda: rig.desk.made_resources[-1].kind == "chair")
    assert rig.desk.made_resources[-1].member_id is None


async def test_the_order_is_that_of_the_agenda(rig: Rig) -> None:
    rig.desk.open_agenda()
    shown = page(rig)
    shown.resources.open("lea")
    push(shown.resources.up)
    await until(lambda: [one.resource_id for one in rig.desk.resources()] == ["lea", "camille"])
    await until(lambda: titles(shown) == ["Léa Fontaine", "Camille Roux"])
    assert not shown.resources.up.isEnabled() and shown.resources.down.isEnabled()


async def test_a_removal_is_asked_about_and_taken_back(rig: Rig) -> None:
    rig.desk.open_agenda()
    shown = page(rig)
    shown.resources.open("lea")
    push(shown.resources.form.remove)
    assert shown.resources.dialog is not None
    shown.resources.dialog.confirmed.emit()
    await until(lambda: titles(shown) == ["Camille Roux"])
    [toast] = shown.resources.toasts.toasts
    toast.acted.emit()
    await until(lambda: titles(shown) == ["Camille Roux", "Léa Fontaine"])


async def test_where_somebody_is_expected_nothing_is_removed_and_it_says_why(rig: Rig) -> None:
    rig.desk.open_agenda()
    await rig.desk.book_appointment(_new(rig))
    shown = page(rig)
    shown.resources.open("lea")
    push(shown.resources.form.remove)
    assert shown.resources.dialog is not None
    shown.resources.dialog.confirmed.emit()
    await until(lambda: bool(shown.resources.toasts.toasts))
    assert len(rig.desk.made_resources) == 2


async def test_a_service_is_written_with_its_reminders(rig: Rig) -> None:
    rig.desk.open_agenda()
    shown = page(rig, "services")
    push(shown.services.new)
    form = shown.services.form
    type_text(form.name, "Lissage")
    form.length.input.setText("1h30")
    form.price.input.setText("120")
    type_text(form.discreet, "coiffure")
    assert "coiffure" in form.told.text and "coiffure" in form.preview.bubble.accessibleName()
    push(form.reminders.add)
    _first, second = form.reminders.rows
    assert second.number.hasFocus()
    second.number.setText("2")
    second.unit.choose("h")
    second.kind.choose("remind")
    push(second.own)
    assert second.text.hasFocus()
    type_text(second.text, "À tout de suite {prénom} !")
    assert "À tout de suite Camille !" in form.preview.bubble.accessibleName()
    push(form.save)
    await until(lambda: len(rig.desk.made_services) == 3)
    made = rig.desk.made_services[-1]
    assert (made.name, made.length_min, made.price, made.told_name) == (
        "Lissage", 90, Money(12_000, "EUR"), "coiffure",
    )  # fmt: skip
    assert made.reminders == (
        ReminderStep(1_440), ReminderStep(120, is_ask=False, text="À tout de suite {prénom} !"),
    )  # fmt: skip
    assert not form.is_changed and not form.save.isEnabled()


async def test_what_cannot_be_read_is_said_where_it_stands_and_nothing_is_lost(rig: Rig) -> None:
    rig.desk.open_agenda()
    shown = page(rig, "services")
    form = shown.services.form
    form.length.input.setText("never")
    push(form.reminders.add)
    form.reminders.rows[0].number.setText("5")
    form.reminders.rows[0].unit.choose("min")
    form.price.input.setText("-4")
    press(form.name, Qt.Key.Key_Return)
    assert "45 min" in form.groups["length"].error and "15 min" in form.groups["reminders"].error
    form.length.input.setText("45")
    form.price.input.setText("")
    form.reminders.rows[0].number.setText("60")
    type_text(form.reminders.rows[0].text, "Hello {shoe size}")
    push(form.save)
    assert "{shoe size}" in form.groups["reminders"].error.replace("\u2068", "").replace("\u2069", "")
    form.reminders.rows[0].text.set_text("")
    form.name.setText("Coloration végétale")
    push(form.save)
    await until(lambda: bool(form.groups["name"].error))
    assert rig.desk.made_services[0].name == "Coupe et soin" and form.is_changed


async def test_two_reminders_at_one_time_are_refused_at_the_reminders(rig: Rig) -> None:
    rig.desk.open_agenda()
    form = page(rig, "services").services.form
    for row in (0, 1):
        push(form.reminders.add)
        form.reminders.rows[row].number.setText("3")
        form.reminders.rows[row].unit.choose("h")
    push(form.save)
    await until(lambda: bool(form.groups["reminders"].error))
    push(form.reminders.rows[0].remove)
    assert form.reminders.rows[0].number.hasFocus(), "the keyboard stays among them"
    push(form.save)
    await until(lambda: len(rig.desk.made_services[0].reminders) == 1)


async def test_leaving_what_is_not_saved_is_asked_about(rig: Rig) -> None:
    rig.desk.open_agenda()
    shown = page(rig, "services")
    type_text(shown.services.form.name, " longue")
    shown.part.choose("resources")
    assert shown.services.dialog is not None and shown.services.isVisible()
    assert shown.part.chosen_id == "services"
    shown.services.dialog.confirmed.emit()
    assert shown.resources.isVisible() and not shown.services.is_changed


async def test_a_colleagues_change_comes_into_a_form_in_which_nobody_writes(rig: Rig) -> None:
    rig.desk.open_agenda()
    form = page(rig, "services").services.form
    rig.desk.made_services[0] = Service("cut", "Coupe", 50, version=2)
    rig.desk.tell_agenda()
    await until(lambda: form.name.text() == "Coupe")
    type_text(form.name, " courte")
    rig.desk.made_services[0] = Service("cut", "Coupe et barbe", 50, version=3)
    rig.desk.tell_agenda()
    await until(lambda: "Coupe et barbe" in titles(rig.panes.settings.agenda))
    assert form.name.text().startswith("Coupe") and "courte" in form.name.text()
    push(form.save)
    await until(lambda: bool(form.groups["name"].error))
    assert rig.desk.made_services[0].name == "Coupe et barbe"


async def test_reps_have_no_such_page(rig: Rig) -> None:
    from ui.settings.pages import page_options

    assert "agenda" not in [one.id for one in page_options("rep")]
    assert "agenda" in [one.id for one in page_options("manager")]


def test_ready_ones_can_be_saved_and_name_no_treatment_that_nobody_allowed() -> None:
    from app.domain.agenda import resource_problem, service_problem

    for trade in TRADES:
        for language in ("fr", "en"):
            found = starter_set(trade, language)
            assert found.resources and len(found.services) >= 5
            assert all(resource_problem(one) is None for one in found.resources)
            assert all(service_problem(one) is None and not one.is_named for one in found.services)
            assert len({one.name for one in found.services}) == len(found.services)
    clinic = starter_set("clinic", "fr").services
    assert {one.told_name for one in clinic} == {"consultation", ""}


def test_a_time_before_is_said_as_people_say_it() -> None:
    assert [split(one) for one in (30, 90, 180, 1_440, 2_880, 10_080)] == [
        (30, "min"), (90, "min"), (3, "h"), (24, "h"), (2, "d"), (7, "d"),
    ]  # fmt: skip


def _new(rig: Rig) -> NewAppointment:
    return NewAppointment(rig.desk.wall("14:30"), 30, "lea", "cut", person="Ana Field")
