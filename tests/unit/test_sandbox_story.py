"""The practice salon: its people and past, how customers behave, and what survives a restart."""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.sandbox.history import history
from app.sandbox.people import Habits
from app.sandbox.phrases import Phrases, load_phrases
from app.sandbox.state import dump, load, save
from app.sandbox.stories.lines import fill, parse_line
from app.sandbox.stories.objects import Moment, say
from app.sandbox.stories.reader import load_story
from app.sandbox.world import World
from tests.unit.sandbox_rig import EAGER, NOW, new_world, rig

MIDNIGHT = datetime(2026, 11, 25, 23, 5, tzinfo=UTC)  # 00:05 in the salon


def salon(now: datetime = NOW, seed: int = 1) -> World:
    return load_story(
        "salon", now=now, waba_id="204800000000017", phone_number_id="309900000000042", seed=seed
    )


@pytest.fixture(scope="module")
def phrases() -> Phrases:
    return load_phrases()


def test_the_salon_has_some_fifty_customers_and_a_few_hundred_messages() -> None:
    world = salon()
    writers = {message.person for message in world.messages.values()}
    inbound = sum(message.is_inbound for message in world.messages.values())
    assert 40 <= len(writers) <= 55 and 250 <= len(world.messages) <= 500
    assert 0.3 < inbound / len(world.messages) < 0.7
    kinds = {message.kind for message in world.messages.values()}
    assert kinds == {
        *("text", "image", "video", "audio", "document", "sticker", "location", "contacts", "reaction"),
        *("button", "order", "edit", "revoke", "unsupported"),
    }
    extras = [message.extra for message in world.messages.values() if message.extra]
    assert {key for extra in extras for key in extra} == {"context", "referral"}
    assert sum("forwarded" in extra.get("context", {}) for extra in extras) == 1
    assert sum("referred_product" in extra.get("context", {}) for extra in extras) == 1


@pytest.mark.parametrize("now", [NOW, MIDNIGHT, datetime(2026, 3, 29, 12, 0, tzinfo=UTC)])
def test_the_past_is_past_ordered_and_nothing_is_empty(now: datetime) -> None:
    world = salon(now)
    for person in world.people.values():
        talk = [message for message in world.messages.values() if message.person == person.key]
        times = [message.at for message in talk]
        assert times == sorted(times) and len(set(times)) == len(times)
        assert all(now - timedelta(days=11) < at <= now for at in times)
        assert all(now >= at for message in talk for _, at in message.statuses)
    texts = [message.content["body"] for message in world.messages.values() if message.kind == "text"]
    assert all(text.strip() and "{" not in text for text in texts)


def test_every_number_is_of_a_range_kept_for_fiction() -> None:
    phones = [person.phone for person in salon().people.values()]
    assert all(phone.startswith(("3363998", "447700900")) for phone in phones)
    assert all(len(phone) in {11, 12} for phone in phones)


@pytest.mark.parametrize(
    ("name", "minutes", "text"),
    [
        ("Sophie Marchand", 23 * 60 + 2, None),
        ("Inès Delcourt", 21 * 60 + 20, None),
        ("Nadia Benali", 42, "Vous auriez une place samedi pour un balayage ?"),
        ("Thomas Girard", 34, "Je suis dans les bouchons, j’arrive à 11 h 10"),
        ("Ana Field", 24, "Can I bring my daughter along? She’d love a trim too"),
        ("Marc Lefèvre", 18, "C’est combien pour une coupe et la barbe ?"),
        ("ياسمين حداد", 12, "شكرا جزيلا، هل يمكن تأجيل الموعد إلى الغد؟"),
        ("+33639984107", 6, "Bonjour, vous prenez les enfants ?"),
        ("Chloé Perrin", 2, "Le devis nous convient, on vous confirme la date dimanche"),
    ],
)
def test_who_waits_in_the_pictures_waits_in_the_practice(name: str, minutes: int, text: str | None) -> None:
    world = salon()
    person = world.find(name)
    assert person is not None and world.is_waiting(person)
    last = world.talk(person)[-1]
    assert last.at == NOW - timedelta(minutes=minutes)
    assert text is None or last.content == {"body": text}


