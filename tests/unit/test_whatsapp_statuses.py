"""Statuses, errors, calls and everything else that is no message (G2, G6)."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, get_args

import pytest

from app.domain.contacts import Identity
from app.domain.failures import FAILED_UNKNOWN, FAILURES, TOKEN_INVALID, failure_of
from app.domain.ids import MessageId
from app.whatsapp import opaque
from app.whatsapp.account import SUBJECTS
from app.whatsapp.codes import CODES, is_known, meaning_of
from app.whatsapp.elements import Subject
from app.whatsapp.webhook import ParsedAccount, ParsedStatus, walk
from tests.unit.whatsapp_bodies import (
    ANA,
    ANA_ID,
    ANA_NUMBER,
    PNID,
    RECEIVED_AT,
    WAMID,
    body,
    change,
    element,
    elements,
    parsed_account,
    parsed_status,
    reason,
    status,
    value,
)

UTC_2 = datetime(2026, 5, 28, 20, 26, 42, tzinfo=UTC)  # 1780000002
PRICE = {"billable": True, "pricing_model": "PMP", "type": "regular", "category": "utility"}


def error(code: object) -> list[dict[str, Any]]:
    return [{"code": code, "title": "…", "message": "…", "error_data": {"details": "…"}, "href": "https://x"}]


# --------------------------------------------------------------- statuses


def test_a_status_says_which_message_came_how_far_and_at_what_price() -> None:
    found = element(value(statuses=[status(biz_opaque_callback_data="c1:m-1", pricing=PRICE)]))
    assert found.parsed == ParsedStatus(
        WAMID,
        "sent",
        UTC_2,
        "c1:m-1",
        Identity(ANA_NUMBER, ANA_ID, "GB.ENT.4455001122", "ana.field", "Ana Field"),
        price_type="regular",
        price_category="utility",
    )
    assert found.dedupe_key == f"s:{WAMID}:sent:"
    assert found.parsed.message_id == "m-1"


@pytest.mark.parametrize(
    "word", ["sent", "delivered", "read", "played", "failed", "deleted", "warning", "SENT"]
)
def test_words_are_kept_also_those_that_we_do_not_know(word: str) -> None:
    assert parsed_status(status(word)).status == word


def test_each_status_of_a_message_is_an_element_of_its_own() -> None:
    words = ["read", "delivered", "sent"]
    found = elements(change(value(statuses=[status(word) for word in words])))
    assert [one.dedupe_key for one in found] == [f"s:{WAMID}:{word}:" for word in words]


def test_participants_of_a_group_are_told_apart() -> None:
    group = {"recipient_type": "group", "recipient_id": "G1"}
    first = status("read", **group, recipient_participant_user_id="GB.1", recipient_participant_id="44")
    second = status("read", **group, recipient_participant_id="33")
    found = elements(change(value([], statuses=[first, second])))
    assert [one.dedupe_key for one in found] == [f"s:{WAMID}:read:GB.1", f"s:{WAMID}:read:33"]
    parsed = found[0].parsed
    assert isinstance(parsed, ParsedStatus)
    assert parsed.identity.number is None  # a group's id is nobody's number


@pytest.mark.parametrize(
    ("errors", "code", "number"),
    [
        (error(131047), "window_closed", 131047),
        (error("131026"), "undeliverable", 131026),
        (error(999_999), FAILED_UNKNOWN, 999_999),
        ([], FAILED_UNKNOWN, None),
        (None, FAILED_UNKNOWN, None),
        ([5, None, *error(131049)], "marketing_limited", 131049),
        (error(None), FAILED_UNKNOWN, None),
    ],
)
def test_a_failed_status_gives_our_reason_and_metas_number(
    errors: object, code: str, number: int | None
) -> None:
    parsed = parsed_status(status("failed", errors=errors))
    assert (parsed.failure_code, parsed.provider_code) == (code, number)


def test_only_a_failed_status_has_a_reason() -> None:
    assert parsed_status(status("delivered", errors=error(131047))).failure_code is None


@pytest.mark.parametrize("missing", ["id", "status"])
def test_a_status_of_nothing_cannot_be_placed(missing: str) -> None:
    item = status()
    del item[missing]
    assert reason(element(value(statuses=[item]))) == "no_id"


@pytest.mark.parametrize("broken", [None, 5, "x", [], {}, True])
def test_broken_parts_of_a_status_are_left_out(broken: Any) -> None:
    parsed = parsed_status(
        status(pricing=broken, timestamp=broken, recipient_id=broken, recipient_user_id=broken)
    )
    assert (parsed.external_id, parsed.price_type) == (WAMID, None)


@pytest.mark.parametrize(
    ("value_", "message_id"),
    [("c1:abc", "abc"), ("c1:", None), ("outbox:8841", None), ("", None), (None, None), ("c2:abc", None)],
)
def test_only_what_we_sent_along_is_read_as_ours(value_: str | None, message_id: str | None) -> None:
    assert opaque.message_id_of(value_) == message_id


def test_what_is_sent_along_comes_back_as_the_same_message() -> None:
    sent_along = opaque.of_message(MessageId("0" * 36))
    assert opaque.message_id_of(sent_along) == "0" * 36
    assert len(sent_along) <= 512


# --------------------------------------------------------------- codes


def documented_numbers() -> set[int]:
    """Every number of Meta's table of error codes, as the decision record lists them."""
    text = (Path(__file__).parents[2] / "docs/decisions/051-codes.md").read_text(encoding="utf-8")
    return {int(number) for number in re.findall(r"^\| (\d+) \|", text, re.MULTILINE)}


