"""Every inbound type of Meta's documentation: its neutral kind, what is shown of it, who it is from (G2)."""

from datetime import UTC, datetime
from typing import Any, get_args

import pytest

from app.domain.contacts import Identity
from app.whatsapp.contents import READERS
from app.whatsapp.elements import MessageKind
from app.whatsapp.webhook import ParsedMessage
from tests.unit.whatsapp_bodies import (
    ANA,
    ANA_ID,
    ANA_NUMBER,
    LINE_NUMBER,
    PNID,
    RECEIVED_AT,
    SENT_AT,
    WAMID,
    change,
    element,
    elements,
    message,
    parsed_message,
    reason,
    value,
)

FILE = {"id": "7100000000000321", "mime_type": "image/jpeg", "sha256": "b64="}
ERRORS = [{"code": 131051, "title": "Unsupported", "error_data": {"details": "…"}}]

TYPES: list[tuple[str, dict[str, Any], str, str | None]] = [
    ("text", {"text": {"body": "Do you open on Sunday?"}}, "text", "Do you open on Sunday?"),
    ("text", {"text": {"body": "é 👋 \u202e<b>&amp;"}}, "text", "é 👋 \u202e<b>&amp;"),
    ("text", {"text": {"body": "x" * 65_536}}, "text", "x" * 65_536),
    ("text", {"text": {"body": "a\0b"}}, "text", "a\0b"),
    ("image", {"image": {**FILE, "caption": "My hair"}}, "image", "My hair"),
    ("image", {"image": FILE}, "image", None),
    ("video", {"video": {**FILE, "caption": "Look"}}, "video", "Look"),
    ("audio", {"audio": {**FILE, "voice": True}}, "voice", None),
    ("audio", {"audio": {**FILE, "voice": False}}, "audio", None),
    ("document", {"document": {**FILE, "filename": "quote.pdf"}}, "document", "quote.pdf"),
    ("document", {"document": {**FILE, "filename": "quote.pdf", "caption": "Here"}}, "document", "Here"),
    ("sticker", {"sticker": {**FILE, "animated": False}}, "sticker", None),
    ("location", {"location": {"latitude": 51.38, "longitude": -2.36, "name": "Bath"}}, "location", "Bath"),
    (
        "location",
        {"location": {"latitude": 51.38, "longitude": -2.36, "address": "1 High St"}},
        "location",
        "1 High St",
    ),
    ("location", {"location": {"latitude": "51.380", "longitude": -2.36}}, "location", "51.380, -2.36"),
    (
        "contacts",
        {
            "contacts": [
                {"name": {"formatted_name": "Bo Ash"}},
                {"phones": []},
                {"name": {"formatted_name": "Cy"}},
            ]
        },
        "contacts",
        "Bo Ash, Cy",
    ),
    ("reaction", {"reaction": {"message_id": "wamid.X", "emoji": "👍"}}, "reaction", "👍"),
    ("reaction", {"reaction": {"message_id": "wamid.X", "emoji": ""}}, "reaction", None),
    ("reaction", {"reaction": {"message_id": "wamid.X"}}, "reaction", None),
    (
        "interactive",
        {"interactive": {"type": "button_reply", "button_reply": {"id": "yes", "title": "Yes"}}},
        "answer",
        "Yes",
    ),
    (
        "interactive",
        {
            "interactive": {
                "type": "list_reply",
                "list_reply": {"id": "s1", "title": "9:00", "description": "With Kim"},
            }
        },
        "answer",
        "9:00",
    ),
    (
        "interactive",
        {
            "interactive": {
                "type": "nfm_reply",
                "nfm_reply": {"name": "flow", "body": "Sent", "response_json": "{}"},
            }
        },
        "form",
        "Sent",
    ),
    (
        "interactive",
        {"interactive": {"type": "call_permission_reply", "call_permission_reply": {"response": "accept"}}},
        "call_permission",
        None,
    ),
    ("interactive", {"errors": ERRORS}, "unsupported", None),
    ("interactive", {}, "unknown", None),
    ("button", {"button": {"payload": "CONFIRM_8841", "text": "Confirm"}}, "answer", "Confirm"),
    ("button", {"button": {"payload": "CONFIRM_8841"}}, "answer", "CONFIRM_8841"),
    (
        "order",
        {"order": {"catalog_id": "43", "text": "note", "product_items": [{"quantity": "2"}]}},
        "order",
        "note",
    ),
    ("system", {"system": {"type": "user_changed_number", "body": "Ana changed"}}, "system", "Ana changed"),
    ("request_welcome", {}, "system", None),
    ("unsupported", {"errors": ERRORS, "unsupported": {"type": "poll_creation"}}, "unsupported", None),
    ("unsupported", {"errors": ERRORS}, "unsupported", None),
    (
        "edit",
        {"edit": {"original_message_id": "wamid.X", "message": {"type": "text", "text": {"body": "new"}}}},
        "edit",
        "new",
    ),
    (
        "edit",
        {"edit": {"original_message_id": "wamid.X", "message": {"type": "image", "image": {"caption": "c"}}}},
        "edit",
        "c",
    ),
    ("revoke", {"revoke": {"original_message_id": "wamid.X"}}, "revoke", None),
    ("media_placeholder", {}, "media", None),
    ("voice", {"voice": FILE}, "voice", None),
    ("hologram", {"hologram": {"x": 1}}, "unknown", None),
    ("hologram", {"errors": ERRORS}, "unsupported", None),
]