def test_the_others_have_been_answered_and_most_windows_are_closed() -> None:
    world = salon()
    assert sum(world.is_waiting(person) for person in world.people.values()) == 9
    closed = [person for person in world.people.values() if not world.is_window_open(person, NOW)]
    assert len(closed) > 20 and world.find("Élodie Vasseur") in closed
    ends = {statuses[-1][0] for m in world.messages.values() if (statuses := m.statuses)}
    assert ends == {"sent", "delivered", "read", "failed"}


def test_the_same_seed_gives_the_same_world_and_another_seed_other_ids() -> None:
    assert history(salon()) == history(salon())
    assert set(salon().messages).isdisjoint(salon(seed=2).messages)


def test_the_history_is_told_oldest_first_in_small_posts() -> None:
    world = salon()
    bodies = history(world)
    told: list[tuple[str, str]] = []
    for body in bodies:
        sizes = 0
        for change in body["entry"][0]["changes"]:
            value = change["value"]
            elements = [e for key in ("messages", "message_echoes", "statuses") for e in value.get(key, [])]
            sizes += len(elements)
            told += [(element["timestamp"], element["id"]) for element in elements]
            assert ("message_echoes" in value) == change["field"].endswith("message_echoes")
        assert sizes <= 20
    assert [at for at, _ in told] == sorted(at for at, _ in told)
    assert {wamid for _, wamid in told} == set(world.messages)
    fields = {change["field"] for body in bodies for change in body["entry"][0]["changes"]}
    assert fields == {"messages", "smb_message_echoes", "message_echoes"}


async def test_the_history_goes_out_once_before_anything_else() -> None:
    world = salon()
    async with rig(world=world, has_written=False, refuses=True) as it:
        await it.later(10)
        assert it.inbox.bodies == [] and len(it.sandbox.courier.pending()) == 1
        it.inbox.refuses = False
        await it.later(600)
        assert world.is_history_delivered and len(it.inbox.bodies) == len(history(world))
    async with rig(world=world, has_written=False) as again:
        await again.later(600)
        assert again.inbox.bodies == []


@pytest.mark.parametrize(
    ("language", "said", "fitting"),
    [
        ("fr", "Désolée, samedi est complet.", "refusal"),
        ("fr", "Désolée, c’est complet. Une autre date vous irait ?", "alternative"),
        ("fr", "C’est noté pour samedi à 11 h", "day"),
        ("fr", "Nous ouvrons du mardi au samedi, de 9 h à 19 h", "thanks"),
        ("fr", "Préférez-vous 14 h ou 16 h 30 ?", "choose"),
        ("fr", "À quel nom ? Votre nom de famille", "name"),
        ("fr", "Quel est votre numéro ?", "number"),
        ("fr", "Pouvez-vous m'envoyer une photo ?", "photo"),
        ("fr", "Carte ou espèces ?", "either"),
        ("fr", "Combien serez-vous ?", "open"),
        ("fr", "Ça vous va ?", "yes"),
        ("fr", "Je vérifie avec Hugo", "wait"),
        ("fr", "Bonne journée à vous", "farewell"),
        ("fr", "ok", "thanks"),
        ("fr", "🙂", "thanks"),
        ("fr", "See you on Saturday!", "day"),
        ("en", "Of course, bring her along! We can do her trim at 11:15", "thanks"),
        ("en", "9:30 or 11:00, which suits you?", "choose"),
        ("en", "Sorry, we are closed then", "refusal"),
        ("ar", "تم الحجز، شكرا", "thanks"),
        ("ar", "هل يناسبك؟", "yes"),
    ],
)
async def test_an_answer_is_met_in_the_customers_language(
    phrases: Phrases, language: str, said: str, fitting: str
) -> None:
    world = new_world(habits=EAGER)
    person = world.meet("33639980001", key="bo", name="Bo", language=language, habits=EAGER)
    saying = phrases.answer(person, said, world.chance("x"))
    lines = phrases._tongue(language).say[fitting]
    patterns = [line.partition("{")[0] for line in lines]
    assert "{" not in saying.text
    assert any(saying.text.startswith(start) for start in patterns if start) or any(
        line.startswith("{") for line in lines
    )
    assert phrases._kind(said, world.chance("x"))[0] == fitting


def test_every_language_has_something_to_say_in_every_case(phrases: Phrases) -> None:
    kinds = set(phrases._tongue("fr").say)
    for language in ("fr", "en", "ar"):
        tongue = phrases._tongue(language)
        assert set(tongue.say) == kinds and all(tongue.say.values()) and tongue.openers
        assert set(tongue.signs) == set(phrases._tongue("fr").signs)
        for lines in tongue.say.values():
            assert all(line.format(name="Bo", day="lundi", time="9 h").strip() for line in lines)


