"""The hub's API as an OpenAPI 3.1 document, served at /api/v1/openapi.json."""

from collections.abc import Mapping
from typing import Any

from app.hub import HUB_VERSION
from app.hub.openapi_account import account_paths, account_schemas
from app.hub.openapi_appointments import appointment_import_paths, appointment_import_schemas
from app.hub.openapi_calendars import calendar_feed_paths, calendar_feed_schemas
from app.hub.openapi_contacts import contact_import_paths, contact_import_schemas
from app.hub.openapi_deals import deal_import_paths, deal_import_schemas
from app.hub.openapi_doctor import doctor_paths, doctor_schemas
from app.hub.openapi_erasures import erasure_paths, erasure_schemas
from app.hub.openapi_joining import joining_paths, joining_schemas
from app.hub.openapi_moving import moving_paths, moving_schemas
from app.hub.openapi_outside import outside_paths, outside_schemas
from app.hub.openapi_safety import safety_paths, safety_schemas
from app.hub.openapi_setup import setup_paths, setup_schemas
from app.hub.openapi_team import team_paths, team_schemas

Json = Mapping[str, Any]

_TEXT: dict[str, Any] = {"type": "string"}
_NUMBER: Json = {"type": "integer", "minimum": 0}
_MOMENT: Json = {"type": "string", "format": "date-time"}


