"""Connecting a number on its screen: each branch, going on later, by key alone, nothing cut."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from app.domain.setup import (
    STEPS,
    Answers,
    SetUp,
)
from app.words import set_language
from tests.gui.rig import press, type_text, until
from tests.gui.setup_rig import FRESH, PASSED, Stage, found, stage, theme
from ui.setup.branches import branch_of, ways_of
from ui.setup.changes import ChangesPage
from ui.setup.chat_link import CodeView
from ui.setup.keys import AppPage, TokenPage
from ui.setup.parts import SecretField
from ui.setup.questions import QuestionsPage, site_of
from ui.setup.words import number_choices
from ui.widgets.menu import Menu

__all__ = ["stage", "theme"]


def focused() -> QWidget:
    """What has the keyboard."""
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


async def test_without_an_answer_the_questions_say_what_is_missing(stage: Stage) -> None:
    questions = stage.view.page
    assert isinstance(questions, QuestionsPage)
    await stage.main()
    assert stage.desk.setup.step == "questions"
    assert questions.missing.isVisible()
    assert (
        stage.view.focusWidget() is questions.number.radios["personal"]
    )  # the keyboard goes where it is missing
    questions.number.radios["new"].click()
    type_text(questions.site.input, "no address")
    await stage.main()
    assert "www.example.com" in questions.site.error
    questions.site.input.clear()
    type_text(questions.site.input, "salon.example/contact")
    questions.boxes["deals"].click()
    questions.boxes["nothing"].click()
    await stage.main()
    assert stage.view.session.shown == "changes"
    assert stage.desk.setup.answers == Answers("new", "https://salon.example/contact", ("nothing",))
    assert stage.desk.setup_asked == []


@pytest.mark.parametrize(
    "site", ["salon.example", "https://www.salon.example/a?b=c", "http://salon.co.uk:8080"]
)
def test_an_address_of_a_website_is_taken(site: str) -> None:
    kept = site_of(site)
    assert kept is not None and kept.endswith(site.removeprefix("http://").removeprefix("https://"))


@pytest.mark.parametrize(
    "site", ["salon", "http://", "a b.example", "mailto:x@salon.example", "salon.example x"]
)
def test_what_is_no_website_is_not(site: str) -> None:
    assert site_of(site) is None


@pytest.mark.parametrize("number_is", ["personal", "business_app", "new", "api"])
def test_each_kind_of_number_is_told_what_changes_and_can_stop(number_is: str) -> None:
    ways = [way for way, _name, _means in ways_of(number_is)]  # type: ignore[arg-type]
    assert ways[0] == "this_number" and ways[-1] == "stop" and "partner" in ways
    assert ("second_number" in ways) == (number_is != "new")
    for way in ways:
        branch = branch_of(number_is, way)  # type: ignore[arg-type]
        assert branch.stays
        assert bool(branch.changes) == (way != "stop")


async def test_a_way_says_what_it_does_and_stopping_leaves_nothing(stage: Stage) -> None:
    view = stage.at("changes", SetUp(answers=Answers("business_app")))
    changes = view.page
    assert isinstance(changes, ChangesPage)
    assert any("leaves the WhatsApp Business app" in one for one in changes.changes.says)
    assert any("Catalogue" in one for one in changes.changes.says)
    changes.ways.radios["partner"].click()
    assert any("broadcast lists can only be read" in one for one in changes.changes.says)
    assert any("Solution Partner" in one for one in changes.needs.says)
    left: list[bool] = []
    view.left.connect(lambda: left.append(True))
    changes.ways.radios["stop"].click()
    assert view.main.text() == "Stop here"
    await stage.main()
    assert left and stage.desk.forgotten == 1
    assert stage.desk.setup_asked == []
    assert stage.desk.last_place()["setup"] == "later"
    assert view.session.shown == "questions" and list(view.pages) == ["questions"]  # as on the first day
    assert view.session.answers == Answers()


async def test_the_ways_are_told_anew_for_another_answer_and_stopping_tells_what_was_changed(
    stage: Stage,
) -> None:
    view = stage.at("changes", SetUp(answers=Answers("business_app"), changed=(("number", "code_sent"),)))
    changes = view.page
    assert isinstance(changes, ChangesPage)
    changes.ways.radios["stop"].click()
    assert "Nothing has been changed" not in changes.ways.radios["stop"].accessibleDescription()
    assert "nothing has changed" not in changes.reason.text
    view.back.click()
    assert "Nothing is touched" not in view.page.reason.text
    view.session.go_on()
    assert any("list of steps" in one for one in changes.stays.says)
    assert "Business app" in changes.ways.radios["this_number"].accessibleDescription()
    view.session.answer(number_is="personal")
    view.back.click()
    view.session.go("changes")
    assert "app of the phone" in changes.ways.radios["this_number"].accessibleDescription()
    await stage.settled()


async def test_it_is_left_and_taken_up_where_it_was(stage: Stage) -> None:
    view = stage.at("token", SetUp(answers=Answers("new"), has=frozenset({"app_secret"})))
    left: list[bool] = []
    view.left.connect(lambda: left.append(True))
    assert view.session.is_passed("app") and not view.session.is_passed("token")
    assert [step for step, row in view.rail.rows.items() if row.isEnabled()] == [
        "questions",
        "changes",
        "app",
        "token",
    ]
    view.rail.rows["app"].click()
    await stage.settled()
    app = view.page
    assert isinstance(app, AppPage)
    assert "Kept" in app.secret.input.placeholderText() and app.secret.input.text() == ""
    view.back.click()
    await stage.settled()
    assert view.session.shown == "changes" and stage.desk.setup.step == "changes"
    view.later.click()
    assert left and stage.desk.last_place()["setup"] == "later"


async def test_going_back_loses_nothing_that_was_typed(stage: Stage) -> None:
    view = stage.at("token")
    assert isinstance(view.page, TokenPage)
    type_text(view.page.token.input, "EAA")
    view.back.click()
    await stage.settled()
    view.rail.rows["token"].click()
    await stage.settled()
    assert isinstance(view.page, TokenPage) and view.page.token.input.text() == "EAA"


async def test_the_first_steps_go_by_key_alone(stage: Stage) -> None:
    view = stage.view
    view.focus_first()
    questions = view.page
    assert isinstance(questions, QuestionsPage)
    await until(lambda: questions.number.radios["personal"].hasFocus())
    press(questions.number.radios["personal"], Qt.Key.Key_Space)
    press(questions.number.radios["personal"], Qt.Key.Key_Down)
    assert questions.number.chosen_id == "business_app"
    passed: list[QWidget] = []
    while not view.main.hasFocus():
        press(focused(), Qt.Key.Key_Tab)
        passed.append(focused())
    assert passed == [questions.site.input, *questions.boxes.values(), view.main]
    press(view.main, Qt.Key.Key_Return)
    await stage.settled()
    assert view.session.shown == "changes" and stage.desk.setup.answers.number_is == "business_app"
    press(focused(), Qt.Key.Key_Escape)
    assert view.session.shown == "changes"


async def test_a_low_window_has_the_steps_in_a_menu(stage: Stage) -> None:
    stage.size = (640, 420)
    view = stage.at("token")
    assert not view.rail.isVisible() and view.steps.isVisible()
    assert "4" in view.steps.text()
    asked: list[bool] = []
    view.doors_asked.connect(lambda: asked.append(True))
    view.steps.click()
    menu = view.findChildren(Menu)[-1]
    assert not view.other.isVisible()
    next(one for one in menu.actions() if one.iconText() == view.other.text()).trigger()
    menu.close()
    assert asked


@pytest.mark.parametrize("spoken", ["fr", "en"])
async def test_nothing_is_cut_in_the_narrowest_window(stage: Stage, spoken: str) -> None:
    """As 640 px at the greatest size of the letters, which is what 200 % leaves."""
    set_language(spoken)
    stage.kit.theme.set_scale(1.3)
    stage.size = (640 - 56, 420)
    stage.desk.meta = {
        "account": [found("account", "account_missing")],
        "number": [found("number", "number_unverified", numbers=(FRESH,))],
        "webhook": [
            found("webhook", "subscription_by_hand", to_paste=(("callback_url", "https://salon.example/x"),))
        ],
    }
    view = stage.at("done", PASSED)
    for step in STEPS:
        view.session.go(step)
        await stage.settled()
        if step in stage.desk.meta:
            view.session.check(step)
            await stage.settled()
        area = next(
            one
            for one in view.findChildren(QScrollArea)
            if one.isVisible() and view.page in one.findChildren(QWidget)
        )
        inside = area.widget()
        assert inside is not None
        assert inside.minimumSizeHint().width() <= area.viewport().width(), step
        assert view.minimumSizeHint().width() <= view.width(), step


async def test_every_control_of_every_step_has_a_name(stage: Stage) -> None:
    view = stage.at("done", PASSED)
    for step in STEPS:
        view.session.go(step)
        await stage.settled()
        nameless = [
            one for one in view.page.findChildren(QWidget)
            if one.focusPolicy() != Qt.FocusPolicy.NoFocus and not isinstance(one, QScrollArea)
            and not (one.accessibleName() or getattr(one, "text", lambda: "")())
        ]  # fmt: skip
        assert nameless == [], step
    assert len(view.pages) == len(STEPS)
    assert [one for one, _words, _means in number_choices()] == ["personal", "business_app", "new", "api"]
    assert view.findChild(SecretField) is not None and view.findChild(CodeView) is not None