def test_every_documented_number_has_a_meaning_of_ours() -> None:
    numbers = documented_numbers()
    assert len(numbers) > 80
    assert {number for number in numbers if not is_known(number)} == set()


def test_every_meaning_is_in_the_table_of_reasons() -> None:
    assert {code for code in CODES.values() if code not in FAILURES} == set()


@pytest.mark.parametrize(
    ("number", "code", "retry"),
    [
        (190, TOKEN_INVALID, "after_fix"),
        (0, TOKEN_INVALID, "after_fix"),
        (131056, "pair_limited", "pair_backoff"),
        (130429, "rate_limited", "backoff"),
        (4, "rate_limited", "backoff"),
        (80007, "rate_limited", "backoff"),
        (1, "channel_failed", "at_most_two"),
        (2, "channel_unavailable", "at_most_two"),
        (131000, "channel_failed", "at_most_two"),
        (131016, "channel_unavailable", "at_most_two"),
        (131057, "line_maintenance", "at_most_two"),
        (131047, "window_closed", "never"),
        (131026, "undeliverable", "never"),
        (131049, "marketing_limited", "never"),
        (131050, "marketing_stopped", "never"),
        (230, "permission_missing", "after_fix"),
        (123_456, FAILED_UNKNOWN, "never"),
    ],
)
def test_numbers_that_decide_what_the_machine_may_do(number: int, code: str, retry: str) -> None:
    failure = meaning_of(number)
    assert (failure.code, failure.retry) == (code, retry)


def test_a_reason_of_a_newer_hub_counts_as_unknown() -> None:
    assert failure_of("made_up_later").code == FAILED_UNKNOWN


# --------------------------------------------------------------- the account


def test_an_error_of_the_account_gives_our_reason() -> None:
    parsed = parsed_account(value(errors=error(130429)))
    assert (parsed.what, parsed.facts) == ("error", {"code": "rate_limited", "provider_code": "130429"})


def test_several_arrays_of_one_change_are_all_read() -> None:
    found = elements(change(value(errors=error(4), statuses=[status()])))
    assert sorted(one.path.rsplit(".", 1)[1] for one in found) == ["errors[0]", "statuses[0]"]


def test_history_that_was_not_shared_is_one_element() -> None:
    found = element(value([], history=[{"errors": error(2593109)}]), "history")
    assert found.parsed == ParsedAccount(
        "history", {"code": "history_unavailable", "provider_code": "2593109"}
    )


