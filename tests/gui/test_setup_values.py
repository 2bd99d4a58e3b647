"""The values of Meta: each fault at its line, what only warns, secrets, account and number."""

from __future__ import annotations

import asyncio

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit

from app.domain.errors import EnvironmentFailure
from app.domain.findings import Finding
from app.domain.setup import (
    AccountFact,
    Answers,
    Credentials,
    NumberFact,
    Registration,
    SetUp,
    SetupReport,
)
from app.words.findings import advice
from tests.gui.rig import press, type_text, until
from tests.gui.setup_rig import FRESH, ON_APP, PHONE, READY, Stage, found, said, stage, theme
from ui.setup.account import AccountPage
from ui.setup.keys import AppPage, TokenPage
from ui.setup.number import NumberPage

__all__ = ["stage", "theme"]


async def test_a_wrong_secret_is_said_at_its_line_and_a_right_one_is_never_shown_again(stage: Stage) -> None:
    view = stage.at("app")
    app = view.page
    assert isinstance(app, AppPage)
    await stage.main()
    assert app.app_id.error and app.secret.error and stage.desk.setup_asked == []
    assert view.focusWidget() is app.app_id.input
    type_text(app.app_id.input, " 880011 ")
    await stage.main()
    assert view.focusWidget() is app.secret.input  # the keyboard goes where something is missing
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
    assert view.main.text() == "Register the number" and view.first_control is number.by_text
    number.by_call.setFocus()
    number.by_call.click()
    await stage.settled()
    assert view.focusWidget() is number.code.input
    assert stage.desk.setup_asked[-1][2] == Registration(by_call=True)
    type_text(number.pin.input, "12")
    assert said("code_sent") in number.findings.words  # nothing jumps while somebody types
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


async def test_with_another_token_the_later_steps_are_asked_again(stage: Stage) -> None:
    """What an account said under the token before does not stand there in red."""
    there = SetupReport(
        "account",
        (Finding("token", "good", "account_good"),),
        accounts=(AccountFact("2048", "Salon"),),
    )
    stage.desk.meta = {"account": [found("account", "account_missing"), there]}
    stage.desk.meta["token"] = [found("token", "token_good", "good")]
    view = stage.at("account", SetUp(answers=Answers("new"), has=frozenset({"app_secret", "token"})))
    await stage.settled()
    assert view.session.has_trouble("account")
    view.back.click()
    token = view.page
    assert isinstance(token, TokenPage)
    type_text(token.token.input, "EAAnew")
    await stage.main()
    assert not view.session.has_trouble("account")
    await stage.main()
    await stage.settled()
    assert isinstance(view.page, AccountPage) and view.main.text() == "Go on"


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