async def test_a_customer_reads_then_answers_and_ends_after_a_closing_word(phrases: Phrases) -> None:
    async with rig(world=new_world(habits=EAGER), phrases=phrases) as it:
        await it.send(text={"body": "We can do Saturday at 11:00"})
        await it.later(4)
        assert it.inbox.texts() == []
        await it.later(60)
        assert len(it.inbox.texts()) == 1, it.inbox.texts()
        await it.send(text={"body": "See you soon then"})
        await it.later(120)
        assert len(it.inbox.texts()) == 1, "a closed subject is not answered again"
        await it.send(text={"body": "One more thing: would 11:15 suit you?"})
        await it.later(60)
        assert len(it.inbox.texts()) == 2, "but a question is"


async def test_two_messages_in_a_row_are_answered_once(phrases: Phrases) -> None:
    async with rig(world=new_world(habits=EAGER), phrases=phrases) as it:
        await it.send(text={"body": "We have a place"})
        await it.send(text={"body": "On Saturday at 11:00"})
        await it.later(120)
        assert len(it.inbox.texts()) == 1


async def test_some_never_answer(phrases: Phrases) -> None:
    async with rig(world=new_world(habits=Habits(answer_chance=0.0)), phrases=phrases) as it:
        await it.send(text={"body": "Does that suit you?"})
        await it.later(3600)
        assert it.inbox.texts() == []


async def test_customers_write_by_themselves_but_never_drown_anybody(phrases: Phrases) -> None:
    world = salon()
    world.is_history_delivered = True
    async with rig(world=world, phrases=phrases, is_lively=True, has_written=False) as it:
        await it.later(30)
        assert len(it.inbox.elements("messages")) == 1, "the first one soon"
        await it.later(6 * 3600)
        told = it.inbox.elements("messages")
        waiting = sum(world.is_waiting(person) for person in world.people.values())
    assert waiting == 16 and len(told) == 16 - 9
    said = [json.dumps(message[message["type"]]) for message in told]
    assert len(set(said)) == len(said) and len({message["type"] for message in told}) > 1


async def test_every_file_of_the_story_can_be_fetched() -> None:
    world = salon()
    async with rig(world=world, has_written=False) as it:
        kinds = []
        for message in world.messages.values():
            if not isinstance(message.content, dict) or "sha256" not in message.content:
                continue
            told = json.loads((await it.get(f"/v24.0/{message.content['id']}")).body)
            path = told["url"].removeprefix("http://graph")
            answer = await it.get(path)
            digest = base64.b64decode(message.content["sha256"])
            assert hashlib.sha256(answer.body).digest() == digest and told["sha256"] == digest.hex()
            assert answer.headers["content-type"] == message.content["mime_type"] == told["mime_type"]
            assert told["file_size"] == str(len(answer.body))
            kinds.append(message.kind)
        assert set(kinds) == {"image", "video", "audio", "document", "sticker"} and len(kinds) > 12


async def test_the_same_seed_gives_the_same_practice(phrases: Phrases) -> None:
    heard = []
    for _ in range(2):
        world = salon()
        world.is_history_delivered = True
        async with rig(world=world, phrases=phrases, is_lively=True, has_written=False) as it:
            await it.send(text={"body": "Of course, bring her along!"})
            await it.later(900)
            heard.append([json.loads(body) for body in it.inbox.bodies])
    assert heard[0] == heard[1] and heard[0]


async def test_a_restarted_sandbox_goes_on_where_it_was(tmp_path: Path) -> None:
    path = tmp_path / "practice.json"
    async with rig(world=salon(), has_written=False) as it:
        await it.later(60)
        it.inbox.refuses = True
        await it.post("/_sandbox/inbound", {"person": "+447700900888", "text": "Nobody took this \ud83d"})
        await it.send()
        await it.later(60)
        pending = it.sandbox.courier.pending()
        before = it.sandbox.world
        save(path, dump(before, pending))
    after, still_pending = load(path)
    assert (after.people, after.messages) == (before.people, before.messages)
    assert after.is_history_delivered and after.used_openers == before.used_openers
    assert still_pending == pending and pending
    assert after.service_messages == before.service_messages and after.boot == before.boot + 1
    for person in before.people.values():
        assert after.last_wrote_at(person) == before.last_wrote_at(person)
        assert after.is_waiting(person) == before.is_waiting(person)
    new = after.wrote(after.people["ana"], NOW, "text", {"body": "x"}).wamid
    assert new not in before.messages


