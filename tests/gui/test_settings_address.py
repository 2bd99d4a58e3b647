"""The page about the public address: what it says in each state, and what its buttons ask for."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from app.domain.errors import ComptoirError, EnvironmentFailure
from app.domain.outside import OutsideState, ReachLoss
from app.domain.public_address import PublicAddress, TunnelFound, TunnelHeard
from app.domain.rows import Changes
from app.words import set_language
from tests.gui.rig import Rig, click, rig, type_text, until
from ui.settings.address.page import AddressPart
from ui.settings.line_troubles import line_troubles
from ui.settings.pages import page_options
from ui.widgets.button import Button
from ui.widgets.labels import Label, Paragraph

__all__ = ["rig"]
URL = "https://first-one.trycloudflare.com"


def part_of(rig: Rig, way: PublicAddress | None = None) -> AddressPart:
    """The page, as the wizard and the settings show it."""
    rig.desk.way = way or PublicAddress(
        found=(TunnelFound("cloudflared", "/x/cloudflared"),), outside=OutsideState(public_port=20_321)
    )
    part = AddressPart(rig.kit, rig.desk)
    part.resize(720, 1400)
    part.setParent(rig.window)
    part.show()
    part.raise_()
    return part


def running(rig: Rig, **outside: object) -> PublicAddress:
    """A tunnel that runs since three minutes."""
    now = rig.clock.now()
    known = OutsideState(URL, 20_321, now - timedelta(minutes=1))
    return PublicAddress(
        (TunnelFound("cloudflared", "/x/cloudflared"),),
        "cloudflared",
        tunnel=TunnelHeard("running", URL),
        since_at=now - timedelta(minutes=3),
        outside=replace(known, **outside),  # type: ignore[arg-type]
        telling="told",
    )


def told(rig: Rig, way: PublicAddress) -> None:
    """It stands like this now."""
    rig.desk.way = way
    rig.kit.bridge.changed.emit(Changes(is_connection=True))


async def test_only_what_is_installed_can_be_started_and_one_click_does_it(rig: Rig) -> None:
    part = part_of(rig)
    await until(lambda: "look" in rig.desk.address_asked)
    assert [line.kind for line in part.tunnels.lines if line.start.isVisible()] == ["cloudflared"]
    sites = [line.site.text() for line in part.tunnels.lines if line.site.isVisible()]
    assert sites == ["Open ngrok.com", "Open tailscale.com", "Open docs.zrok.io"]
    start = part.tunnels.lines[0].start
    assert start.accessibleName() == "Start Cloudflare"
    click(start, start.rect().center())
    await until(lambda: "starting" in part.state.state.text)
    assert rig.desk.address_asked[-1] == "open cloudflared"
    assert part.tunnels.lines[0].here.text() == "Chosen" and not start.isVisible()


async def test_the_address_is_shown_copied_and_told_to_whoever_embeds_the_page(rig: Rig) -> None:
    part = part_of(rig)
    known: list[str] = []
    part.address_known.connect(known.append)
    told(rig, running(rig))
    assert known == [URL] and part.state.address.text == URL
    assert "Reached from outside, last 1 min ago" in part.state.state.text
    assert part.state.told.text == "Meta knows this address."
    click(part.state.copy, part.state.copy.rect().center())
    assert QGuiApplication.clipboard().text() == URL
    part.state.end.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(part.state.end, Qt.Key.Key_Space)
    await until(lambda: "close" in rig.desk.address_asked)
    assert known[-1] == "" and "No public address yet" in part.state.state.text


async def test_since_when_nobody_gets_through_is_said_with_what_to_do(rig: Rig) -> None:
    loss = ReachLoss(rig.clock.now() - timedelta(minutes=40), "reach_gateway")
    part = part_of(rig, running(rig, loss=loss))
    assert part.state.state.text == "Nobody gets through from outside."
    assert "since 10:02" in part.state.trouble.text and "Start it again" in part.state.trouble.text


@pytest.mark.parametrize(
    ("heard", "says"),
    [
        (TunnelHeard("waiting", code="tunnel_signed_out", reason="ERR_NGROK_4018"), "not signed in"),
        (
            TunnelHeard("starting", code="tunnel_page", page="https://login.tailscale.com/f/x"),
            "login.tailscale.com/f/x",
        ),
        (TunnelHeard("waiting", code="tunnel_ended", reason="bye"), "It said: bye"),
    ],
)
async def test_why_a_tunnel_does_not_run_is_said(rig: Rig, heard: TunnelHeard, says: str) -> None:
    part = part_of(rig, PublicAddress(kind="ngrok", tunnel=heard))
    assert says in part.state.trouble.text and part.state.end.isVisible()


async def test_an_address_of_ones_own_is_typed_checked_and_refused_in_words(rig: Rig) -> None:
    part = part_of(rig)
    assert "http://127.0.0.1:20321" in part.own.help.text
    rig.desk.address_refuses = ComptoirError("address_not_public")
    type_text(part.own.field.input, "http://salon.example.org")
    QTest.keyClick(part.own.field.input, Qt.Key.Key_Return)
    await until(lambda: "use http://salon.example.org" in rig.desk.address_asked)
    await until(lambda: any("begins with https" in one.text for one in part.own.findChildren(Paragraph)))
    rig.desk.address_refuses = None
    part.own.field.input.clear()
    type_text(part.own.field.input, "https://salon.example.org")
    click(part.own.use, part.own.use.rect().center())
    await until(lambda: part.state.address.text == "https://salon.example.org")


async def test_a_hub_that_does_not_answer_is_said(rig: Rig) -> None:
    rig.desk.address_refuses = EnvironmentFailure("hub_unreachable")
    part = part_of(rig)
    await until(lambda: part.tunnels.notice.isVisible())


async def test_every_word_is_french_in_french_and_the_trial_is_named(rig: Rig) -> None:
    english = _words(part_of(rig, running(rig)))
    set_language("fr")
    part = part_of(rig, running(rig))
    french = _words(part)
    names = {"Cloudflare", "ngrok", "Tailscale", "zrok", URL}
    assert len(french) == len(english) and not (set(english) & set(french)) - names
    assert any("Essai" in chip for chip in _chips(part))


async def test_the_whole_team_hears_of_a_loss_in_the_bar_and_the_health(rig: Rig) -> None:
    loss = ReachLoss(rig.clock.now() - timedelta(minutes=40), "reach_no_name")
    rig.desk.state = replace(rig.desk.state, is_hub_reachable=True, reach=loss)
    rig.kit.bridge.changed.emit(Changes(is_connection=True))
    assert "Meta cannot reach you since 10:02" in rig.panes.status.accessibleName()
    [(sentence, is_bad)] = line_troubles(rig.kit)
    assert is_bad and sentence.startswith("Meta cannot reach this business since 10:02")


def test_the_page_is_for_the_owner_of_a_hub_of_one_computer() -> None:
    def has(role: str, *, here: bool) -> bool:
        return "address" in [one.id for one in page_options(role, has_address=here)]

    assert has("owner", here=True)
    assert not has("owner", here=False) and not has("manager", here=True) and not has("rep", here=True)


async def test_the_settings_show_it(rig: Rig) -> None:
    rig.panes.show_screen("settings")
    rig.panes.settings.show_page("address")
    assert rig.panes.settings.address.part.isVisible()


def _words(part: AddressPart) -> list[str]:
    """Everything that it says now."""
    lines = [one.text for one in part.findChildren(Paragraph) if one.isVisibleTo(part)]
    labels = [one.text() for one in part.findChildren(Label) if one.isVisibleTo(part)]
    buttons = [one.text() for one in part.findChildren(Button) if one.isVisibleTo(part)]
    return [words for words in (*lines, *labels, *buttons) if words]


def _chips(part: AddressPart) -> list[str]:
    from ui.widgets.small_parts import ChipView

    return [one.accessibleName() for one in part.findChildren(ChipView)]
