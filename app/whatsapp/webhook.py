"""A webhook's body: is it Meta's, and what are its elements. Nothing here ever raises on what came in.

Each item of the arrays named in `READERS` is one element; a change with none is one; so is a body that is no
envelope. Every body gives at least one element, and every element later becomes exactly one event (promise G2).
"""

import hashlib
import hmac
import json
import logging
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from app.whatsapp import account, messages, pieces, statuses
from app.whatsapp.elements import Element as Element
from app.whatsapp.elements import Parsed as Parsed
from app.whatsapp.elements import ParsedAccount as ParsedAccount
from app.whatsapp.elements import ParsedFailure as ParsedFailure
from app.whatsapp.elements import ParsedMessage as ParsedMessage
from app.whatsapp.elements import ParsedStatus as ParsedStatus
from app.whatsapp.frame import Frame, Reading
from app.whatsapp.pieces import Piece
from app.whatsapp.values import digits, listed, obj, word

log = logging.getLogger(__name__)

PARSER_VERSION = 2  # rises when elements are read better, so that what was unread or unknown is read again
_SIGNATURE_PREFIX = "sha256="
_NULL = b"null"
_HASH_PREFIX = "h:"
_NO_KEY = ""  # nothing in it tells it from others: it is known by its body and its place there
_EMPTY = {"not_json", "no_envelope", "not_an_object"}  # failures whose bytes say next to nothing


def is_signed(raw: bytes, header: str | None, secrets: Sequence[str]) -> bool:
    """Whether X-Hub-Signature-256 holds for these very bytes under one of the app secrets; without a secret, never."""
    if header is None or not header.startswith(_SIGNATURE_PREFIX):
        return False
    given = header.removeprefix(_SIGNATURE_PREFIX).encode("utf-8", "replace")
    matches = [_is_made_with(secret, raw, given) for secret in secrets if secret]
    return any(matches)


def walk(raw: bytes, received_at: datetime) -> list[Element]:
    """Every element of a body, in its order. `received_at` stands in for a missing time."""
    try:
        return _told_apart(raw, list(_walk_body(raw, received_at)))
    except Exception as error:  # noqa: BLE001 - whatever it was, Meta must get its 200 and the next body its turn
        log.error("body not walked bytes=%d error=%s", len(raw), type(error).__name__)
        return _told_apart(raw, [_failed("", raw, "element_failed")])


def _told_apart(raw: bytes, found: list[Element]) -> list[Element]:
    """Elements known by their content alone may look alike and still be several: their place in the body tells."""
    times: Counter[str] = Counter()
    body = ""
    for index, one in enumerate(found):
        key = one.dedupe_key
        if key == _NO_KEY:
            body = body or hashlib.sha256(raw).hexdigest()
            found[index] = replace(one, dedupe_key=f"b:{body}:{one.path}")
        elif key.startswith(_HASH_PREFIX):
            times[key] += 1
            if times[key] > 1:
                found[index] = replace(one, dedupe_key=f"{key}:{times[key]}")
    return found


def _is_made_with(secret: str, raw: bytes, given: bytes) -> bool:
    made = hmac.digest(secret.encode(), raw, "sha256").hex().encode()  # a third of the time of hmac.new
    return hmac.compare_digest(made, given)


def _walk_body(raw: bytes, received_at: datetime) -> Iterator[Element]:
    body = pieces.tidy(raw)
    entries = pieces.items((pieces.members(body) or {}).get("entry", _NULL)) if body is not None else None
    if not entries:
        yield _failed("", raw, "not_json" if body is None else "no_envelope")
    for index, entry in enumerate(entries or ()):
        yield from _walk_entry(entry, f"entry[{index}]", received_at)


def _walk_entry(entry: Piece, path: str, received_at: datetime) -> Iterator[Element]:
    parts = pieces.members(entry) or {}
    changes = pieces.items(parts.get("changes", _NULL))
    if not changes:
        yield _failed(path, entry, "no_envelope")
        return
    time = bytes(parts.get("time", b"")).decode(errors="replace")
    for index, change in enumerate(changes):
        yield from _walk_change(change, f"{path}.changes[{index}]", time, received_at)


def _walk_change(change: Piece, path: str, time: str, received_at: datetime) -> Iterator[Element]:
    parts = pieces.members(change)
    if parts is None:
        yield _failed(path, change, "not_an_object")
        return
    value = pieces.members(parts.get("value", _NULL)) or {}
    frame = _frame(parts, value, time, received_at)
    count = 0
    for name in value:
        if name in READERS or name == "history":
            for element in _walk_array(name, value[name], f"{path}.value.{name}", frame):
                count += 1
                yield element
    if count == 0:
        yield _whole_change(change, path, frame)


