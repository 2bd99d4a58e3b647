"""Templates, blocks and the business profile: what the hub keeps of them, and what it asks of the pretend WhatsApp."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from app.desk.hub_client import HubRefused
from app.desk.media_desk import Prepared
from app.domain.contacts import ContactBlocked, ContactUnblocked
from app.domain.errors import EnvironmentFailure
from app.domain.lines import LineProfile, LineProfileChanged
from app.domain.templates import TemplateHeader
from app.hub.account_sync import APART_S, BURST, EVERY_S
from storage.codec import to_json
from tests import sample_files as make
from tests.flow.account_world import HERE, NEW, WABA, Shop, shop
from tests.flow.desk_world import computer
from tests.flow.hub_world import ANA, HubWorld
from tests.unit.sandbox_rig import BUSINESS


async def test_what_the_account_has_is_known_at_the_start(tmp_path: Path) -> None:
    async with shop(tmp_path) as it:
        found = it.templates()
        assert len(found) == len(list(it.sandbox.world.account.templates)) > 10
        assert {one.status for one in found.values()} >= {"approved", "paused", "rejected"}
        assert all(one.account_id == WABA for one in found.values())
        assert it.profile().verified_name == BUSINESS.name
        assert it.profile().status == "connected"


async def test_looking_leaves_no_trace_in_the_log(tmp_path: Path) -> None:
    async with shop(tmp_path) as it:
        desk, looked = await it.world.join("rep"), len(it.managed())
        before = it.world.head
        assert await it.ask("templates/sync", desk, {}) == (200, {"count": len(it.templates())})
        await it.until(lambda: len(it.managed()) >= looked + 3, within_s=3 * EVERY_S, step_s=EVERY_S / 4)
        assert it.world.head == before
        await it.world.restart()
        await it.until(lambda: len(it.managed()) >= looked + 4)
        assert {event.kind for event in it.world.events()[before:]} == {"hub.stopped", "hub.started"}


async def test_an_account_without_templates_is_compared_once_in_the_log(tmp_path: Path) -> None:
    async with shop(tmp_path) as it:
        for template in list(it.sandbox.world.account.templates):
            it.sandbox.world.account.templates.remove(template, 0.0)
        desk = await it.world.join()
        await it.ask("templates/sync", desk, {})
        head = it.world.head
        await it.ask("templates/sync", desk, {})
        assert (it.templates(), it.world.head) == ({}, head)


async def test_a_submitted_template_is_reviewed_and_its_status_changes_at_once(tmp_path: Path) -> None:
    async with shop(tmp_path) as it:
        desk = await it.world.join("manager")
        status, told = await it.ask("templates", desk, NEW)
        assert (status, told["status"], it.status()) == (200, "pending", "pending")
        await it.until(lambda: it.status() == "approved", within_s=10)
        found = it.templates()[NEW.name, NEW.language]
        assert (found.body, found.samples, found.footer, found.buttons) == (
            NEW.body,
            NEW.samples,
            NEW.footer,
            NEW.buttons,
        )
        assert (found.header, found.is_sendable) == (NEW.header, True)
        [asked] = [event for event in it.world.events("template.changed") if event.actor.kind == "member"]
        assert asked.actor.member_id == desk.member_id


async def test_a_refused_one_says_the_channels_reason(tmp_path: Path) -> None:
    async with shop(tmp_path) as it:
        desk, draft = await it.world.join(), replace(NEW, name="shelf_reject_promotional")
        await it.ask("templates", desk, draft)
        await it.until(lambda: it.status(draft) == "rejected")
        assert it.templates()[draft.name, "fr"].rejected_reason == "promotional"


async def test_a_category_that_the_channel_changes_is_shown(tmp_path: Path) -> None:
    async with shop(tmp_path) as it:
        desk = await it.world.join()
        offer = replace(NEW, body="Bonjour {{1}}, profitez de notre offre {{2}} dès demain.")
        await it.ask("templates", desk, offer)
        await it.until(lambda: it.status() == "approved")
        assert it.templates()[NEW.name, "fr"].category == "marketing"


async def test_a_pause_and_a_quality_are_heard_of(tmp_path: Path) -> None:
    async with shop(tmp_path) as it:
        key = next(key for key, one in it.templates().items() if one.status == "approved")
        await it.control("templates", name=key[0], language=key[1], status="PAUSED")
        await it.until(lambda: it.templates()[key].status == "paused")
        assert not it.templates()[key].is_sendable
        await it.control("templates", name=key[0], language=key[1], quality="RED")
        await it.until(lambda: it.templates()[key].quality == "red")


async def test_many_notices_make_few_comparisons(tmp_path: Path) -> None:
    """The channel allows some hundred reads an hour."""
    async with shop(tmp_path) as it:
        keys = [key for key, one in it.templates().items() if one.status == "approved"]
        before = len(it.managed())
        for number in range(60):
            for name, language in keys[:4]:
                score = ("GREEN", "YELLOW", "RED")[number % 3]
                await it.control("templates", name=name, language=language, quality=score)
            await it.world.clock.advance(1.0)
        await it.until(lambda: all(it.templates()[key].quality == "red" for key in keys[:4]))
        assert len(it.managed()) - before <= BURST + 90 / APART_S


async def test_an_edit_keeps_name_and_language_and_is_reviewed_again(tmp_path: Path) -> None:
    async with shop(tmp_path) as it:
        desk = await it.world.join()
        await it.ask("templates", desk, NEW)
        assert (await it.ask("templates", desk, replace(NEW, external_id="1")))[1][
            "code"
        ] == "template_not_editable"
        await it.until(lambda: it.status() == "approved")
        words = "Bonjour {{1}}, la commande {{2}} est prête depuis hier."
        status, told = await it.ask("templates", desk, replace(NEW, body=words, external_id="any"))
        assert (status, told["status"], told["body"]) == (200, "pending", words)
        await it.until(lambda: it.status() == "approved")
        assert it.templates()[NEW.name, "fr"].body == words


async def test_a_deleted_one_is_gone_here_and_there(tmp_path: Path) -> None:
    async with shop(tmp_path) as it:
        desk = await it.world.join()
        await it.ask("templates", desk, NEW)
        name = {"name": NEW.name, "language": "fr"}
        assert (await it.ask("templates/delete", desk, name))[0] == 200
        assert it.status() is None
        assert it.sandbox.world.account.templates.get(NEW.name, "fr") is None
        assert (await it.ask("templates/delete", desk, name))[1]["code"] == "template_unknown"


async def test_one_deleted_elsewhere_goes_too(tmp_path: Path) -> None:
    async with shop(tmp_path) as it:
        desk, key = await it.world.join(), next(iter(it.templates()))
        gone = it.sandbox.world.account.templates.get(*key)
        assert gone is not None
        it.sandbox.world.account.templates.remove(gone, 0.0)
        await it.ask("templates/sync", desk, {})
        assert key not in it.templates()


async def test_what_the_channel_would_refuse_never_gets_there(tmp_path: Path) -> None:
    async with shop(tmp_path) as it:
        desk, before = await it.world.join(), len(it.managed())
        status, told = await it.ask("templates", desk, replace(NEW, name="Shelf ready"))
        assert (status, told["code"]) == (422, "template_name")
        assert len(it.managed()) == before


async def test_the_channels_own_words_come_back(tmp_path: Path) -> None:
    async with shop(tmp_path) as it:
        desk = await it.world.join()
        await it.ask("templates", desk, NEW)
        status, told = await it.ask("templates", desk, NEW)
        assert (status, told["code"]) == (409, "channel_refused")
        assert "already" in told["facts"]["said"]
        head = it.world.head
        await it.control("faults", fault="refuse_management")
        assert (await it.ask("templates/sync", desk, {}))[1]["facts"]["reason"] == "rate_limited"
        assert it.world.head == head


async def test_somebody_is_blocked_and_may_write_again(tmp_path: Path) -> None:
    async with shop(tmp_path) as it:
        desk = await it.world.join("rep")
        it.sandbox.world.wrote(it.sandbox.world.people["ana"], it.world.clock.now(), "text", {"body": "Hi"})
        await it.world.say(person=ANA)
        [received] = it.world.events("message.received")
        contact_id = received.body.contact_id  # type: ignore[union-attr]
        wish = {"contact_id": contact_id, "line_id": HERE, "is_blocked": True}
        assert await it.ask("block", desk, wish) == (200, {"is_blocked": True})
        assert it.sandbox.world.account.blocked
        await it.ask("block", desk, wish | {"is_blocked": False})
        assert not it.sandbox.world.account.blocked
        assert [event.body for event in it.world.events() if "blocked" in event.kind] == [
            ContactBlocked(contact_id, HERE, desk.member_id),  # type: ignore[arg-type]
            ContactUnblocked(contact_id, HERE, desk.member_id),  # type: ignore[arg-type]
        ]
        assert (await it.ask("block", desk, wish | {"contact_id": "p-nobody"}))[0] == 404


async def test_the_profile_is_changed_there_and_here(tmp_path: Path) -> None:
    async with shop(tmp_path) as it:
        desk = await it.world.join()
        wish = LineProfile(
            "Coiffure", "12 rue des Lilas", "Ouvert", "a@exemple.fr", ("https://a.fr",), "BEAUTY"
        )
        status, _told = await it.ask("profile", desk, {"line_id": HERE, "profile": wish})
        assert status == 200
        kept = it.profile()
        assert (kept.about, kept.websites, kept.status) == ("Coiffure", ("https://a.fr",), "connected")
        assert it.sandbox.world.account.profile["about"] == "Coiffure"
        [event] = [one for one in it.world.events("line.profile_changed") if one.actor.kind == "member"]
        assert event.body == LineProfileChanged(HERE, kept, WABA)
        head = it.world.head
        await it.ask("templates/sync", desk, {})
        assert it.world.head == head


LEADERS_ONLY = {
    "templates": NEW,
    "templates/delete": {"name": "x", "language": "fr"},
    "profile": {"line_id": HERE, "profile": LineProfile()},
}
EVERYBODY = {
    "templates/sync": {},
    "block": {"contact_id": "x", "line_id": HERE, "is_blocked": True},
}


@pytest.mark.parametrize("path", [*LEADERS_ONLY, *EVERYBODY])
async def test_who_may_ask_for_what(tmp_path: Path, path: str) -> None:
    async with shop(tmp_path) as it:
        body = (LEADERS_ONLY | EVERYBODY)[path]
        for role in ("owner", "manager", "rep"):
            status, told = await it.ask(path, await it.world.join(role, role), body)
            is_barred = role == "rep" and path in LEADERS_ONLY
            assert (status == 403, told.get("code") == "role_missing") == (is_barred, is_barred)
        assert (await it.ask(path, None, body))[0] == 401
        if body:
            assert (await it.ask(path, await it.world.join(), b"["))[0] == 422


async def test_a_hub_without_an_account_says_so(tmp_path: Path) -> None:
    async with HubWorld(tmp_path) as world:
        desk = await world.join()
        for path, body in (LEADERS_ONLY | EVERYBODY).items():
            answer = await world.call("POST", f"/api/v1/account/{path}", desk, to_json(body))
            assert json.loads(answer.body)["code"] in ("account_missing", "recipient_unknown"), path


async def test_a_desk_asks_and_hears_the_words_of_the_channel(tmp_path: Path) -> None:
    async with shop(tmp_path / "hub") as it, computer(it.world, tmp_path / "lea") as lea:
        await it.until(lambda: bool(lea.desk.templates(HERE)))
        profile = lea.desk.line_profile(HERE)
        assert profile is not None and profile.verified_name == BUSINESS.name
        assert lea.desk.templates_checked_at(HERE) is not None
        await lea.desk.submit_template(NEW)
        await it.until(
            lambda: any(one.name == NEW.name and one.is_sendable for one in lea.desk.templates(HERE))
        )
        assert any(changes.is_templates for changes in lea.seen)
        with pytest.raises(HubRefused, match="channel_refused"):
            await lea.desk.submit_template(NEW)
        await lea.desk.delete_template(NEW.name, "fr")
        await lea.desk.compare_templates()
        await it.until(lambda: all(one.name != NEW.name for one in lea.desk.templates(HERE)))
        await lea.desk.change_profile(HERE, replace(profile, about="Fermé lundi"))
        await it.until(lambda: (lea.desk.line_profile(HERE) or profile).about == "Fermé lundi")


async def test_without_the_hub_nothing_is_asked(tmp_path: Path) -> None:
    async with shop(tmp_path / "hub") as it, computer(it.world, tmp_path / "lea") as lea:
        lea.wire.is_cut = True
        with pytest.raises(EnvironmentFailure, match="hub_unreachable"):
            await lea.desk.compare_templates()


PNG = make.picture("PNG", (40, 30))


async def sample_at_hub(it: Shop, data: bytes) -> str:
    """The hub has a file."""
    return it.world.hub._running.files.store.put(data).sha256


async def test_the_sample_of_a_header_goes_to_the_channel_first(tmp_path: Path) -> None:
    async with shop(tmp_path) as it:
        desk, sha256 = await it.world.join(), await sample_at_hub(it, PNG)
        draft = replace(NEW, header=TemplateHeader("image"), header_sha256=sha256)
        status, told = await it.ask("templates", desk, draft)
        assert (status, told["status"]) == (200, "pending")
        assert set(it.sandbox.world.account.handles.values()) >= {"image/png"}
        await it.until(lambda: it.status() == "approved")
        found = it.templates()[NEW.name, "fr"].header
        assert found is not None and found.format == "image"


async def test_a_sample_that_is_not_there_or_of_another_kind_is_refused(tmp_path: Path) -> None:
    async with shop(tmp_path) as it:
        desk, draft = await it.world.join(), replace(NEW, header=TemplateHeader("document"))
        status, told = await it.ask("templates", desk, replace(draft, header_sha256="ab" * 32))
        assert (status, told["code"]) == (404, "file_not_at_hub")
        text = await sample_at_hub(it, b"just words")
        status, told = await it.ask("templates", desk, replace(draft, header_sha256=text))
        assert (status, told["code"]) == (422, "template_sample_type")
        assert it.status() is None


async def test_a_desk_brings_the_sample_to_the_hub(tmp_path: Path) -> None:
    async with shop(tmp_path / "hub") as it, computer(it.world, tmp_path / "lea") as lea:
        await it.until(lambda: bool(lea.desk.templates(HERE)))
        prepared = await lea.desk.prepare_file(PNG, name="x.png", kind="image")
        assert isinstance(prepared, Prepared)
        draft = replace(NEW, header=TemplateHeader("image"), header_sha256=prepared.media.sha256)
        await lea.desk.submit_template(draft)
        await it.until(lambda: it.status() == "approved")


async def test_a_channel_that_is_not_up_yet_is_asked_again_soon(tmp_path: Path) -> None:
    """In practice the hub is there before its WhatsApp."""
    async with shop(tmp_path, is_up=False) as it:
        await it.world.clock.advance(0)
        assert it.templates() == {}
        it.is_up.set()
        await it.until(lambda: bool(it.templates()), within_s=12)
