"""A desk is searched: what just came, what changed, what is gone; after damage, a new view, and from a terminal."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from app.desk.live_search import TIDY_AFTER_S
from app.desk.locking import SHUT_OUT
from app.desk.session import PRACTICE_KEY
from app.domain.arrivals import MessageReceived
from app.domain.events import Event
from app.domain.search_query import Filter
from app.domain.search_rows import SearchPage
from app.terminal import search_command
from storage.engine import connect
from tests.flow.desk_world import Computer, computer, reach
from tests.flow.fake_graph import FakeGraph
from tests.flow.hub_world import ANA, BO, HubWorld, text_item, webhook


@pytest.fixture
def graph() -> FakeGraph:
    return FakeGraph()


@pytest.fixture
async def world(tmp_path: Path, graph: FakeGraph) -> AsyncIterator[HubWorld]:
    async with HubWorld(tmp_path / "hub", client=graph) as world:
        graph.clock = world.clock
        yield world


@pytest.fixture
async def lea(world: HubWorld, tmp_path: Path) -> AsyncIterator[Computer]:
    async with computer(world, tmp_path / "Léa") as lea:
        yield lea


async def indexed(world: HubWorld, lea: Computer) -> None:
    """Everything that the hub has is shown and can be searched."""
    await reach(world.clock, lambda: lea.desk.position == world.head)
    await lea.desk.index_all()
    await reach(world.clock, lambda: lea.desk.search_state().is_whole)


def _sent(event: Event) -> MessageReceived:
    assert isinstance(event.body, MessageReceived)
    return event.body


async def page(lea: Computer, text: str, **more: object) -> SearchPage:
    found = await lea.desk.search(lea.desk.read_query(text), **more)  # type: ignore[arg-type]
    assert found is not None
    return found


async def texts(lea: Computer, text: str, **more: object) -> list[str]:
    return [hit.text for hit in (await page(lea, text, **more)).hits]


async def test_what_just_came_is_found_without_accents_the_newest_first(
    world: HubWorld, lea: Computer
) -> None:
    await world.say("Un rendez-vous à Genève l’été prochain ?")
    await world.say("Genève, c’est noté", BO)
    await reach(world.clock, lambda: lea.desk.search_state().is_whole)
    await indexed(world, lea)
    found = await page(lea, "geneve")
    assert [hit.text for hit in found.hits] == [
        "Genève, c’est noté",
        "Un rendez-vous à Genève l’été prochain ?",
    ]
    assert [hit.text[a:b] for hit in found.hits for a, b in hit.marks] == ["Genève", "Genève"]
    assert await texts(lea, "rendez") == await texts(lea, '"rendez vous"') == await texts(lea, "été gen")
    await world.say("Encore Genève")
    await reach(world.clock, lambda: lea.desk.position == world.head)
    await indexed(world, lea)
    assert len(await texts(lea, "GENÈVE")) == 3


async def test_filters_by_person_writer_and_conversation(world: HubWorld, lea: Computer) -> None:
    ana = await world.conversation()
    await world.say("Le prix pour deux ?", BO, name="Béatrice")
    await indexed(world, lea)
    await lea.desk.send_text(ana, "Le prix est de 40 €")
    await reach(world.clock, lambda: not lea.desk.is_waiting_for_hub)
    await indexed(world, lea)
    assert await texts(lea, "prix de:moi") == ["Le prix est de 40 €"]
    assert await texts(lea, "prix from:them") == ["Le prix pour deux ?"]
    assert await texts(lea, "prix from:léa") == ["Le prix est de 40 €"]
    assert await texts(lea, "prix avec:beat") == await texts(lea, "de:béatrice") == ["Le prix pour deux ?"]
    assert await texts(lea, "prix with:4477") == ["Le prix est de 40 €"]
    assert await texts(lea, "prix", conversation_id=ana) == ["Le prix est de 40 €"]
    assert await texts(lea, "prix le:hier") == []
    assert len(await texts(lea, "prix on:today")) == 2
    nobody = await page(lea, "prix avec:zébulon tag:rien")
    assert nobody.hits == () and [one.kind for one in nobody.nobody] == ["in", "tag"]
    assert isinstance(nobody.nobody[0], Filter)


async def test_a_tag_narrows_and_notes_are_told_apart(world: HubWorld, lea: Computer) -> None:
    ana = await world.conversation()
    await world.say("bonjour", BO)
    await indexed(world, lea)
    await lea.desk.tag(ana, "Fidélité")
    await lea.desk.add_note(ana, "Elle préfère le matin, bonjour à elle")
    await reach(world.clock, lambda: not lea.desk.is_waiting_for_hub)
    await indexed(world, lea)
    assert await texts(lea, "étiquette:fidelite matin") == ["Elle préfère le matin, bonjour à elle"]
    assert await texts(lea, "bonjour is:note") == ["Elle préfère le matin, bonjour à elle"]
    assert await texts(lea, "bonjour", has=("note",)) == ["Elle préfère le matin, bonjour à elle"]
    assert len(await texts(lea, "bonjour")) == 2


async def test_a_changed_message_is_found_by_its_new_words_and_a_deleted_one_by_none(
    world: HubWorld, lea: Computer
) -> None:
    first = await world.say("Mardi à dix heures", wamid="wamid.one")
    await indexed(world, lea)
    assert await texts(lea, "mardi") == ["Mardi à dix heures"]
    sent_at = world.clock.now()
    for kind, changed in (
        (
            "edit",
            {
                "original_message_id": _sent(first).external_id,
                "message": {"type": "text", "text": {"body": "Jeudi"}},
            },
        ),
        ("revoke", {"original_message_id": _sent(first).external_id}),
    ):
        item = text_item("", sent_at=sent_at) | {"type": kind, kind: changed}
        del item["text"]
        assert await world.post(webhook({"messages": [item]})) == 200
        await world.settled()
        await indexed(world, lea)
        assert await texts(lea, "mardi") == []
        assert await texts(lea, "jeudi") == (["Jeudi"] if kind == "edit" else [])


async def test_pages_go_on_where_the_last_one_ended(world: HubWorld, lea: Computer) -> None:
    for number in range(7):
        await world.say(f"bonjour {number}")
    await indexed(world, lea)
    first = await page(lea, "bonjour", limit=3)
    second = await page(lea, "bonjour", limit=3, before=first.next_place)
    third = await page(lea, "bonjour", limit=3, before=second.next_place)
    assert [hit.text for one in (first, second, third) for hit in one.hits] == [
        f"bonjour {number}" for number in range(6, -1, -1)
    ]
    assert third.next_place is None


async def test_what_nobody_waits_for_any_more_is_not_looked_for(world: HubWorld, lea: Computer) -> None:
    await world.say("bonjour")
    await indexed(world, lea)
    assert await lea.desk.search(lea.desk.read_query("bonjour"), is_wanted=lambda: False) is None


async def test_a_new_view_is_searched_too(world: HubWorld, lea: Computer) -> None:
    await world.say("bonjour")
    await indexed(world, lea)
    await lea.stop()
    lea.profile.view_path.unlink()
    await lea.start()
    await indexed(world, lea)
    assert await texts(lea, "bonjour") == ["bonjour"]


async def test_a_damaged_index_is_made_again_by_itself(
    world: HubWorld, lea: Computer, expect_log: Callable[[str], None]
) -> None:
    expect_log("search index thrown away")
    await world.say("bonjour")
    await indexed(world, lea)
    await lea.stop()
    path = lea.profile.folder / "search.db"
    data = bytearray(path.read_bytes())
    data[100:] = b"x" * (len(data) - 100)
    path.write_bytes(bytes(data))
    await lea.start()
    await indexed(world, lea)
    assert await texts(lea, "bonjour") == ["bonjour"]


async def test_an_index_cut_off_goes_on_where_it_was(
    world: HubWorld, lea: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.desk import search_file

    for number in range(12):
        await world.say(f"bonjour {number}")
    await reach(world.clock, lambda: lea.desk.position == world.head)
    await lea.stop()
    monkeypatch.setattr(search_file, "STEP", 5)
    (lea.profile.folder / "search.db").unlink(missing_ok=True)
    desk = await lea.open()
    while not await texts(lea, "bonjour"):
        assert await desk._opened_search().step()
    assert not desk.search_state().is_whole  # the first of the steps, and no more
    assert len(await texts(lea, "bonjour")) == 5
    await lea.stop()
    desk = await lea.open()
    steps = 0
    while await desk._opened_search().step():
        steps += 1
    assert steps <= 2
    assert len(await texts(lea, "bonjour")) == 12


class _Killed(BaseException):
    """The process ends here."""


async def test_what_was_indexed_but_not_noted_so_is_indexed_again(world: HubWorld, lea: Computer) -> None:
    await world.say("bonjour")
    await indexed(world, lea)
    await lea.stop()

    def crash(point: str) -> None:
        if point == "search_indexed":
            raise _Killed

    desk = await lea.open()
    await desk.index_all()
    lea.seams = replace(lea.seams, crash=crash)
    await lea.stop()
    desk = await lea.open()
    await desk.connect()
    await world.say("bonsoir")
    await desk.sync()
    with pytest.raises(_Killed):
        await desk.index_all()
    lea.seams = replace(lea.seams, crash=lambda point: None)
    await lea.stop()
    await lea.start()
    await indexed(world, lea)
    assert await texts(lea, "bon") == ["bonsoir", "bonjour"]


async def test_a_locked_desk_finds_nothing(world: HubWorld, lea: Computer) -> None:
    await world.say("bonjour")
    await indexed(world, lea)
    lea.desk._lock = SHUT_OUT
    assert (await page(lea, "bonjour")).hits == ()
    assert lea.desk.search_state().percent is None
    lea.desk._lock = None


async def test_the_file_is_tidied_once_nothing_happens(world: HubWorld, lea: Computer) -> None:
    first = await world.say("Mon secret est xylophone", wamid="wamid.one")
    await indexed(world, lea)
    item = text_item("", sent_at=world.clock.now())
    item |= {"type": "revoke", "revoke": {"original_message_id": _sent(first).external_id}}
    del item["text"]
    await world.post(webhook({"messages": [item]}))
    await world.settled()
    await indexed(world, lea)
    await reach(world.clock, lambda: not _is_untidy(lea), within_s=TIDY_AFTER_S * 3, step_s=5)
    assert await texts(lea, "xylo") == []


def _is_untidy(lea: Computer) -> bool:
    with closing(connect(lea.profile.folder / "search.db", PRACTICE_KEY, is_read_only=True)) as conn:
        return bool(conn.execute("SELECT value FROM search_meta WHERE name = 'untidy'").fetchone()[0])


async def test_an_erasure_empties_the_index_before_it_is_confirmed(world: HubWorld, lea: Computer) -> None:
    first = await world.say("Mon secret est xylophone", wamid="wamid.one")
    await indexed(world, lea)
    item = text_item("", sent_at=world.clock.now())
    item |= {"type": "revoke", "revoke": {"original_message_id": _sent(first).external_id}}
    del item["text"]
    await world.post(webhook({"messages": [item]}))
    await world.settled()
    await reach(world.clock, lambda: lea.desk.position == world.head)
    assert await lea.desk.scrub_search()
    assert not _is_untidy(lea)
    assert await texts(lea, "xylo") == []


async def test_a_terminal_finds_it(
    world: HubWorld, lea: Computer, capsys: pytest.CaptureFixture[str]
) -> None:
    event = await world.say("Bonjour,\nune place samedi ?")
    await world.say("bonsoir", BO)
    await indexed(world, lea)
    await lea.desk.index_all()
    await search_command.print_found(lea.desk, "samedi avec:nobody foo:bar")
    said = capsys.readouterr()
    assert said.out == "" and len(said.err.splitlines()) == 2
    await search_command.print_found(lea.desk, "BONJOUR")
    (line,) = map(json.loads, capsys.readouterr().out.splitlines())
    assert line == {
        "message_id": _sent(event).message_id,
        "person": f"+{ANA}",
        "at": line["at"],
        "text": "Bonjour,\nune place samedi ?",
    }
