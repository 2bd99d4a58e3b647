"""The inbox's model and what its lines say."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from PySide6.QtCore import QModelIndex, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from app.domain.clock import FakeClock
from app.domain.ids import ConversationId
from app.domain.rows import InboxRow
from app.words.formats import Formats
from tests.fake_desk import FakeDesk
from tests.fake_salon import HOSTILE
from tests.gui.rig import check_model
from tests.waits import half_hour
from ui.inbox.list_model import BEYOND, MOST_STEPS, PAGE, WITHIN, InboxListModel, Part
from ui.inbox.row_face import RowFace, row_face, spoken_row
from ui.theme.tokens import load_tokens

LIMITS = load_tokens().thresholds
FORMATS = Formats("en", "Europe/Paris")
CLOCK = FakeClock()
ANA, BO, CHLOE = "ana", "bo", "chloe"


def no_more(_last: ConversationId) -> Sequence[ConversationId]:
    return []


def model_of(*keys: str) -> InboxListModel:
    desk = FakeDesk()
    model = InboxListModel(desk.inbox_row, no_more, lambda key: f"says {key}")
    model.show(keys, has_more=False)
    return model


def row(**changes: object) -> InboxRow:
    now = CLOCK.now()
    facts: dict[str, object] = {
        "conversation_id": "c", "contact_id": "p", "name": "Ana Field", "is_named": True, "last_at": now,
        "last_direction": "in", "last_kind": "text", "last_text": "Hello", "last_state": "received",
        "unread_count": 0, "waiting_since_at": None, "window_closes_at": now + timedelta(hours=20),
        "is_closed": False,
    }  # fmt: skip
    return InboxRow(**(facts | changes))  # type: ignore[arg-type]


def face(**changes: object) -> RowFace:
    shown, now = row(**changes), CLOCK.now()
    return row_face(shown, now, half_hour(shown, now), FORMATS, LIMITS)


def ago(minutes: float) -> object:
    return CLOCK.now() - timedelta(minutes=minutes)


def test_a_new_message_lifts_its_conversation_as_one_move(qtbot: QtBot, qtmodeltester: ModelTester) -> None:
    model = model_of(ANA, BO, CHLOE)
    with qtbot.waitSignal(model.rowsMoved):
        model.show([CHLOE, ANA, BO], has_more=False)
    assert model.keys == [CHLOE, ANA, BO]
    check_model(qtmodeltester, model)


def test_what_left_goes_and_what_came_comes_in(qtbot: QtBot, qtmodeltester: ModelTester) -> None:
    model = model_of(ANA, BO, CHLOE)
    check_model(qtmodeltester, model)
    with qtbot.waitSignals([model.rowsRemoved, model.rowsInserted]):
        model.show([BO, "dora", CHLOE], has_more=False)
    assert model.keys == [BO, "dora", CHLOE]


def test_a_wholly_other_order_is_one_reset(qtbot: QtBot) -> None:
    keys = [f"k{n}" for n in range(MOST_STEPS * 3)]
    model = model_of(*keys)
    with qtbot.waitSignal(model.modelReset):
        model.show(list(reversed(keys)), has_more=False)
    assert model.keys == keys[::-1]


def test_sections_cannot_be_chosen(qtbot: QtBot) -> None:
    model = model_of(BEYOND, ANA, WITHIN, BO)
    flags = [model.flags(model.index(n)) for n in range(4)]
    assert [bool(flag & Qt.ItemFlag.ItemIsSelectable) for flag in flags] == [False, True, False, True]
    assert model.conversations() == [ANA, BO]
    assert model.index(0).data(Part.ROW) is None


def test_fifty_thousand_conversations_are_read_by_the_page(qtbot: QtBot, qtmodeltester: ModelTester) -> None:
    ids = [ConversationId(f"k{n:05d}") for n in range(50_000)]
    read: list[str] = []

    def read_row(conversation_id: ConversationId) -> InboxRow | None:
        read.append(conversation_id)
        return None

    def more(last: ConversationId) -> Sequence[ConversationId]:
        start = ids.index(last) + 1
        return ids[start : start + PAGE]

    model = InboxListModel(read_row, more, str)
    model.show(ids[:PAGE], has_more=True)
    root = QModelIndex()
    assert model.rowCount() == PAGE and model.canFetchMore(root)
    model.fetchMore(root)
    assert model.rowCount() == 2 * PAGE
    assert read == []  # nothing is read before it is painted
    check_model(qtmodeltester, model)


def test_the_last_page_ends_the_list(qtbot: QtBot) -> None:
    model = InboxListModel(lambda _key: None, no_more, str)
    model.show([ANA], has_more=True)
    model.fetchMore(QModelIndex())
    assert not model.canFetchMore(QModelIndex())


def test_a_row_is_read_once_until_it_changes(qtbot: QtBot) -> None:
    desk = FakeDesk()
    read: list[str] = []

    def read_row(conversation_id: ConversationId) -> InboxRow | None:
        read.append(conversation_id)
        return desk.inbox_row(conversation_id)

    model = InboxListModel(read_row, no_more, str)
    model.show(["c-001"], has_more=False)
    for _number in range(3):
        model.index(0).data(Part.ROW)
    assert read == ["c-001"]
    with qtbot.waitSignal(model.dataChanged):
        model.forget(["c-001"])
    model.index(0).data(Part.ROW)
    assert read == ["c-001", "c-001"]


@pytest.mark.parametrize(
    ("minutes", "tone", "text"),
    [
        (10, "plain", "for 10 min"),
        (22.4, "plain", "for 22 min"),
        (22.5, "warning", "for 22 min"),
        (30, "danger", "for 30 min"),
        (82, "danger", "since 9:20"),
    ],
)
def test_the_wait_turns_amber_at_three_quarters_and_red_at_the_standard(
    minutes: float, tone: str, text: str
) -> None:
    chip = face(waiting_since_at=ago(minutes)).wait
    assert chip is not None
    assert (chip.tone, chip.text) == (tone, text)
    assert chip.ring == pytest.approx(minutes / 30)


@pytest.mark.parametrize(
    ("left_min", "tone", "icon"),
    [(300, None, None), (200, "neutral", "hourglass"), (100, "warning", "hourglass"), (20, "danger", "hourglass"),
     (-5, "neutral", "lock")],
)  # fmt: skip
def test_the_window_shows_only_when_it_presses(left_min: int, tone: str | None, icon: str | None) -> None:
    closes_at = CLOCK.now() + timedelta(minutes=left_min)
    chip = face(waiting_since_at=ago(5), window_closes_at=closes_at).window
    assert (chip.tone, chip.icon) == (tone, icon) if chip else tone is None


def test_a_row_that_nobody_waits_in_has_its_time() -> None:
    quiet = face(last_at=ago(55), last_direction="out", last_state="read")
    assert (quiet.time, quiet.wait, quiet.tick) == ("9:47", None, "read")


def test_a_draft_takes_the_place_of_the_last_line() -> None:
    drafted = face(draft="Yes, at\nnoon", last_direction="out", last_state="read")
    assert (drafted.preview, drafted.is_draft, drafted.tick) == ("Yes, at noon", True, None)
    assert "Draft: Yes, at noon" in spoken_row(drafted)


def test_other_kinds_have_an_icon_and_a_word() -> None:
    photo = face(last_kind="image", last_text=None)
    assert (photo.kind_icon, photo.preview) == ("image", "Photo")
    newer = face(last_kind="hologram", last_text=None)
    assert newer.kind_icon == "circle-help" and newer.preview


def test_a_hostile_name_and_text_stay_on_their_line() -> None:
    bad = face(name="Bob\u202e<b>\u200b\nPaid</b>\ud800", last_text=HOSTILE)
    assert bad.name == "Bob<b> Paid</b>\N{REPLACEMENT CHARACTER}"
    assert "\u202e" not in bad.preview and "<b>gras</b>" in bad.preview


def test_a_screen_reader_hears_who_how_long_what_and_how_many() -> None:
    spoken = spoken_row(face(waiting_since_at=ago(12), unread_count=2))
    assert spoken == "Ana Field, for 12 min, to be answered by 11:00, Hello, 2 unread"


def test_a_text_that_was_taken_back_does_not_look_sent() -> None:
    shown = face(last_direction="out", last_state="cancelled", last_text="À demain")
    assert shown.preview == "Taken back: À demain" and shown.tick is None


def test_buttons_of_ours_are_told_by_their_words() -> None:
    asked = face(last_kind="buttons", last_text="Do you confirm?", last_direction="out")
    assert asked.preview == "Do you confirm?" and asked.kind_icon == "reply"
    assert face(last_kind="location_request", last_text="").preview == "Asked for the location"


def test_a_conversation_that_was_only_begun_says_so() -> None:
    assert face(last_kind=None, last_text=None).preview == "No message yet"


def test_the_end_of_the_window_leaves_room_for_the_words() -> None:
    pressed = face(waiting_since_at=ago(12), window_closes_at=ago(-120))
    assert pressed.window is not None and pressed.window.text.startswith("until ")
    assert "free to write until" in spoken_row(pressed)
