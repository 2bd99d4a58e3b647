"""The address, what Meta brings there, the trial and the end."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from app.domain.errors import EnvironmentFailure
from app.domain.findings import Finding
from app.domain.public_address import PublicAddress, TunnelFound, TunnelHeard
from app.domain.rows import Changes
from app.domain.setup import (
    SetupReport,
)
from tests.gui.rig import press, type_text, until
from tests.gui.setup_rig import PASSED, PHONE, READY, Stage, found, said, stage, theme
from ui.setup.address import AddressPage, DeliveryPage
from ui.setup.chat_link import chat_link, code_of
from ui.setup.done import DonePage
from ui.setup.found_address import FoundAddress, address_part
from ui.setup.parts import CopyRow
from ui.setup.trial import TrialPage

__all__ = ["stage", "theme"]


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


async def test_a_tunnels_address_is_checked_by_the_step_and_what_is_wrong_with_it_stands_above(
    stage: Stage,
) -> None:
    """Enter in the line is the step's own check too: there is one way to check an address, not two."""
    url = "https://first-one.trycloudflare.com"
    stage.desk.way = PublicAddress((TunnelFound("cloudflared", "/x/cloudflared"),), "cloudflared")
    stage.desk.can_hold_address, stage.make_address = True, address_part
    view = stage.at("address")
    address = view.page
    assert isinstance(address, AddressPage) and isinstance(address.part, FoundAddress)
    await stage.settled()
    own = address.part.ways.own
    assert not own.use.isVisible() and view.first_control is view.main
    await stage.main()
    assert address.part.field.error and view.focusWidget() is address.part.field.input
    stage.desk.way = replace(stage.desk.way, tunnel=TunnelHeard("running", url))
    stage.desk.meta["address"] = [
        found("address", "address_unknown"),
        found("address", "address_good", "good"),
    ]
    await stage.main()
    assert stage.desk.setup_asked[-1][1].public_url == url
    assert said("address_unknown") in address.findings.words and not address.part.field.error
    type_text(address.part.field.input, "https://salon.example")
    press(address.part.field.input, Qt.Key.Key_Return)
    await stage.settled()
    assert stage.desk.setup_asked[-1][1].public_url == "https://salon.example"
    assert view.main.text() == "Go on"


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
    over: list[bool] = []
    view.finished.connect(lambda: over.append(True))
    await stage.main()
    assert over == [True]


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
