"""Every row of Meta's table of error codes: what it means for us, what the machine may do, what a person does next."""

from __future__ import annotations

from typing import get_args

import pytest

from app.domain.failures import FAILURES, Retry, Step
from app.whatsapp.codes import CODES, meaning_of
from app.words.sentences import failure

# Numbers of one row; our reason; may the machine try again; the first thing that a person can do (None: nothing).
ROWS: list[tuple[tuple[int, ...], str, Retry, Step | None]] = [
    ((0, 190), "token_invalid", "after_fix", "renew_access"),
    ((1, 131000), "channel_failed", "at_most_two", "retry"),
    ((2, 131016), "channel_unavailable", "at_most_two", "wait"),
    ((134102,), "channel_unavailable", "at_most_two", "wait"),
    ((3, 10, 131005, 200, 210, 299), "permission_missing", "after_fix", "renew_access"),
    ((4, 613, 138013, 80007, 130429), "rate_limited", "backoff", "wait"),
    ((33,), "line_unknown", "after_fix", "check_line"),
    ((100, 131008, 135000), "request_invalid", "never", "update_program"),
    ((131009,), "value_invalid", "never", "copy_details"),
    ((368, 131031), "account_restricted", "never", "check_account"),
    ((130403,), "blocked_by_us", "after_fix", "unblock"),
    ((130472,), "marketing_experiment", "never", "call"),
    ((130497,), "country_not_allowed", "never", "call"),
    ((131021,), "own_number", "never", "check_number"),
    ((131026,), "undeliverable", "never", "check_number"),
    ((131030,), "recipient_not_allowed", "after_fix", "check_line"),
    ((131037,), "display_name_pending", "after_fix", "check_line"),
    ((131042, 134011), "payment_problem", "after_fix", "check_payment"),
    ((131045, 133000, 133005, 133006, 133008), "line_not_registered", "after_fix", "check_line"),
    ((133009, 133010, 133015, 133016), "line_not_registered", "after_fix", "check_line"),
    ((131047,), "window_closed", "never", "send_template"),
    ((131048,), "quality_restricted", "never", "check_account"),
    ((131049,), "marketing_limited", "never", "wait"),
    ((131050,), "marketing_stopped", "never", None),
    ((131051,), "type_unsupported", "never", "phone_application"),
    ((131052,), "media_unreadable", "never", "ask_customer_to_write"),
    ((131053,), "media_refused", "after_fix", "copy_details"),
    ((131055, 131058, 132007, 134100), "template_refused", "never", "send_template"),
    ((131056,), "pair_limited", "pair_backoff", "wait"),
    ((131057, 2494100), "line_maintenance", "at_most_two", "wait"),
    ((131060,), "content_unavailable", "never", "phone_application"),
    ((131062,), "number_needed", "never", "ask_number"),
    ((131063,), "marketing_disabled", "after_fix", "check_account"),
    ((131064,), "category_limited", "never", "check_account"),
    ((132000, 132008, 132012, 132018), "template_values", "never", "send_template"),
    ((132001,), "template_unavailable", "after_fix", "send_template"),
    ((132005,), "template_too_long", "never", "send_template"),
    ((132015,), "template_paused", "never", "wait"),
    ((132016,), "template_disabled", "never", "send_template"),
    ((132068, 132069), "form_unavailable", "after_fix", "copy_details"),
    ((133004,), "registration_unavailable", "backoff", "wait"),
    ((134101,), "template_syncing", "never", "wait"),
    ((137000,), "identity_changed", "after_fix", "check_number"),
    ((138000, 138006, 138012, 138018), "call_refused", "never", "call"),
    ((139100,), "block_list_failed", "never", "copy_details"),
    ((139101,), "block_list_full", "never", "check_account"),
    ((139102, 139103), "block_list_busy", "backoff", "wait"),
    ((147001, 147002, 147003, 147004, 147005), "username_refused", "never", "copy_details"),
    ((200005, 200006, 200007), "insights_unavailable", "never", "copy_details"),
    ((2388019, 2388039, 2388040, 2388047, 2388072), "template_refused", "never", "send_template"),
    ((2388073, 2388293, 2388299, 2388023), "template_refused", "never", "send_template"),
    ((2593107, 2593108, 2593109), "history_unavailable", "never", "copy_details"),
    ((131020, 131041, 131201, 131215), "group_refused", "never", "copy_details"),
]  # fmt: skip
NUMBERS = [(number, code, retry, step) for numbers, code, retry, step in ROWS for number in numbers]


@pytest.mark.parametrize(("number", "code", "retry", "step"), NUMBERS)
def test_every_number_has_a_meaning_and_a_next_step(
    number: int, code: str, retry: Retry, step: Step | None
) -> None:
    found = meaning_of(number)
    assert (found.code, found.retry, next(iter(found.steps), None)) == (code, retry, step)
    assert failure(found.code).sentence.endswith(".")


def test_the_rows_name_every_reason_that_a_number_can_have() -> None:
    assert {code for _, code, *_ in ROWS} == set(CODES.values())


def test_only_known_words_say_what_may_be_done() -> None:
    steps = {step for one in FAILURES.values() for step in one.steps}
    assert steps <= set(get_args(Step))
    assert {one.retry for one in FAILURES.values()} <= set(get_args(Retry))