def document() -> Json:
    """The whole document."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Comptoir hub", "version": HUB_VERSION},
        "components": {
            "securitySchemes": {"device": {"type": "http", "scheme": "bearer"}},
            "schemas": _schemas(),
        },
        "paths": {
            "/api/v1/hello": {"get": _call("Which log this is and which protocol it speaks", "Hello", ())},
            "/api/v1/enrol": {
                "post": _call(
                    "Use an invitation code, get a token", "Enrolled", (404, 410, 422, 429), "Enrol"
                )
            },
            "/api/v1/log": {
                "get": _secured("Events after a position; waits for news", "LogPage", (409, 422, 429))
                | {"parameters": [_query("after"), _query("limit", 5000), _query("wait", 40), _query("seen")]}
            },
            "/api/v1/log/{pos}/original": {
                "get": _secured("The channel's own element of an event", None, (404,))
                | {"parameters": [{"name": "pos", "in": "path", "required": True, "schema": _NUMBER}]}
            },
            "/api/v1/commands": {
                "post": _secured(
                    "Commands in, an outcome for each out", "Outcomes", (409, 422, 429, 503), "Commands"
                )
            },
            "/api/v1/presence/typing": {
                "post": _secured("Somebody writes to a customer right now", None, (422, 429, 503), "Typing")
            },
            "/api/v1/media/{sha256}": _media(),
            "/api/v1/media/retry": {
                "post": _secured(
                    "Fetch a message's file from the channel once more; seconds until then",
                    "MediaRetry",
                    (404, 409, 410, 503),
                    "MediaRetryOf",
                )
            },
            **account_paths(_secured),
            **safety_paths(_secured),
            **setup_paths(_secured),
            **outside_paths(_secured),
            **doctor_paths(_secured),
            **erasure_paths(_secured),
            **team_paths(_secured),
            **joining_paths(_secured),
            **moving_paths(_secured),
            **_imports(),
            **contact_import_paths(_secured),
            **deal_import_paths(_secured),
            **appointment_import_paths(_secured),
            **calendar_feed_paths(_secured),
            "/api/v1/openapi.json": {"get": _call("This document", None, ())},
        },
    }


def _call(
    summary: str, answer: str | None, errors: tuple[int, ...], body: str | None = None
) -> dict[str, Any]:
    shape: Json = {"$ref": f"#/components/schemas/{answer}"} if answer else {}
    responses: dict[str, Any] = {
        "200": {"description": "Done", "content": {"application/json": {"schema": shape}}}
    }
    refusal = {"application/json": {"schema": {"$ref": "#/components/schemas/Refusal"}}}
    for status in errors:
        responses[str(status)] = {"description": "Refused, with a code", "content": refusal}
    call: dict[str, Any] = {"summary": summary, "responses": responses}
    if body:
        content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{body}"}}}
        call["requestBody"] = {"required": True, "content": content}
    return call


def _secured(
    summary: str, answer: str | None, errors: tuple[int, ...], body: str | None = None
) -> dict[str, Any]:
    return _call(summary, answer, (401, *errors), body) | {"security": [{"device": []}]}


def _media() -> Json:
    """A file by the hash of its content: given whole or in part, taken whole or in parts."""
    content = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
    give = _secured("A file's bytes; with Range a part of them", None, (404, 416))
    give["responses"]["200"]["content"] = content
    give["responses"]["206"] = {"description": "The part", "content": content}
    head = _secured("Whether the hub has a file, and its size", None, (404,))
    take = _secured(
        "Give the hub a file, at most 100 MiB; with Content-Range a part of it, in order",
        "MediaKept",
        (409, 413, 422, 503),
    )
    offset = {"application/json": {"schema": {"$ref": "#/components/schemas/MediaPart"}}}
    take["responses"]["202"] = {
        "description": "A part came; `offset` is where the next begins",
        "content": offset,
    }
    take["requestBody"] = {"required": True, "content": content}
    name = {"name": "sha256", "in": "path", "required": True, "schema": _TEXT | {"pattern": "^[0-9a-f]{64}$"}}
    return {"get": give, "head": head, "put": take, "parameters": [name]}


def _imports() -> dict[str, Any]:
    """Chats exported from a phone; for owner and manager alone. Asking again changes nothing."""
    path = "/api/v1/imports"
    one = {"parameters": [{"name": "import_id", "in": "path", "required": True, "schema": _TEXT}]}
    errors = (403, 404, 409, 422, 503)
    begin = _secured("Begin to import a chat, or find it begun", "Import", errors, "ImportBegin")
    take = _secured("Messages in the order of the file, at most 500", "Import", errors, "ImportBatch")
    end = _secured("All of the file was brought", "Import", errors)
    undo = _secured("Take back and erase all that it brought", "Import", errors)
    return {
        path: {"post": begin},
        path + "/{import_id}": {"get": _secured("How far it is", "Import", errors)} | one,
        path + "/{import_id}/messages": {"post": take} | one,
        path + "/{import_id}/end": {"post": end} | one,
        path + "/{import_id}/undo": {"post": undo} | one,
    }


def _query(name: str, maximum: int | None = None) -> Json:
    schema = dict(_NUMBER) | ({"maximum": maximum} if maximum else {})
    return {"name": name, "in": "query", "schema": schema}


def _object(**properties: Json) -> Json:
    return {"type": "object", "properties": properties, "required": sorted(properties)}


def _list(of: Json) -> Json:
    return {"type": "array", "items": of}


def _maybe(shape: Json) -> Json:
    return {"anyOf": [shape, {"type": "null"}]}


def _schemas() -> Json:
    event = _object(
        pos=_NUMBER, envelope={"type": "object"}, chain=_TEXT, salt=_TEXT, fields=_maybe({"type": "object"})
    )
    command = _object(
        command_id=_TEXT,
        device_seq=_NUMBER,
        base_pos=_NUMBER,
        made_at=_MOMENT,
        kind=_TEXT,
        kind_version=_NUMBER,
        body={"type": "object"},
        age_ms=_NUMBER,
        age_is_wall={"type": "boolean"},
        not_after_at=_maybe(_MOMENT),
        needs=_list(_TEXT),
    )
    outcome = _object(
        command_id=_TEXT,
        result={"enum": ["accepted", "rejected", "retry"]},
        pos=_maybe(_NUMBER),
        code=_maybe(_TEXT),
        facts={"type": "object", "additionalProperties": _TEXT},
        after_s=_maybe({"type": "number"}),
    )
    past = _object(
        stable_id=_TEXT,
        sent_at=_MOMENT,
        direction=_maybe({"enum": ["in", "out"]}),
        kind=_TEXT,
        text=_maybe(_TEXT),
        author_name=_maybe(_TEXT),
        content=_maybe({"type": "object"}),
    )
    protocol = _object(min=_NUMBER, max=_NUMBER)
    return {
        "Hello": _object(
            log_id=_TEXT,
            protocol=protocol,
            head=_NUMBER,
            hub_version=_TEXT,
            parent=_maybe({"$ref": "#/components/schemas/Parent"}),
        ),
        "Enrol": _object(code=_TEXT, device_name=_TEXT),
        "Enrolled": _object(
            device_id=_TEXT, token=_TEXT, member_id=_TEXT, member_name=_TEXT, role=_TEXT, log_id=_TEXT
        ),
        "Import": _object(
            import_id=_TEXT,
            conversation_id=_TEXT,
            state={"enum": ["open", "ended", "undone"]},
            total=_NUMBER,
            done=_NUMBER,
            added=_NUMBER,
        ),
        "ImportBatch": _object(first=_NUMBER, messages=_list(past)),
        "ImportBegin": _object(
            import_id=_TEXT,
            file_name=_TEXT,
            fingerprint=_TEXT,
            zone=_TEXT,
            total=_NUMBER,
            line_id=_maybe(_TEXT),
            conversation_id=_maybe(_TEXT),
            number=_maybe(_TEXT),
            name=_maybe(_TEXT),
        ),
        "LogPage": _object(
            log_id=_TEXT,
            head=_NUMBER,
            upto=_NUMBER,
            hub_time=_MOMENT,
            min_client=_NUMBER,
            events=_list(event),
        ),
        "Typing": _object(conversation_id=_TEXT),
        **account_schemas(),
        **safety_schemas(),
        **setup_schemas(),
        **outside_schemas(),
        **doctor_schemas(),
        **erasure_schemas(),
        **team_schemas(),
        **joining_schemas(),
        **moving_schemas(),
        **contact_import_schemas(),
        **deal_import_schemas(),
        **appointment_import_schemas(),
        **calendar_feed_schemas(),
        "Commands": _list(command),
        "MediaKept": _object(sha256=_TEXT, size_bytes=_NUMBER),
        "MediaPart": _object(offset=_NUMBER),
        "MediaRetry": _object(after_s={"type": "number"}),
        "MediaRetryOf": _object(message_id=_TEXT),
        "Outcomes": _list(outcome),
        "Refusal": _object(code=_TEXT, facts={"type": "object", "additionalProperties": _TEXT}),
    }