@pytest.mark.parametrize(("kind", "more", "ours", "text"), TYPES)
def test_every_type_has_a_kind_and_what_can_be_shown(
    kind: str, more: dict[str, Any], ours: str, text: str | None
) -> None:
    parsed = parsed_message(message(kind, **more))
    assert (parsed.kind, parsed.text) == (ours, text)
    assert parsed.kind in get_args(MessageKind)
    assert (parsed.direction, parsed.author, parsed.is_history) == ("in", "customer", False)


def test_the_table_covers_every_type_that_we_read() -> None:
    assert {kind for kind, *_ in TYPES} >= set(READERS)


@pytest.mark.parametrize("kind", [*READERS, "hologram"])
@pytest.mark.parametrize("broken", [None, 5, "x", [], [5], {}, {"message": 5}, {"type": []}, True])
def test_a_type_without_its_object_or_with_a_wrong_one_keeps_its_kind(kind: str, broken: object) -> None:
    """Seen at Meta: `interactive` and `unsupported` without their object. Nothing is dropped for it."""
    parsed = parsed_message(message(kind, **{kind: broken}))
    assert parsed.kind in get_args(MessageKind)
    assert parsed_message(message(kind)).kind in get_args(MessageKind)


def test_a_text_says_who_wrote_when_to_which_line() -> None:
    found = element(value(messages=[message(text={"body": "Hi"})]))
    assert found.parsed == ParsedMessage(
        WAMID,
        "in",
        "customer",
        "text",
        "Hi",
        SENT_AT,
        Identity(ANA_NUMBER, ANA_ID, "GB.ENT.4455001122", "ana.field", "Ana Field"),
        LINE_NUMBER,
        None,
        False,
    )
    assert found.line_external_id == PNID
    assert found.path == "entry[0].changes[0].value.messages[0]"
    assert found.dedupe_key == f"m:{PNID}:{WAMID}"


@pytest.mark.parametrize(
    ("more", "about"),
    [
        ({"context": {"from": LINE_NUMBER, "id": "wamid.Q"}}, "wamid.Q"),
        ({"context": {"forwarded": True}}, None),
        ({"context": None}, None),
        ({"type": "reaction", "reaction": {"message_id": "wamid.Q"}}, "wamid.Q"),
        (
            {"type": "edit", "edit": {"original_message_id": "wamid.Q"}, "context": {"id": "wamid.Z"}},
            "wamid.Q",
        ),
        ({"type": "revoke", "revoke": {"original_message_id": "wamid.Q"}}, "wamid.Q"),
    ],
)
def test_a_message_names_the_one_that_it_is_about(more: dict[str, Any], about: str | None) -> None:
    assert parsed_message({**message(text={"body": "x"}), **more}).reply_to == about


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("1780000000", SENT_AT),
        (1780000000, SENT_AT),
        (1780000000.0, SENT_AT),
        ("1780000000000", SENT_AT),
        (None, RECEIVED_AT),
        ("", RECEIVED_AT),
        ("soon", RECEIVED_AT),
        ("0", RECEIVED_AT),
        (-1, RECEIVED_AT),
        (True, RECEIVED_AT),
        ("9" * 40, RECEIVED_AT),
        ("9" * 5000, RECEIVED_AT),
        ([1], RECEIVED_AT),
    ],
)
def test_a_time_may_be_text_or_number_and_else_is_receipt(written: object, moment: datetime) -> None:
    assert parsed_message(message(timestamp=written)).sent_at == moment


