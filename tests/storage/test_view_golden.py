"""G11: logs and files of every release are kept; this program must read them, and see in them what that one saw."""

import json
import shutil
from contextlib import closing
from pathlib import Path

import pytest

from app.domain.erasure import ContactErased
from app.domain.events import BODY_OF_KIND, UnknownBody
from storage import codec, desk, view
from storage.engine import connect
from storage.view.comparing import messages_of, not_shown
from tests.storage.golden_log import KEY, golden_events, read
from tests.storage.golden_people import WITH_ANA

GOLDEN = Path(__file__).parent / "golden"
RELEASES = sorted(folder.name for folder in GOLDEN.iterdir() if folder.is_dir())


def expected(release: str) -> dict[str, object]:
    by_version = json.loads((GOLDEN / release / "expected.json").read_text("utf-8"))
    found = by_version[
        str(view.VIEW_VERSION)
    ]  # missing: project the golden log with the new version, look, add it
    assert isinstance(found, dict)
    return found


def test_the_first_release_is_kept() -> None:
    assert RELEASES[0] == "0.1"


@pytest.mark.parametrize("release", RELEASES)
def test_a_log_of_a_release_is_whole_and_gives_its_view(release: str, tmp_path: Path) -> None:
    events = read(GOLDEN / release)
    chain = codec.GENESIS_CHAIN
    for stored in events:
        codec.verify(chain, stored)
        chain = stored.chain
    with closing(connect(tmp_path / "view.db", KEY, durability="NORMAL")) as screens:
        view.rebuild(screens, events)
        assert view.view_hash(screens) == expected(release)["view_hash"]
        assert view.cursor(screens) == (expected(release)["pos"], chain)
        messages = messages_of(events)
        bodies = [codec.decode_event(stored).body for stored in events]
        erased = {one for body in bodies if isinstance(body, ContactErased) for one in body.contact_ids}
        assert len(messages) > 10 and not_shown(screens, messages, erased.__contains__) == []
        first = next(iter(messages))
        screens.execute("DELETE FROM view_message WHERE pos = ?", (first,))
        assert first in not_shown(screens, messages)


@pytest.mark.parametrize("release", RELEASES)
def test_files_of_a_release_open_and_match(release: str, tmp_path: Path) -> None:
    for name in ("log.db", "view.db"):
        shutil.copy(GOLDEN / release / name, tmp_path)
    with closing(connect(tmp_path / "log.db", KEY)) as log:
        desk.create(log)
        assert desk.page(log, 0, 1_000) == read(GOLDEN / release)
        assert desk.drafts(log) == {WITH_ANA: "Bonjour Ana, "}
        assert [command.device_seq for command in desk.commands(log)] == [7]
    with closing(connect(tmp_path / "view.db", KEY, durability="NORMAL")) as screens:
        if view.version(screens) != view.VIEW_VERSION:
            view.rebuild(screens, read(GOLDEN / release))
        assert view.view_hash(screens) == expected(release)["view_hash"]


def test_this_program_still_seals_the_same_bytes() -> None:
    """Envelope, hashes and chain are for ever: what was sealed in release 0.1 is sealed so today."""
    assert golden_events("0.1") == read(GOLDEN / "0.1")


@pytest.mark.parametrize("release", RELEASES)
def test_this_program_reads_what_a_release_wrote(release: str) -> None:
    """Parts that came later are missing there, and nothing else is."""
    written = [codec.decode_event(stored) for stored in golden_events(release)]
    assert [codec.decode_event(stored).body for stored in read(GOLDEN / release)] == [e.body for e in written]


def test_the_golden_log_has_every_kind_of_its_time_and_an_unknown_one() -> None:
    events = [codec.decode_event(stored) for stored in read(GOLDEN / "0.1")]
    kinds = {event.kind for event in events}
    assert kinds - BODY_OF_KIND.keys() == {"deal.opened"} and len(kinds) == 24
    unknown = [event.body for event in events if isinstance(event.body, UnknownBody)]
    assert unknown == [UnknownBody("message.received", b""), UnknownBody("deal.opened", b'{"amount":420}')]


def test_the_second_golden_log_has_every_kind_of_its_time() -> None:
    kinds = {codec.decode_event(stored).kind for stored in read(GOLDEN / "0.2")}
    assert kinds <= {*BODY_OF_KIND, "deal.opened"} and len(kinds) == 34


def test_the_third_golden_log_has_every_kind_of_its_time() -> None:
    kinds = {codec.decode_event(stored).kind for stored in read(GOLDEN / "0.3")}
    assert kinds <= {*BODY_OF_KIND, "deal.opened"} and len(kinds) == 167


def test_every_kind_that_this_program_writes_is_in_a_kept_log() -> None:
    """A new kind of event comes with a golden log that holds it, so that no later program can forget it."""
    kept = {codec.decode_event(stored).kind for release in RELEASES for stored in read(GOLDEN / release)}
    assert BODY_OF_KIND.keys() - kept == set()
