"""Reads statuses: how far a message of ours came, what it cost, why it failed."""

from collections.abc import Mapping
from typing import Any

from app.domain.failures import FAILED_UNKNOWN
from app.whatsapp.codes import meaning_of
from app.whatsapp.elements import ParsedAccount, ParsedFailure, ParsedStatus
from app.whatsapp.frame import Frame, Reading
from app.whatsapp.keys import status_key
from app.whatsapp.people import person
from app.whatsapp.values import listed, moment, obj, whole, word

Json = Mapping[str, Any]


def read_status(item: Json, frame: Frame) -> Reading:
    """One status; a call's status is about the account, since no message of ours belongs to it."""
    external_id, status = word(item.get("id")), word(item.get("status"))
    if word(item.get("type")) == "call":
        facts = {"status": (status or "").lower()} | ({"call": external_id} if external_id else {})
        return Reading(ParsedAccount("call", facts))
    if external_id is None or status is None:
        return Reading(ParsedFailure("no_id"))
    participant = word(item.get("recipient_participant_user_id")) or word(
        item.get("recipient_participant_id")
    )
    failure_code, provider_code = failure_in(item) if status == "failed" else (None, None)
    price = obj(item.get("pricing"))
    parsed = ParsedStatus(
        external_id,
        status,
        moment(item.get("timestamp"), frame.received_at),
        word(item.get("biz_opaque_callback_data")),
        person(_recipient(item), "recipient_id", frame.contacts, is_only=frame.is_only),
        failure_code,
        provider_code,
        word(price.get("type")),
        word(price.get("category")),
        participant,
    )
    return Reading(parsed, status_key(external_id, status, participant))


def failure_in(item: Json) -> tuple[str, int | None]:
    """Our code and Meta's number of the first error that an element names."""
    for error in listed(item.get("errors")):
        number = whole(obj(error).get("code"))
        if number is not None:
            return meaning_of(number).code, number
    return FAILED_UNKNOWN, None


def _recipient(item: Json) -> Json:
    """The same with the names that `person` expects; a group's id is nobody's number."""
    is_group = word(item.get("recipient_type")) == "group"
    return {
        "recipient_id": None if is_group else item.get("recipient_id"),
        "recipient_id_user_id": item.get("recipient_user_id"),
        "recipient_id_parent_user_id": item.get("recipient_parent_user_id"),
    }