PREFERENCE = {
    "wa_id": ANA_NUMBER,
    "user_id": ANA_ID,
    "category": "marketing_messages",
    "value": "stop",
    "timestamp": 1,
}
ROTATION = {
    "wa_id": ANA_NUMBER,
    "user_id": {"previous": ANA_ID, "current": "GB.9"},
    "timestamp": "1780000300",
}
CARD = {
    "type": "contact",
    "contact": {"full_name": "Ana Field", "phone_number": ANA_NUMBER, "user_id": ANA_ID},
    "action": "add",
}
RINGS = {
    "id": "wacid.1",
    "from": ANA_NUMBER,
    "event": "ringing",
    "direction": "USER_INITIATED",
}


@pytest.mark.parametrize(
    ("array", "item", "expected"),
    [
        (
            "user_preferences",
            PREFERENCE,
            ParsedAccount(
                "preference",
                {"category": "marketing_messages", "value": "stop"},
                Identity(ANA_NUMBER, ANA_ID),
                at=datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC),
            ),
        ),
        (
            "user_id_update",
            ROTATION,
            ParsedAccount("identity", {}, Identity(user_id=ANA_ID), Identity(ANA_NUMBER, "GB.9")),
        ),
        (
            "state_sync",
            CARD,
            ParsedAccount(
                "contact",
                {"type": "contact", "action": "add"},
                Identity(ANA_NUMBER, ANA_ID, name="Ana Field"),
            ),
        ),
        (
            "calls",
            RINGS,
            ParsedAccount(
                "call",
                {"event": "ringing", "direction": "USER_INITIATED"},
                Identity(ANA_NUMBER),
            ),
        ),
        (
            "groups",
            {"type": "group_create", "group_id": "G1"},
            ParsedAccount("group", {"type": "group_create", "group": "G1"}),
        ),
        (
            "statuses",
            {"id": "wacid.1", "type": "call", "status": "RINGING"},
            ParsedAccount("call", {"status": "ringing", "call": "wacid.1"}),
        ),
    ],
)
def test_items_that_are_no_message(array: str, item: dict[str, Any], expected: ParsedAccount) -> None:
    assert element(value([], **{array: [item]})).parsed == expected


def test_a_single_object_in_the_place_of_an_array_is_one_element() -> None:
    found = element(value([], user_id_update=ROTATION), "user_id_update")
    assert isinstance(found.parsed, ParsedAccount)
    assert (found.parsed.alias, found.path) == (
        Identity(ANA_NUMBER, "GB.9"),
        "entry[0].changes[0].value.user_id_update",
    )


@pytest.mark.parametrize("field", [*SUBJECTS, "automatic_events", "something_new"])
@pytest.mark.parametrize("content", [None, {}, {"event": "APPROVED", "message_template_id": 5}])
def test_every_other_field_is_one_element_with_its_subject(field: str, content: Any) -> None:
    found = element(content, field)
    assert isinstance(found.parsed, ParsedAccount)
    assert found.parsed.what == SUBJECTS.get(field, "other")
    assert found.parsed.what in get_args(Subject)
    assert found.path == "entry[0].changes[0]"


def test_facts_are_plain_words() -> None:
    content = {
        "event": "APPROVED",
        "message_template_name": "order_ready",
        "message_template_language": "en_GB",
        "reason": None,
        "other_info": {"title": "FIRST_PAUSE"},
    }
    facts = parsed_account(content, "message_template_status_update").facts
    assert facts == {"event": "APPROVED", "template": "order_ready", "language": "en_GB"}


def test_the_same_news_at_another_time_is_news() -> None:
    """Meta repeats what was not acknowledged with the same entry time; a new one is a new event."""
    news = change({"event": "DISABLED"}, "message_template_status_update")
    keys = [walk(body(news, time=moment), RECEIVED_AT)[0].dedupe_key for moment in (1, 1, 2)]
    assert keys[0] == keys[1] != keys[2]


def test_news_of_two_lines_are_two() -> None:
    other = {**value(errors=error(4)), "metadata": {"phone_number_id": "1"}}
    first, second = elements(change(value(errors=error(4))), change(other))
    assert first.dedupe_key != second.dedupe_key
    assert (first.line_external_id, second.line_external_id) == (PNID, "1")


def test_contacts_are_never_an_element() -> None:
    assert len(elements(change(value([ANA, ANA], statuses=[status()])))) == 1
    assert elements(change(value([ANA])))[0].path == "entry[0].changes[0]"
