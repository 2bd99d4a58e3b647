"""Connecting a number on its screen: each branch, what each step finds, stopping, going on later, by key alone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from app.domain.errors import EnvironmentFailure
from app.domain.findings import Finding, State
from app.domain.rows import Changes
from app.domain.setup import (
    STEPS,
    AccountFact,
    Answers,
    Credentials,
    NumberFact,
    Registration,
    SetUp,
    SetupReport,
    Step,
)
from app.words import set_language
from app.words.findings import advice, sentence
from app.words.formats import Formats
from tests.fake_desk import FakeDesk
from tests.gui.rig import press, type_text, until
from ui.bridge import Bridge
from ui.kit import Kit
from ui.setup.account import AccountPage
from ui.setup.address import AddressPage, DeliveryPage
from ui.setup.branches import branch_of, ways_of
from ui.setup.changes import ChangesPage
from ui.setup.chat_link import CodeView, chat_link, code_of
from ui.setup.done import DonePage
from ui.setup.keys import AppPage, TokenPage
from ui.setup.number import NumberPage
from ui.setup.parts import CopyRow, SecretField
from ui.setup.questions import QuestionsPage, site_of
from ui.setup.trial import TrialPage
from ui.setup.view import SetupView
from ui.setup.words import number_choices
from ui.tasks import Tasks
from ui.theme.theme import Theme

PHONE = "+33 6 39 98 41 07"
READY = NumberFact("3099", PHONE, "Salon Rivage", "connected", "green", "TIER_250", is_verified=True)
FRESH = NumberFact("3100", "+33 6 39 98 00 12", "Salon Rivage", "pending")
ON_APP = NumberFact(
    "3101", "+33 6 39 98 00 13", "Salon Rivage", "connected", is_verified=True, is_on_app=True
)
PASSED = SetUp(
    step="done",
    answers=Answers("new", "https://salon.example", ("phone_chats", "deals"), "this_number"),
    credentials=Credentials(app_id="880011", account_id="2048", number_id="3099"),
    has=frozenset({"app_secret", "token"}),
    changed=(("number", "number_registered"),),
)


def found(step: Step, code: str, state: State = "bad", **more: object) -> SetupReport:
    """A step that found one thing."""
    check = "number" if step == "number" else "token"
    return SetupReport(step, (Finding(check, state, code),), **more)  # type: ignore[arg-type]


def said(code: str) -> str:
    """What a person reads of a finding."""
    return sentence(Finding("token", "bad", code), Formats("en", "Europe/Paris"))


class Stage:
    """The screen over a fake desk."""

    def __init__(self, theme: Theme) -> None:
        self.desk = FakeDesk()
        self.desk.can_set_up = True
        self.faults: list[BaseException] = []
        self.tasks = Tasks(self.faults.append)
        self.bridge = Bridge(self.desk, pause_ms=0)
        self.kit = Kit(
            self.desk, self.bridge, theme, self.desk.clock, Formats("en", "Europe/Paris"), self.tasks,
            is_practice=False,
        )  # fmt: skip
        self._view: SetupView | None = None
        self.size = (1100, 800)

    @property
    def view(self) -> SetupView:
        """Made when it is first looked at, so that a test can say before where the set-up stands."""
        if self._view is None:
            self._view = SetupView(self.kit, self.desk)
            self._view.resize(*self.size)
            self._view.show()
            self._view.activateWindow()
        return self._view

    def at(self, step: Step, state: SetUp | None = None) -> SetupView:
        """The screen, taken up at a step."""
        from dataclasses import replace

        self.desk.setup = replace(state or self.desk.setup, step=step)
        return self.view

    async def settled(self) -> None:
        """Nothing is asked any more."""
        await until(lambda: not self.view.session.is_busy and self.tasks.count == 0)

    async def main(self) -> None:
        """The main button."""
        self.view.main.click()
        await self.settled()

    async def close(self) -> None:
        if self._view is not None:
            self._view.close_down()
            self._view.close()
        self.bridge.close()
        await self.tasks.close()
        if self._view is not None:
            self._view.deleteLater()
        assert self.faults == []


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    set_language("en")
    made = Theme(choice="light")
    made.apply(qapp)
    yield made
    made.deleteLater()
    qapp.setStyleSheet("")
    set_language("en")


@pytest.fixture
async def stage(theme: Theme, qtbot: QtBot) -> AsyncIterator[Stage]:
    made = Stage(theme)
    yield made
    await made.close()


def page(stage: Stage, kind: type[QWidget]) -> QWidget:
    assert isinstance(stage.view.page, kind)
    return stage.view.page


# -- before anything is touched


async def test_without_an_answer_the_questions_say_what_is_missing(stage: Stage) -> None:
    questions = page(stage, QuestionsPage)
    assert isinstance(questions, QuestionsPage)
    await stage.main()
    assert stage.view.session.shown == "questions"
    assert questions.missing.isVisible()
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


# -- the values of Meta


async def test_a_wrong_secret_is_said_at_its_line_and_a_right_one_is_never_shown_again(stage: Stage) -> None:
    view = stage.at("app")
    app = view.page
    assert isinstance(app, AppPage)
    await stage.main()
    assert app.app_id.error and app.secret.error and stage.desk.setup_asked == []
    type_text(app.app_id.input, " 880011 ")
    type_text(app.secret.input, "abc")
    assert app.secret.input.echoMode() == QLineEdit.EchoMode.Password
    app.secret.eye.click()
    assert app.secret.input.echoMode() == QLineEdit.EchoMode.Normal
    stage.desk.meta["app"] = [found("app", "app_secret_wrong"), found("app", "app_good", "good")]
    await stage.main()
    assert said("app_secret_wrong") in app.secret.error
    assert view.rail.rows["app"].is_troubled
    assert "something is wrong" in view.rail.rows["app"].accessibleName()
    type_text(app.secret.input, "d")
    assert app.secret.error == ""
    assert view.main.text() == "Check"
    press(app.secret.input, Qt.Key.Key_Return)
    await stage.settled()
    assert stage.desk.setup_asked[-1][1] == Credentials(app_id="880011", app_secret="abcd")
    assert app.secret.input.text() == "" and "Kept" in app.secret.input.placeholderText()
    assert app.secret.input.echoMode() == QLineEdit.EchoMode.Password
    assert view.main.text() == "Go on"
    assert "abcd" not in QGuiApplication.clipboard().text()
    await stage.main()
    assert view.session.shown == "token"


@pytest.mark.parametrize(
    "code", ["token_refused", "token_personal", "token_rights_missing", "token_of_other_app"]
)
async def test_each_fault_of_a_token_is_said_at_its_line(stage: Stage, code: str) -> None:
    view = stage.at("token")
    token = view.page
    assert isinstance(token, TokenPage)
    type_text(token.token.input, "EAA one\ntwo")
    stage.desk.meta["token"] = [found("token", code)]
    await stage.main()
    assert stage.desk.setup_asked[-1][1].token == "EAAonetwo"
    assert said(code) in token.token.error
    assert advice(Finding("token", "bad", code), stage.kit.formats) in token.token.error
    assert view.session.shown == "token" and view.main.text() == "Check"


async def test_what_only_warns_is_shown_and_one_may_go_on(stage: Stage) -> None:
    view = stage.at("token")
    assert isinstance(view.page, TokenPage)
    type_text(view.page.token.input, "EAA")
    stage.desk.meta["token"] = [found("token", "token_expires", "warning")]
    await stage.main()
    assert said("token_expires") in view.page.findings.words
    assert view.main.text() == "Go on"


async def test_when_nothing_can_be_asked_it_is_said_and_nothing_is_lost(stage: Stage) -> None:
    view = stage.at("token")
    token = view.page
    assert isinstance(token, TokenPage)
    type_text(token.token.input, "EAA")
    stage.desk.meta["token"] = [EnvironmentFailure("hub_unreachable"), found("token", "token_good", "good")]
    await stage.main()
    assert token.findings.isVisible() and token.findings.words
    assert token.token.input.text() == "EAA" and view.rail.rows["token"].is_troubled
    stage.desk.set_connection(stage.desk.state)  # the hub is back, and is asked again
    await until(lambda: len(stage.desk.setup_asked) == 2)
    await stage.settled()
    assert view.main.text() == "Go on" and not view.rail.rows["token"].is_troubled


async def test_a_check_that_takes_long_can_be_stopped(stage: Stage) -> None:
    view = stage.at("token")
    assert isinstance(view.page, TokenPage)
    type_text(view.page.token.input, "EAA")
    stage.desk.setup_waits = asyncio.Event()
    view.main.click()
    await until(lambda: bool(stage.desk.setup_asked))
    assert view.stop.isVisible() and not view.main.isEnabled() and view.says.text
    view.stop.click()
    assert not view.stop.isVisible() and view.main.isEnabled()
    assert view.page.token.input.text() == "EAA"
    await stage.settled()
    assert "token" not in view.session.reports


async def test_a_new_token_of_a_connected_number_goes_to_the_hub_at_once(stage: Stage) -> None:
    view = stage.at("done", SetUp(is_connected=True, is_finished=True, has=frozenset({"token"})))
    view.session.go("token")
    await stage.settled()
    token = view.page
    assert isinstance(token, TokenPage) and stage.desk.connected == 0
    type_text(token.token.input, "EAA")
    stage.desk.meta["token"] = [found("token", "token_refused"), found("token", "token_good", "good")]
    await stage.main()
    assert stage.desk.connected == 0
    await stage.main()
    assert stage.desk.connected == 1


# -- account and number


async def test_one_account_is_found_by_itself_and_of_several_one_is_chosen(stage: Stage) -> None:
    two = (AccountFact("2048", "Salon"), AccountFact("2049", "Test"))
    choose = SetupReport("account", (Finding("payment", "notice", "account_choose"),), two, is_waiting=True)
    stage.desk.meta["account"] = [
        choose,
        SetupReport("account", (Finding("payment", "good", "account_good"),), two),
    ]
    view = stage.at("account")
    view.focus_first()
    account = view.page
    assert isinstance(account, AccountPage)
    await stage.settled()
    assert list(account.accounts.radios) == ["2048", "2049"] and account.accounts.chosen_id is None
    assert view.main.text() == "Check" and view.focusWidget() is account.accounts.radios["2048"]
    account.accounts.radios["2049"].click()
    await stage.settled()
    assert stage.desk.setup_asked[-1][1].account_id == "2049"
    assert view.main.text() == "Go on"
    press(account.accounts.radios["2049"], Qt.Key.Key_Return)
    await stage.settled()
    assert view.session.shown == "number" and view.focusWidget() is view.main


async def test_an_account_that_is_not_found_can_be_typed(stage: Stage) -> None:
    stage.desk.meta["account"] = [
        found("account", "account_missing"),
        found("account", "account_good", "good", accounts=(AccountFact("2048", "S"),)),
    ]
    view = stage.at("account")
    account = view.page
    assert isinstance(account, AccountPage)
    await stage.settled()
    assert said("account_missing") in account.account_id.error and account.where.isVisible()
    type_text(account.account_id.input, "2048")
    account.account_id.input.setFocus()
    press(account.account_id.input, Qt.Key.Key_Return)
    await stage.settled()
    assert stage.desk.setup_asked[-1][1].account_id == "2048" and view.main.text() == "Go on"
    assert not account.account_id.isVisible() and view.focusWidget() is view.main


async def test_a_fresh_number_is_confirmed_with_a_code_and_registered_with_a_pin(stage: Stage) -> None:
    fresh = found("number", "number_unverified", numbers=(FRESH,))
    sent = SetupReport(
        "number",
        (Finding("number", "notice", "code_sent"),),
        numbers=(FRESH,),
        changed=("code_sent",),
        is_waiting=True,
    )
    wrong = found("number", "code_wrong", numbers=(FRESH,))
    done = found("number", "number_good", "good", numbers=(READY,), changed=("number_registered",))
    stage.desk.meta["number"] = [fresh, sent, wrong, done]
    view = stage.at("number")
    number = view.page
    assert isinstance(number, NumberPage)
    await stage.settled()
    assert said("number_unverified") in number.findings.words
    assert number.verifying.isVisible() and number.registering.isVisible()
    assert view.main.text() == "Register the number"
    number.by_call.click()
    await stage.settled()
    assert stage.desk.setup_asked[-1][2] == Registration(by_call=True)
    type_text(number.pin.input, "12")
    await stage.main()
    assert number.pin.error and number.code.error
    number.pin.input.clear()
    type_text(number.pin.input, "482910")
    type_text(number.code.input, "123-456")
    await stage.main()
    assert stage.desk.setup_asked[-1][2] == Registration(pin="482910", code="123456")
    assert said("code_wrong") in number.code.error and number.pin.input.text() == "482910"
    await stage.main()
    assert view.main.text() == "Go on" and not number.registering.isVisible()
    assert number.pin.input.text() == ""
    assert view.session.state.changed[-1] == ("number", "number_registered")
    assert view.rail._told["number"].isVisible()


async def test_a_number_that_stays_on_the_phone_is_never_registered(stage: Stage) -> None:
    stage.desk.meta["number"] = [found("number", "number_on_app", "notice", numbers=(ON_APP,))]
    view = stage.at("number", SetUp(answers=Answers("business_app", way="partner")))
    number = view.page
    assert isinstance(number, NumberPage)
    await stage.settled()
    assert not number.registering.isVisible() and not number.verifying.isVisible()
    await stage.main()
    assert view.session.shown == "address"
    assert all(registration is None for _step, _typed, registration in stage.desk.setup_asked)


async def test_a_number_that_is_not_registered_keeps_one_here(stage: Stage) -> None:
    verified = NumberFact("3100", PHONE, "Salon", "pending", is_verified=True)
    stage.desk.meta["number"] = [
        found("number", "number_unregistered", numbers=(verified,)), found("number", "pin_wrong", numbers=(verified,))
    ]  # fmt: skip
    view = stage.at("number")
    number = view.page
    assert isinstance(number, NumberPage)
    await stage.settled()
    assert not number.verifying.isVisible()
    type_text(number.pin.input, "482910")
    await stage.main()
    assert said("pin_wrong") in number.pin.error and view.session.shown == "number"


# -- the address, and what Meta brings there


@pytest.mark.parametrize("code", ["address_unreachable", "address_other_word", "address_elsewhere"])
async def test_an_address_that_does_not_lead_here_is_said_at_its_line(stage: Stage, code: str) -> None:
    view = stage.at("address")
    address = view.page
    assert isinstance(address, AddressPage)
    await stage.main()
    assert address.part.field.error and stage.desk.setup_asked == []
    type_text(address.part.field.input, "https://salon.example/webhooks/whatsapp")
    stage.desk.meta["address"] = [found("address", code)]
    await stage.main()
    assert stage.desk.setup_asked[-1][1].public_url == "https://salon.example"
    assert said(code) in address.part.field.error


async def test_what_the_token_may_not_set_is_shown_to_be_pasted(stage: Stage) -> None:
    paste = (("callback_url", "https://salon.example/webhooks/whatsapp"), ("verify_token", "word"))
    stage.desk.meta["webhook"] = [
        found("webhook", "subscription_by_hand", to_paste=paste), found("webhook", "app_unpublished"),
        found("webhook", "subscription_good", "good", changed=("account_subscribed",)),
    ]  # fmt: skip
    view = stage.at("webhook")
    delivery = view.page
    assert isinstance(delivery, DeliveryPage)
    await stage.settled()
    rows = [row for row in delivery.rows if isinstance(row, CopyRow)]
    assert [row.value for row in rows] == [value for _name, value in paste] and delivery.where.isVisible()
    rows[0].button.click()
    assert QGuiApplication.clipboard().text() == paste[0][1]
    await stage.main()
    assert said("app_unpublished") in delivery.findings.words and not delivery.where.isVisible()
    await stage.main()
    assert view.main.text() == "Go on"


# -- the trial and the end


async def test_the_trial_connects_waits_answers_and_ends(stage: Stage) -> None:
    came = Finding("received", "good", "trial_received")
    stage.desk.meta["trial"] = [
        SetupReport("trial", (Finding("received", "notice", "trial_waiting"),), is_waiting=True),
        SetupReport("trial", (came, Finding("unsent", "notice", "trial_unanswered")), is_waiting=True),
        SetupReport("trial", (came, Finding("unsent", "good", "trial_delivered"))),
    ]
    stage.desk.connects = [EnvironmentFailure("hub_unreachable")]
    view = stage.at("trial")
    trial = view.page
    assert isinstance(trial, TrialPage)
    await stage.settled()
    assert trial.findings.words and view.main.text() == "Connect the number" and not trial.asked.isVisible()
    await stage.main()
    assert stage.desk.connected == 1 and trial.asked.isVisible()
    assert said("trial_waiting") in trial.findings.words
    stage.desk._tell(Changes(conversations=frozenset({next(iter(stage.desk.talks))})))
    await until(lambda: trial.came.isVisible())
    await stage.settled()
    assert trial.text.text and not trial.asked.isVisible()
    trial.send.click()
    assert trial.answer.error
    type_text(trial.answer.input, "Bonjour, à onze heures ?")
    press(trial.answer.input, Qt.Key.Key_Return)
    await until(lambda: view.main.text() == "Go on")
    await stage.settled()
    newest = stage.desk.inbox("all")[0]
    assert stage.desk.page(newest)[-1].text == "Bonjour, à onze heures ?"
    assert not trial.answer.isVisible()
    await stage.main()
    assert view.session.shown == "done"


async def test_the_end_says_what_changed_and_leads_to_what_was_to_come_along(stage: Stage) -> None:
    stage.desk.meta["number"] = [found("number", "number_good", "good", numbers=(READY,))]
    view = stage.at("done", PASSED)
    done = view.page
    assert isinstance(done, DonePage)
    view.session.check("number")
    await stage.settled()
    assert done.code.isVisible() and done.code.link == "https://wa.me/33639984107"
    assert list(done.imports) == ["phone_chats", "deals"]
    asked: list[str] = []
    view.import_asked.connect(asked.append)
    done.imports["deals"].click()
    assert asked == ["deals"]
    rows = [row.value for row in done.findChildren(CopyRow) if row.isVisible()]
    assert rows[0] == "https://wa.me/33639984107" and "href" in rows[1]


def test_the_code_for_customers_is_one_that_a_phone_reads() -> None:
    cells = code_of(chat_link(PHONE, "Bonjour"))
    assert chat_link(PHONE, "Bon jour") == "https://wa.me/33639984107?text=Bon%20jour"
    assert len(cells) in range(21, 46, 4) and all(len(row) == len(cells) for row in cells)
    finder = [row[:7] for row in cells[:7]]
    assert (
        finder[0] == (True,) * 7
        and finder[1] == (True, *(False,) * 5, True)
        and finder[3][2:5] == (True,) * 3
    )


# -- leaving, coming back, and the way around


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
        press(QApplication.focusWidget(), Qt.Key.Key_Tab)
        passed.append(QApplication.focusWidget())
    assert passed == [questions.site.input, *questions.boxes.values(), view.main]
    press(view.main, Qt.Key.Key_Return)
    await stage.settled()
    assert view.session.shown == "changes" and stage.desk.setup.answers.number_is == "business_app"
    press(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert view.session.shown == "changes"


async def test_a_low_window_has_the_steps_in_a_menu(stage: Stage) -> None:
    stage.size = (640, 420)
    view = stage.at("token")
    assert not view.rail.isVisible() and view.steps.isVisible()
    assert "4" in view.steps.text()


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
    assert view.findChildren(SecretField) and view.findChildren(CodeView)