@pytest.mark.parametrize("content", [b"", b"{}", b'{"format":2}', b"[1]", b'{"format":1,"business":{}}'])
def test_a_broken_state_is_said_to_be_broken(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "practice.json"
    path.write_bytes(content)
    with pytest.raises(ValueError):
        load(path)


@pytest.mark.parametrize("line", ["", "hello", "J-1 < no time", "-5m no side", "-5m > "])
def test_a_malformed_line_is_shown(line: str) -> None:
    with pytest.raises(ValueError, match="not a line"):
        parse_line(line)


@pytest.fixture
def moment() -> Moment:
    """After Ana wrote and the business answered."""
    world = new_world()
    ana = world.people["ana"]
    world.wrote(ana, NOW, "text", {"body": "Hi"})
    world.answered(ana, NOW, "text", {"body": "Hello"})
    return Moment(world, list(world.messages.values()), NOW, NOW)


@pytest.mark.parametrize(
    ("line", "kind", "part"),
    [
        ("Hello", "text", {"body": "Hello"}),
        ("[image] Look", "image", {"caption": "Look", "mime_type": "image/jpeg"}),
        ("[image photo-pink]", "image", {"mime_type": "image/jpeg"}),
        ("[audio]", "audio", {"voice": True, "mime_type": "audio/ogg; codecs=opus"}),
        ("[video] Look", "video", {"caption": "Look", "mime_type": "video/mp4"}),
        ("[sticker]", "sticker", {"animated": False, "mime_type": "image/webp"}),
        ("[sticker sticker-snip]", "sticker", {"animated": True}),
        ("[document price list.pdf]", "document", {"filename": "price list.pdf"}),
        ("[button Move it]", "button", {"payload": "MOVE_IT", "text": "Move it"}),
        ("[unsupported poll_creation]", "unsupported", {"type": "poll_creation"}),
        ("[location Gare de Meaux]", "location", {"name": "Gare de Meaux", "latitude": 48.9566}),
        ("[order SKU-7 2] Thanks", "order", {"catalog_id": "430000000000012", "text": "Thanks"}),
    ],
)
def test_a_line_becomes_metas_object(moment: Moment, line: str, kind: str, part: dict[str, object]) -> None:
    made = say(line, moment)
    assert made.kind == kind and part.items() <= made.content.items()


def test_a_line_can_be_about_an_earlier_message(moment: Moment) -> None:
    mine, theirs = moment.world.messages
    assert say("[reaction 👍]", moment).content == {"message_id": theirs, "emoji": "👍"}
    assert say("[reaction]", moment).content == {"message_id": theirs}
    assert say("[revoke]", moment).content == {"original_message_id": mine}
    edited = {"type": "text", "text": {"body": "Hi there"}}
    assert say("[edit] Hi there", moment).content == {"original_message_id": mine, "message": edited}
    assert say("[quote] That one", moment).context == theirs
    assert say("[forwarded] News", moment).extra == {"context": {"forwarded": True}}
    assert say("[forwarded often] News", moment).extra == {"context": {"frequently_forwarded": True}}
    assert say("[ad Spring sale] Hi", moment).extra["referral"]["headline"] == "Spring sale"
    product = say("[product SKU-7] How long does it last?", moment).extra["context"]["referred_product"]
    assert product == {"catalog_id": "430000000000012", "product_retailer_id": "SKU-7"}


@pytest.mark.parametrize("line", ["[telegram]", "[order SKU-0 1]"])
def test_an_unknown_kind_of_line_or_product_is_refused(moment: Moment, line: str) -> None:
    with pytest.raises(ValueError, match="unknown kind|not in the catalogue"):
        say(line, moment)


def test_dates_are_filled_in_by_language() -> None:
    text = "{date+1}, {day+2}, {at+62m}"
    assert fill(text, NOW, NOW, "fr") == "vendredi 27 novembre, samedi, 10 h 40"
    assert fill(text, NOW, NOW, "en") == "Friday 27 November, Saturday, 10:40"
