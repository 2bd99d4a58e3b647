"""The newest part of a view in another file: what is in it reads as it does in the whole view."""

import contextlib
import json
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import get_args

import pytest
from hypothesis import given

from app.domain.errors import EnvironmentFailure
from app.domain.events import Event
from app.domain.ids import ConversationId
from app.domain.rows import InboxView
from storage import view
from storage.codec import open_events
from storage.engine import Connection, connect
from storage.view import recent
from storage.view.recent import decode_recent, encode_recent, fill
from tests.perf.history import events
from tests.storage.golden_log import golden_events
from tests.storage.view_log import new_view, project, random_logs

HISTORY = list(events(900, conversations=40))
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
VIEWS: tuple[InboxView, ...] = get_args(InboxView)


@pytest.fixture
def whole(tmp_path: Path) -> Iterator[Connection]:
    """A view of forty conversations, the first of them long."""
    with closing(connect(tmp_path / "whole.db", None)) as conn:
        view.create(conn)
        view.Projector().project(conn, open_events(HISTORY), HISTORY[-1].chain)
        yield conn


@pytest.fixture
def part(tmp_path: Path) -> Iterator[Connection]:
    """An empty view."""
    with closing(connect(tmp_path / "part.db", None)) as conn:
        view.create(conn)
        yield conn


def bring(whole: Connection, part: Connection) -> None:
    """What a hub sends and a desk keeps."""
    fill(part, decode_recent(encode_recent(whole)))


def listed(conn: Connection, wanted: InboxView) -> list[ConversationId]:
    return view.inbox_ids(conn, wanted, now=NOW, standard_min=30, limit=1_000)


def assert_reads_alike(whole: Connection, part: Connection) -> None:
    for wanted in VIEWS:
        assert listed(part, wanted) == listed(whole, wanted)
    for conversation_id in (*listed(whole, "all"), *listed(whole, "closed")):
        assert view.inbox_row(part, conversation_id) == view.inbox_row(whole, conversation_id)
        there = view.thread_header(whole, conversation_id, NOW)
        assert view.thread_header(part, conversation_id, NOW) == there
        pages = [view.thread_page(conn, conversation_id, limit=50) for conn in (part, whole)]
        assert pages[0] == pages[1]
    for read in (view.lines, view.members, view.settings, view.health, view.troubles):
        assert read(part) == read(whole)
    assert view.counts(part, NOW, 30) == view.counts(whole, NOW, 30)
    assert view.cursor(part) == view.cursor(whole)


@given(log=random_logs())
def test_a_small_view_comes_as_it_is(log: list[Event]) -> None:
    with TemporaryDirectory() as name, contextlib.ExitStack() as stack:
        whole, part = (stack.enter_context(closing(new_view(Path(name), each))) for each in ("a.db", "b.db"))
        project(whole, log)
        bring(whole, part)
        assert_reads_alike(whole, part)


@pytest.mark.parametrize("release", ["0.1", "0.2"])
def test_every_kind_of_row_comes_along(release: str, tmp_path: Path) -> None:
    with closing(new_view(tmp_path)) as whole, closing(new_view(tmp_path, "part.db")) as part:
        project(whole, open_events(golden_events(release)))
        bring(whole, part)
        assert_reads_alike(whole, part)
        tables = whole.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'view%'")
        for (name,) in tables.fetchall():
            if name not in ("view_message", "view_waiting_status"):
                # What anything would be without a merge is not needed until the whole log is there.
                shown = " WHERE contact_id NOT LIKE '~%'" if name == "view_block" else ""
                shown = " WHERE no > 0" if name == "view_contact_identity" else shown
                sql = f"SELECT count(*) FROM {name}{shown}"
                counts = [conn.execute(sql).fetchone() for conn in (whole, part)]
                assert counts[0] == counts[1], name


def test_of_a_long_history_the_newest_and_those_who_wait_longest_come(
    whole: Connection, part: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recent, "CONVERSATIONS", 5)
    monkeypatch.setattr(recent, "WAITING", 2)
    monkeypatch.setattr(recent, "MESSAGES_EACH", 3)
    bring(whole, part)
    newest = listed(whole, "all")[:5]
    waiting = listed(whole, "waiting")[:2]
    assert set(listed(part, "all")) == {*newest, *waiting}
    assert listed(part, "all")[:5] == newest
    for conversation_id in newest:
        shown = view.thread_page(part, conversation_id, limit=60)
        assert shown == view.thread_page(whole, conversation_id, limit=3)


def test_a_history_of_long_texts_stays_within_bounds(
    whole: Connection, part: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recent, "BYTES_MAX", 20_000)
    assert len(encode_recent(whole)) < 60_000
    bring(whole, part)
    newest, *_, oldest = listed(whole, "all")
    assert view.thread_page(part, newest) == view.thread_page(whole, newest, limit=50)
    assert view.thread_page(part, oldest) == [] and view.inbox_row(part, oldest) is not None


def test_the_log_goes_on_from_there(whole: Connection, part: Connection, tmp_path: Path) -> None:
    """What follows is projected onto these rows as onto the whole view."""
    with closing(connect(tmp_path / "start.db", None)) as start:
        view.create(start)
        view.Projector().project(start, open_events(HISTORY[:700]), HISTORY[699].chain)
        bring(start, part)
    view.Projector().project(part, open_events(HISTORY[700:]), HISTORY[-1].chain)
    for conversation_id in listed(whole, "all"):
        row = view.inbox_row(part, conversation_id)
        assert row == view.inbox_row(whole, conversation_id)
    assert listed(part, "all") == listed(whole, "all")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"view_version": view.VIEW_VERSION + 1}, "view_differs"),
        ({"pos": "far"}, "answer_unreadable"),
        ({"tables": [{"name": "sqlite_master", "columns": ["name"], "rows": []}]}, "answer_unreadable"),
        ({"tables": [{"name": "view_line", "columns": ["no such"], "rows": []}]}, "answer_unreadable"),
        ({"tables": [{"name": "view_member", "columns": ["name"], "rows": [[1, 2]]}]}, "answer_unreadable"),
    ],
)
def test_what_is_no_such_document_is_refused(
    whole: Connection, part: Connection, change: dict[str, object], code: str
) -> None:
    document = json.loads(encode_recent(whole)) | change
    with pytest.raises(EnvironmentFailure, match=code):
        fill(part, decode_recent(json.dumps(document).encode()))
