"""The page about the connection: what is wrong first, said in words, each with the button that mends it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from app.domain.errors import ComptoirError
from app.domain.findings import Finding, State
from app.domain.rows import LineTrouble
from app.domain.setup import Credentials, SetupReport
from app.words import set_language
from tests.fake_salon import LINE
from tests.gui.hands import ALT
from tests.gui.rig import Rig, click, press, rig, until
from ui.settings.connection.diagnostics import DiagnosticsDialog
from ui.settings.connection.page import ConnectionPage
from ui.setup.privacy import PrivacyDialog, PrivacyTable

__all__ = ["rig"]
FOUND = [
    Finding("versions", "good", "here_version", {"version": "0.1.0"}),
    Finding("disk", "warning", "here_disk_low", {"n": "900"}),
    Finding("unsent", "bad", "here_outbox_waits", {"n": "2"}, "unsent"),
    Finding("clock", "unknown", "here_clock_unknown"),
    Finding("copies", "notice", "here_key_practice", {}, "safety"),
    Finding("templates", "bad", "of_a_newer_hub", {}, "templates", about="rappel_rdv"),
]


async def page(rig: Rig, found: list[Finding] = FOUND) -> ConnectionPage:
    rig.desk.connection_findings = list(found)
    rig.panes.show_settings_page("connection")
    shown = rig.panes.settings.connection
    await until(lambda: len(shown.rows) == len(found) or bool(found) is False)
    return shown


async def test_what_is_wrong_stands_first_and_each_state_is_a_word(rig: Rig) -> None:
    shown = await page(rig)
    assert [row.finding.state for row in shown.rows] == ["bad", "bad", "warning", "unknown", "notice", "good"]
    assert [row.finding.check for row in shown.rows][:2] == ["templates", "unsent"]
    assert shown.summary.text == "2 things are wrong"
    said = [row.accessibleName() for row in shown.rows]
    assert "Wrong" in said[1] and "2 things that were done on this computer" in said[1] and "Today" in said[1]
    assert "rappel_rdv" in said[0] and "of_a_newer_hub" in said[0]
    assert "Needs a look" in said[2] and "900 MB" in said[2] and "Remove or move files" in said[2]
    assert shown.moment.text == "Looked at: 10:42"


async def test_it_is_looked_at_again_and_the_moment_moves(rig: Rig) -> None:
    shown = await page(rig)
    rig.clock.set_wall(rig.clock.now() + timedelta(minutes=5))
    rig.desk.connection_findings = [Finding("desks", "good", "here_hub_reached")]
    shown.again.setFocus()
    press(shown.again, Qt.Key.Key_Space)
    assert not shown.again.isEnabled() and shown.moment.text.startswith("Looking")
    await until(shown.again.isEnabled)
    assert shown.summary.text == "All is well" and shown.moment.text == "Looked at: 10:47"
    assert [row.finding.code for row in shown.rows] == ["here_hub_reached"]
    assert shown.again.hasFocus()  # and not whatever stands beside it


async def test_whoever_may_not_ask_reads_why_and_what_was_found_stays(rig: Rig) -> None:
    shown = await page(rig)
    rig.desk.examine_refuses = ComptoirError("role_missing")
    shown.look()
    await until(lambda: not shown.moment.text.startswith(("Looking", "Looked")))
    assert len(shown.rows) == len(FOUND)


@pytest.mark.parametrize(
    ("act", "leads_to"), [("templates", "templates"), ("safety", "safety"), ("devices", "team")]
)
async def test_the_button_of_a_finding_leads_where_it_is_mended(rig: Rig, act: str, leads_to: str) -> None:
    shown = await page(rig, [Finding("desks", "warning", "here_hub_away", {}, act)])  # type: ignore[arg-type]
    button = shown.rows[0].button
    assert button is not None
    button.setFocus()
    press(button, Qt.Key.Key_Return)
    assert rig.panes.settings.tabs.chosen_id == leads_to


async def test_what_did_not_go_out_is_shown_on_today(rig: Rig) -> None:
    shown = await page(rig, [Finding("unsent", "bad", "here_outbox_waits", {"n": "1"}, "unsent")])
    button = shown.rows[0].button
    assert button is not None
    click(button, button.rect().center())
    assert rig.panes.screen_id == "today"
    index = rig.panes.screens.today.list.currentIndex()
    assert rig.panes.screens.today.model.lines[index.row()].section == "troubled"


async def test_what_leads_nowhere_has_no_button_until_somebody_listens(rig: Rig) -> None:
    found = [
        Finding("token", "bad", "here_stopped", {}, "connect"),
        Finding("mail", "bad", "x", {}, "subscribe"),
    ]
    shown = await page(rig, found)
    assert [row.button for row in shown.rows] == [None, None]
    asked: list[bool] = []
    rig.desk.can_set_up = True
    rig.panes.settings.setup_asked.connect(lambda: asked.append(True))
    shown.look()
    await until(lambda: shown.rows[0].button is not None)
    button = shown.rows[0].button
    assert button is not None
    button.click()
    assert asked == [True]


async def test_a_rep_has_no_such_page_and_no_way_to_it(rig: Rig) -> None:
    rig.desk.rows = [replace(row, role="rep") for row in rig.desk.rows]
    rig.panes.show_screen("settings")
    settings = rig.panes.settings
    assert "connection" not in settings.tabs.shown_ids
    assert not settings.health.connection.isVisibleTo(settings.health)


async def test_a_leader_goes_there_from_the_health_of_the_connection(rig: Rig) -> None:
    rig.panes.show_health()
    settings = rig.panes.settings
    click(settings.health.connection, settings.health.connection.rect().center())
    assert settings.tabs.chosen_id == "connection"
    await until(lambda: rig.desk.examined == 1)


async def test_the_owner_lets_the_hub_write_a_trial_e_mail(rig: Rig) -> None:
    ready = Finding("mail", "good", "mail_ready", {"n": "1"}, "mail")
    shown = await page(rig, [ready])
    assert shown.mail.isVisibleTo(shown)
    shown.mail.setFocus()
    press(shown.mail, Qt.Key.Key_Return)
    await until(lambda: shown.moment.text == "The trial e-mail is on its way. Look into your mailbox.")
    assert rig.desk.trial_mails == 1 and shown.mail.isEnabled()
    rig.desk.examine_refuses = ComptoirError("mail_server_silent", host="mail.example")
    shown.mail.click()
    await until(lambda: "mail.example does not answer" in shown.moment.text)
    assert shown.mail.isEnabled() and rig.desk.trial_mails == 1


@pytest.mark.parametrize(("role", "code"), [("owner", "mail_not_set"), ("manager", "mail_ready")])
async def test_there_is_no_trial_e_mail_without_a_mail_server_nor_for_a_manager(
    rig: Rig, role: str, code: str
) -> None:
    rig.desk.rows = [replace(row, role=role) for row in rig.desk.rows]  # type: ignore[arg-type]
    state: State = "notice" if code == "mail_not_set" else "good"
    shown = await page(rig, [Finding("mail", state, code, {"n": "1"})])
    assert not shown.mail.isVisibleTo(shown)


MISSING = Finding("subscription", "bad", "subscription_missing", {}, "subscribe")


async def subscribing(rig: Rig) -> ConnectionPage:
    """The button of "Meta gives your messages to no app", pressed."""
    rig.desk.can_set_up, rig.desk.setup = True, replace(rig.desk.setup, is_connected=True)
    shown = await page(rig, [MISSING])
    button = shown.rows[0].button
    assert button is not None and button.text() == "Ask Meta for the messages again"
    rig.desk.connection_findings = [
        Finding("subscription", "good", "subscription_good", {"address": "x.example"})
    ]
    button.setFocus()
    press(button, Qt.Key.Key_Space)
    return shown


async def test_meta_is_asked_for_the_messages_again_and_then_looked_at(rig: Rig) -> None:
    shown = await subscribing(rig)
    await until(lambda: [row.finding.state for row in shown.rows] == ["good"])
    assert [(step, typed) for step, typed, _how in rig.desk.setup_asked] == [("webhook", Credentials())]
    assert shown.summary.text == "All is well" and shown.again.hasFocus()


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (ComptoirError("channel_unreachable"), "WhatsApp does not answer"),
        (
            SetupReport("webhook", (Finding("subscription", "bad", "subscription_account_refused"),)),
            "Meta does not give your account’s messages to your app: no reason was given.",
        ),
    ],
)
async def test_what_meta_answers_instead_is_said_and_the_finding_stays(
    rig: Rig, answer: SetupReport | ComptoirError, said: str
) -> None:
    rig.desk.meta["webhook"] = [answer]
    shown = await subscribing(rig)
    await until(lambda: said in shown.moment.text)
    assert [row.finding for row in shown.rows] == [MISSING] and rig.desk.examined == 1


# -- the alarm on every desk


async def test_a_divergence_is_red_at_the_foot_and_at_the_top_of_today_with_the_way_to_it(rig: Rig) -> None:
    press(rig.window, Qt.Key.Key_1, ALT)
    today = rig.panes.screens.today
    assert today.alarm.isHidden()
    trouble = LineTrouble(None, "diverged", rig.clock.now() - timedelta(hours=1))
    rig.desk.set_connection(replace(rig.desk.state, troubles=(trouble,)))
    await until(lambda: today.alarm.isVisible())
    assert "do not agree" in today.alarm.sentences[0] and today.alarm.sentences[0].endswith("Since 9:42.")
    await until(lambda: rig.panes.status._dot == "danger")
    assert rig.panes.status._facts[0].startswith("Not everything that came in is shown")
    today.alarm.way.setFocus()
    press(today.alarm.way, Qt.Key.Key_Space)
    assert rig.panes.settings.tabs.chosen_id == "connection"
    rig.panes.show_screen("today")
    rig.desk.set_connection(replace(rig.desk.state, troubles=()))
    await until(today.alarm.isHidden)


async def test_a_rep_sees_the_alarm_and_no_button(rig: Rig) -> None:
    rig.desk.rows = [replace(row, role="rep") for row in rig.desk.rows]
    press(rig.window, Qt.Key.Key_1, ALT)
    today = rig.panes.screens.today
    troubles = tuple(
        LineTrouble(line, code, rig.clock.now())
        for line, code in ((None, "diverged"), (LINE, "token_invalid"))
    )
    rig.desk.set_connection(replace(rig.desk.state, troubles=troubles))
    await until(lambda: today.alarm.isVisible())
    assert len(today.alarm.sentences) == 2 and not today.alarm.way.isVisible()
    await until(lambda: rig.panes.status._facts[0].startswith("WhatsApp takes no messages"))


# -- what is handed on, and what is encrypted


async def test_diagnostics_are_shown_whole_and_then_copied(rig: Rig) -> None:
    shown = await page(rig)
    shown.copy.click()
    dialog = next(one for one in rig.window.findChildren(DiagnosticsDialog) if one.isVisible())
    text = dialog.shown.toPlainText()
    assert "bad unsent here_outbox_waits n=2" in text and "rappel_rdv" not in text and "qt: " in text
    assert QGuiApplication.clipboard().text() != text
    press(dialog.copy, Qt.Key.Key_Return)
    assert QGuiApplication.clipboard().text() == text and dialog.said.text == "Copied."
    press(dialog, Qt.Key.Key_Escape)
    await until(lambda: not rig.window.findChildren(DiagnosticsDialog))


async def test_what_is_encrypted_where_is_a_page_away(rig: Rig) -> None:
    shown = await page(rig)
    shown.privacy.click()
    dialog = next(one for one in rig.window.findChildren(PrivacyDialog) if one.isVisible())
    said = {line.where.place: line.where for line in dialog.table.lines}
    assert said["Meta (WhatsApp)"].verdict == "readable" and "Meta can read" in said["Meta (WhatsApp)"].words
    assert said["The hub"].verdict == "partly" and said["The makers of Comptoir"].verdict == "nothing"
    press(dialog, Qt.Key.Key_Escape)
    await until(lambda: not rig.window.findChildren(PrivacyDialog))


@pytest.mark.parametrize("language", ["en", "fr"])
async def test_no_word_of_the_pages_is_wider_than_a_narrow_window(rig: Rig, language: str) -> None:
    set_language(language)
    rig.kit.theme.set_scale(1.3)
    table = PrivacyTable(rig.kit.theme)
    connection = ConnectionPage(rig.kit, lambda _act: True)
    rig.desk.connection_findings = list(FOUND)
    connection.show_examination(await rig.desk.examine())
    for whole, inside in ((table, table), (connection, connection._ground)):
        whole.resize(560, 700)
        whole.show()
        assert inside.minimumSizeHint().width() <= 560
        whole.close()
        whole.deleteLater()