def _frame(parts: Mapping[str, Piece], value: Mapping[str, Piece], time: str, received_at: datetime) -> Frame:
    metadata = obj(_value(value.get("metadata", _NULL)))
    contacts = [one for one in listed(_value(value.get("contacts", _NULL))) if isinstance(one, dict)]
    return Frame(
        word(_value(parts.get("field", _NULL))) or "",
        word(metadata.get("phone_number_id")),
        digits(metadata.get("display_phone_number")),
        contacts,
        received_at,
        time,
    )


def _walk_array(name: str, piece: Piece, path: str, frame: Frame) -> Iterator[Element]:
    """The elements of one array. Where Meta sends a single object in an array's place, it is one element."""
    array = pieces.items(piece)
    if array is None:
        array = [] if bytes(piece) == _NULL else [piece]
        paths = [path]
    else:
        paths = [f"{path}[{index}]" for index in range(len(array))]
    near = replace(frame, is_only=False) if len(array) > 1 else frame
    for where, item in zip(paths, array, strict=False):
        if name == "history":
            yield from _walk_history(item, where, near)
        else:
            yield _element(name, item, where, near)


def _walk_history(item: Piece, path: str, frame: Frame) -> Iterator[Element]:
    parts = pieces.members(item)
    if parts is None:
        yield _failed(path, item, "not_an_object", frame)
        return
    yield from _walk_array("errors", parts.get("errors", _NULL), f"{path}.errors", frame)
    for index, thread in enumerate(pieces.items(parts.get("threads", _NULL)) or ()):
        inside = pieces.members(thread) or {}
        within = replace(frame, field="history", thread=_thread(inside))
        yield from _walk_array(
            "messages", inside.get("messages", _NULL), f"{path}.threads[{index}].messages", within
        )


def _thread(inside: Mapping[str, Piece]) -> dict[str, Any]:
    context = dict(obj(_value(inside.get("context", _NULL))))
    return {**context, "wa_id": word(context.get("wa_id")) or word(_value(inside.get("id", _NULL)))}


def _element(name: str, piece: Piece, path: str, frame: Frame) -> Element:
    try:
        item, original = pieces.read(piece)
        if not isinstance(item, dict):
            return _failed(path, piece, "not_an_object", frame)
        reading = READERS[name](item, frame, original)
        key = reading.dedupe_key or _hash_key(item, frame)
        return Element(path, original, key, reading.parsed, frame.line_external_id)
    except Exception as error:  # noqa: BLE001 - one bad element must not hide its neighbours
        log.info("element not read path=%s error=%s", path, type(error).__name__)
        return _failed(path, piece, "element_failed", frame)


def _whole_change(change: Piece, path: str, frame: Frame) -> Element:
    try:
        item, original = pieces.read(change)
    except pieces.REFUSED:
        return _failed(path, change, "element_failed", frame)
    value = item.get("value")
    is_odd = value is not None and not isinstance(value, dict)
    parsed = ParsedFailure("not_an_object") if is_odd else account.read_change(frame.field, value)
    key = _NO_KEY if is_odd or value is None else _hash_key(item, frame)
    return Element(path, original, key, parsed, frame.line_external_id)


def _failed(path: str, piece: Piece, reason: str, frame: Frame | None = None) -> Element:
    raw = bytes(piece)
    try:
        original = pieces.read(raw)[1]
        original.decode()
    except pieces.REFUSED:
        original = pieces.quoted(raw)
    seen = _HASH_PREFIX + hashlib.sha256(raw + (frame.entry_time.encode() if frame else b"")).hexdigest()
    key = _NO_KEY if reason in _EMPTY else seen
    return Element(path, original, key, ParsedFailure(reason), frame.line_external_id if frame else None)


def _hash_key(item: object, frame: Frame) -> str:
    canonical = json.dumps([frame.field, frame.line_external_id, frame.entry_time, item], sort_keys=True)
    return _HASH_PREFIX + hashlib.sha256(canonical.encode()).hexdigest()


def _value(piece: Piece) -> Any:
    try:
        return pieces.read(piece)[0]
    except pieces.REFUSED:
        return None


def _read_call(item: Mapping[str, Any], frame: Frame) -> Reading:
    is_line = item.get("event") in ("connect", "terminate")
    return messages.read_call(item, frame) if is_line else account.read_call_event(item, frame)


READERS: Mapping[str, Callable[[Any, Frame, bytes], Reading]] = {
    "messages": messages.read_inbound,
    "message_echoes": messages.read_echo,
    "smb_message_echoes": messages.read_echo,
    "statuses": lambda item, frame, _: statuses.read_status(item, frame),
    "errors": lambda item, frame, _: account.read_error(item, frame),
    "calls": lambda item, frame, _: _read_call(item, frame),
    "user_preferences": lambda item, frame, _: account.read_preference(item, frame),
    "user_id_update": lambda item, frame, _: account.read_identity_change(item, frame),
    "state_sync": lambda item, frame, _: account.read_address_book(item, frame),
    "groups": lambda item, frame, _: account.read_group(item, frame),
}