def test_a_message_without_an_id_is_kept_under_one_that_stays_the_same() -> None:
    item = message(text={"body": "Hi"})
    del item["id"]
    first, again = parsed_message(item), parsed_message(item)
    assert first.external_id == again.external_id
    assert first.external_id.startswith("sha256:")
    assert parsed_message({**item, "text": {"body": "Ho"}}).external_id != first.external_id


# --------------------------------------------------------------- who it is from


def test_a_customer_without_a_number_is_known_by_the_user_id() -> None:
    contact = {"profile": {"name": "Ana Field", "username": "ana.field"}, "user_id": ANA_ID}
    item = message(text={"body": "Hello"})
    del item["from"]
    parsed = element(value([contact], messages=[item])).parsed
    assert isinstance(parsed, ParsedMessage)
    assert parsed.identity == Identity(None, ANA_ID, None, "ana.field", "Ana Field")


def test_contacts_pair_by_id_and_not_by_place() -> None:
    bo = {"profile": {"name": "Bo"}, "wa_id": "33612345678", "user_id": "FR.1"}
    from_bo = {**message(text={"body": "2"}), "from": "33612345678", "from_user_id": "FR.1", "id": "wamid.2"}
    nameless = {**message(text={"body": "3"}), "from": "33699999999", "from_user_id": "FR.9", "id": "wamid.3"}
    found = elements(change(value([bo, ANA], messages=[message(), from_bo, nameless])))
    names = [one.parsed.identity.name for one in found if isinstance(one.parsed, ParsedMessage)]
    assert names == ["Ana Field", "Bo", None]


def test_a_sole_contact_is_the_sole_messages_even_when_the_number_is_written_otherwise() -> None:
    """Brazil: the id may lack the ninth digit that `from` has."""
    contact = {"profile": {"name": "Rui"}, "wa_id": "551187654321"}
    item = {**message(), "from": "5511987654321"}
    del item["from_user_id"]
    parsed = element(value([contact], messages=[item])).parsed
    assert isinstance(parsed, ParsedMessage)
    assert (parsed.identity.number, parsed.identity.name) == ("5511987654321", "Rui")


def test_a_sole_contact_with_another_user_id_is_somebody_else() -> None:
    contact = {**ANA, "user_id": "GB.1"}
    parsed = element(value([contact], messages=[message()])).parsed
    assert isinstance(parsed, ParsedMessage)
    assert parsed.identity == Identity(ANA_NUMBER, ANA_ID)


@pytest.mark.parametrize("contacts", [None, 5, "x", [None, 5, "x"], [{"profile": 5}], [{}], {}])
def test_odd_contacts_leave_the_message_readable(contacts: Any) -> None:
    parsed = element({**value(messages=[message(text={"body": "Hi"})]), "contacts": contacts}).parsed
    assert isinstance(parsed, ParsedMessage)
    assert (parsed.identity.number, parsed.text) == (ANA_NUMBER, "Hi")


def test_a_message_of_nobody_cannot_be_placed() -> None:
    item = message(text={"body": "Hi"})
    del item["from"], item["from_user_id"]
    assert reason(element(value([], messages=[item]))) == "no_identity"
    assert isinstance(element(value(messages=[item])).parsed, ParsedMessage)  # the sole contact says who


@pytest.mark.parametrize(
    ("system", "alias"),
    [
        ({"type": "user_changed_number", "wa_id": "447700900456"}, Identity("447700900456")),
        ({"type": "customer_changed_number", "new_wa_id": "447700900456"}, Identity("447700900456")),
        ({"type": "user_changed_user_id", "user_id": "GB.9902211"}, Identity(user_id="GB.9902211")),
        ({"type": "customer_identity_changed", "wa_id": "447700900456"}, None),
        ({}, None),
    ],
)
def test_a_changed_number_or_user_id_is_an_alias_of_the_same_person(
    system: dict[str, Any], alias: Identity | None
) -> None:
    parsed = parsed_message(message("system", system=system))
    assert (parsed.identity.number, parsed.alias) == (ANA_NUMBER, alias)


