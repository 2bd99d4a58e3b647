"""The business profile in Settings: shown, edited, with its limits; how WhatsApp looks at the number."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.errors import ComptoirError
from app.domain.rows import Changes
from tests.fake_salon import LINE
from tests.gui.rig import Rig, click, rig, type_text, until
from ui.settings.profile import ProfileCard, ProfilePage

__all__ = ["rig"]


def page(rig: Rig) -> ProfilePage:
    rig.panes.show_screen("settings")
    rig.panes.settings.show_page("profile")
    return rig.panes.settings.profile


def card(rig: Rig) -> ProfileCard:
    return page(rig).cards[LINE]


async def test_name_state_and_quality_are_said(rig: Rig) -> None:
    rig.desk.profile = replace(rig.desk.profile, status="connected")
    shown = card(rig)
    assert shown.title.text() == "Salon Rivage · +33 6 39 98 00 00"
    assert shown.facts.text == "The number may send, its messages are well received"
    assert shown.about.text() == "Coiffure"


async def test_a_change_is_saved(rig: Rig) -> None:
    shown = card(rig)
    shown.about.clear()
    type_text(shown.about, "Fermé le lundi")
    type_text(shown.sites[0], "https://rivage.example")
    shown.vertical.choose("BEAUTY")
    click(shown.save, shown.save.rect().center())
    await until(lambda: "see this now" in shown.notice.text)
    [(what, profile)] = rig.desk.asked
    assert (what, profile.about, profile.websites, profile.vertical) == (
        "profile",
        "Fermé le lundi",
        ("https://rivage.example",),
        "BEAUTY",
    )
    assert not shown.is_changed


async def test_what_whatsapp_would_refuse_is_said_at_its_field(rig: Rig) -> None:
    shown = card(rig)
    shown.about.clear()
    shown.description.set_text("x" * 513)
    shown.email.setText("nobody")
    shown.sites[1].setText("rivage.example")
    shown.try_save()
    assert all(shown.groups[key].error for key in ("about", "description", "email", "websites"))
    assert rig.desk.asked == []
    assert shown.about.maxLength() == 139


async def test_a_refusal_keeps_what_was_written(rig: Rig) -> None:
    shown = card(rig)
    shown.address.setText("1 rue Neuve")
    rig.desk.refuses = ComptoirError("channel_refused", reason="value_invalid", said="Invalid address.")
    shown.try_save()
    await until(lambda: "Invalid address." in shown.notice.text)
    assert shown.address.text() == "1 rue Neuve" and shown.save.isEnabled()


async def test_news_from_whatsapp_do_not_overwrite_what_is_being_written(rig: Rig) -> None:
    shown = card(rig)
    rig.desk.profile = replace(rig.desk.profile, about="Ouvert")
    rig.desk._tell(Changes(is_lines=True))
    await until(lambda: shown.about.text() == "Ouvert")
    type_text(shown.about, " le lundi")
    rig.desk.profile = replace(rig.desk.profile, about="Fermé")
    rig.desk._tell(Changes(is_lines=True))
    rig.desk._tell(Changes(is_templates=True))
    await until(lambda: shown.about.text() == "Ouvert le lundi")


async def test_a_rep_reads_it(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    me = rig.desk.me()
    monkeypatch.setattr(rig.desk, "me", lambda: replace(me, role="rep"))
    shown = card(rig)
    assert not shown.save.isVisible() and not shown.about.isEnabled() and shown.description.isReadOnly()


async def test_nothing_known_yet_says_so(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rig.desk, "line_profile", lambda _line_id: None)
    shown = page(rig)
    assert shown.nothing.isVisible() and not shown.cards
