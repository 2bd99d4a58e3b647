"""G1, G2, G3: a storm of repeated, shuffled, batched webhooks on a hub that is killed every second or two."""

import asyncio
import json
import random
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path

import sqlcipher3.dbapi2 as sqlite

from storage import codec, view
from storage.hub import log, raw, store
from tests.fault.hub_process import LINE, HubProcess, Poster

POSTS, POSTS_LONG = 7_000, 100_000
REPEATED_SHARE = 0.4
CONNECTIONS = 16
KILL_AFTER_POSTS = (300, 1_000)
KILL_AFTER_LONG_S = (1.0, 2.0)
CAUGHT_UP_S = 120.0
CAUGHT_UP_LONG_S = 1_800.0


class Storm:
    """What was posted, what was acknowledged, and the hub that dies again and again."""

    def __init__(self, folder: Path, posts: int, is_long: bool, seed: int) -> None:
        self._dice = random.Random(seed)
        self._is_long = is_long
        self._hub = HubProcess(folder).start()
        self.elements: set[str] = set()
        self.acknowledged = 0
        self.kills = 0
        self._is_over = False
        self._waiting = self._schedule(posts)

    def _reborn(self) -> HubProcess:
        """The same folder and port, a new process."""
        self._hub.kill()
        return HubProcess(self._hub.folder, port=self._hub.port).start()

    def _schedule(self, posts: int) -> list[bytes]:
        """Bodies in random order; 40 % were there before, as the same bytes or as elements of another batch."""
        once = [self._batch() for _ in range(int(posts * (1 - REPEATED_SHARE)))]
        again = [self._dice.choice(once) for _ in range(posts - len(once))]
        bodies = [self._body(items) for items in once] + [
            self._body(self._dice.sample(items, len(items))) for items in again
        ]
        self._dice.shuffle(bodies)
        return bodies

    def _batch(self) -> list[tuple[str, dict[str, object]]]:
        sizes = self._dice.choices((1, self._dice.randint(2, 10), self._dice.randint(11, 1000)), (975, 23, 2))
        return [self._item() for _ in range(sizes[0])]

    def _item(self) -> tuple[str, dict[str, object]]:
        number = len(self.elements)
        person, at = str(33639980000 + number % 700), str(1795364544 + number)
        if number % 3:
            key = f"m {number}"
            item: dict[str, object] = {
                "from": person,
                "id": f"wamid.{number}",
                "timestamp": at,
                "type": "text",
            }
            item["text"] = {"body": f"Message {number}"}
        else:
            key = f"s {number}"
            item = {
                "id": f"wamid.out{number}",
                "status": "delivered",
                "timestamp": at,
                "recipient_id": person,
            }
        self.elements.add(key)
        return key, item

    def _body(self, items: list[tuple[str, dict[str, object]]]) -> bytes:
        metadata = {"display_phone_number": "33639981020", "phone_number_id": LINE}
        value: dict[str, object] = {"messaging_product": "whatsapp", "metadata": metadata}
        for name, letter in (("messages", "m"), ("statuses", "s")):
            if found := [item for key, item in items if key.startswith(letter)]:
                value[name] = found
        entry = {"id": "204800000000017", "changes": [{"field": "messages", "value": value}]}
        return json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()

    async def rage(self) -> None:
        """Post everything until each body is acknowledged, while the hub dies and comes back."""
        posters = asyncio.gather(*(self._post_some() for _ in range(CONNECTIONS)))
        killer = asyncio.ensure_future(self._kill())
        try:
            await posters
        finally:
            self._is_over = True
            await killer  # one that is just being born is the hub that is left

    async def _post_some(self) -> None:
        poster = Poster()
        while self._waiting:
            body = self._waiting.pop()
            while await poster.post(self._hub.port, body) != 200:  # noqa: ASYNC110 - as the channel does
                await asyncio.sleep(0.02)
            self.acknowledged += 1
        await poster.close()

    async def _kill(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await self._live_on()
            if self._is_over:
                return
            self._hub = await loop.run_in_executor(None, self._reborn)
            self.kills += 1

    async def _live_on(self) -> None:
        """How long the hub lives: a second or two, or so many posts, which is the same on every computer."""
        if self._is_long:
            await asyncio.sleep(self._dice.uniform(*KILL_AFTER_LONG_S))
            return
        end = self.acknowledged + self._dice.randint(*KILL_AFTER_POSTS)
        while self.acknowledged < end and not self._is_over:  # noqa: ASYNC110 - sixteen tasks count it
            await asyncio.sleep(0.002)

    async def end(self, within_s: float) -> None:
        """Leave the hub alone until it has caught up, then stop it."""
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(within_s):
            while _waiting(self._hub.folder):  # noqa: ASYNC110 - another process's file
                await asyncio.sleep(0.05)
        code, said = await loop.run_in_executor(None, self._hub.stop)
        assert code == 0, said

    def kill(self) -> None:
        """Whatever happened, leave no process behind."""
        self._hub.kill()


async def test_a_storm_loses_nothing_and_doubles_nothing(tmp_path: Path, is_long: bool) -> None:
    posts = POSTS_LONG if is_long else POSTS
    storm = Storm(tmp_path, posts, is_long, seed=11)
    try:
        await storm.rage()
        await storm.end(CAUGHT_UP_LONG_S if is_long else CAUGHT_UP_S)
    finally:
        storm.kill()
    assert storm.kills >= 5
    assert storm.acknowledged == posts
    sys.stdout.write(f"posts {posts}, elements {len(storm.elements)}, kills {storm.kills}\n")
    found = _elements_in_log(tmp_path)
    assert found == Counter(dict.fromkeys(storm.elements, 1)), _difference(found, storm.elements)
    _check_file(tmp_path)


def _difference(found: Counter[str], wanted: set[str]) -> str:
    missing = wanted - set(found)
    doubled = [key for key, count in found.items() if count > 1]
    return f"{len(missing)} missing, {len(doubled)} doubled, {len(set(found) - wanted)} strange"


def _waiting(folder: Path) -> int:
    with closing(store.open_reading(folder / "hub.db", None)) as conn:
        return raw.count_waiting(conn)


def _elements_in_log(folder: Path) -> Counter[str]:
    found: Counter[str] = Counter()
    chain = codec.GENESIS_CHAIN
    with closing(store.open_reading(folder / "hub.db", None)) as conn:
        for pos, sourced in enumerate(log.every(conn), 1):
            codec.verify(chain, sourced.stored)
            assert sourced.stored.pos == pos
            chain = sourced.stored.chain
            if sourced.original is not None:
                element = json.loads(sourced.original)
                is_status = "status" in element
                found[
                    f"{'s' if is_status else 'm'} {element['id'].removeprefix('wamid.').removeprefix('out')}"
                ] += 1
    return found


def _check_file(folder: Path) -> None:
    """The file is whole, and its projection is what its log says."""
    with closing(store.open_reading(folder / "hub.db", None)) as conn:
        assert conn.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        kept, stored = view.view_hash(conn), log.page(conn, 0, 1 << 40)
    with closing(sqlite.connect(":memory:", isolation_level=None)) as fresh:
        view.rebuild(fresh, stored)
        assert view.view_hash(fresh) == kept