def test_what_is_said_in_a_group_says_so() -> None:
    assert parsed_message(message(group_id="G1")).group_id == "G1"


# --------------------------------------------------------------- the team's own phone, history, calls


def test_an_echo_is_ours_and_about_the_customer_it_went_to() -> None:
    item = {
        "from": LINE_NUMBER,
        "to": ANA_NUMBER,
        "to_user_id": ANA_ID,
        "id": "wamid.C",
        "timestamp": "1780000500",
        "type": "text",
        "text": {"body": "Typed on the phone"},
    }
    for array, field in (("message_echoes", "smb_message_echoes"), ("message_echoes", "message_echoes")):
        parsed = parsed_message(item, array, field)
        assert (parsed.direction, parsed.author, parsed.text) == ("out", "phone", "Typed on the phone")
        assert (parsed.identity.number, parsed.identity.user_id) == (ANA_NUMBER, ANA_ID)


def history(*messages: dict[str, Any], thread: dict[str, Any] | None = None) -> dict[str, Any]:
    context = {"wa_id": ANA_NUMBER, "user_id": ANA_ID, "username": "ana.field"}
    inside = {"id": ANA_NUMBER, "context": context} if thread is None else thread
    chunk = {"metadata": {"phase": 0}, "threads": [{**inside, "messages": list(messages)}]}
    return value([], history=[chunk])


def test_history_brings_both_sides_and_opens_nothing() -> None:
    theirs = {
        "from": ANA_NUMBER,
        "id": "wamid.A",
        "timestamp": "1780000000",
        "type": "text",
        "text": {"body": "Hi"},
    }
    ours = {
        "from": LINE_NUMBER,
        "to": ANA_NUMBER,
        "id": "wamid.B",
        "timestamp": "1780000060",
        "type": "media_placeholder",
    }
    found = elements(change(history(theirs, ours), "history"))
    first, second = (one.parsed for one in found)
    assert isinstance(first, ParsedMessage)
    assert isinstance(second, ParsedMessage)
    assert (first.direction, first.is_history, first.identity.username) == ("in", True, "ana.field")
    assert (second.direction, second.author, second.kind, second.is_history) == (
        "out",
        "phone",
        "media",
        True,
    )
    assert second.identity.user_id == ANA_ID
    assert [one.path for one in found] == [
        f"entry[0].changes[0].value.history[0].threads[0].messages[{index}]" for index in range(2)
    ]
    # The file itself comes later under the same id, and must not be taken for a repeat.
    assert [one.dedupe_key for one in found] == [f"m:{PNID}:wamid.A", f"p:{PNID}:wamid.B"]


def test_a_thread_without_a_number_is_known_by_its_user_id() -> None:
    item = {"id": "wamid.A", "timestamp": "1780000000", "type": "text", "text": {"body": "Hi"}}
    parsed = element(history(item, thread={"context": {"user_id": ANA_ID}}), "history").parsed
    assert isinstance(parsed, ParsedMessage)
    assert parsed.identity == Identity(user_id=ANA_ID)


def test_media_of_history_comes_beside_threads_and_is_history_too() -> None:
    image = message("image", image=FILE)
    assert parsed_message(image, "messages", "history").is_history
    assert parsed_message({**image, "to": ANA_NUMBER}, "message_echoes", "history").is_history
    assert (
        parsed_message({**image, "from": LINE_NUMBER, "to": ANA_NUMBER}, field="history").direction == "out"
    )


def test_a_customer_who_rings_is_shown_in_the_conversation() -> None:
    call = {
        "id": "wacid.1",
        "from": ANA_NUMBER,
        "to": LINE_NUMBER,
        "event": "connect",
        "timestamp": "1780000000",
    }
    parsed = parsed_message({**call, "direction": "USER_INITIATED"}, "calls", "calls")
    assert (parsed.kind, parsed.text, parsed.sent_at, parsed.identity.number) == (
        "call",
        None,
        SENT_AT,
        ANA_NUMBER,
    )


def test_moments_are_utc() -> None:
    assert parsed_message(message()).sent_at.tzinfo is UTC
