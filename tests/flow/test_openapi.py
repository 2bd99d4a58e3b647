"""The served document holds: any body, any parameter, any role; never a fault, never a status that it does not name.

What schemathesis does, in the small, with hypothesis, which is in the lock; one hub takes all requests of one example.
"""

from __future__ import annotations

import asyncio
import json
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.hub.openapi import document
from tests.flow.hub_world import HubWorld

CALLS = [
    (method, path, call)
    for path, calls in document()["paths"].items()
    for method, call in calls.items()
    if method != "parameters"
]
ROLES_TRIED = ("owner", "manager", "rep", None)
STATUSES_OF_ALL = {404, 413}  # a path without sense, a body without end: said of the whole API
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def shaped(schema: Any, depth: int = 0) -> st.SearchStrategy[Any]:
    """Values as the document describes them."""
    if "$ref" in schema:
        return shaped(document()["components"]["schemas"][schema["$ref"].rpartition("/")[2]], depth)
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if "anyOf" in schema:
        return st.one_of([shaped(one, depth) for one in schema["anyOf"]])
    kind = schema.get("type")
    if kind == "object" and depth < 4:
        known = {name: shaped(one, depth + 1) for name, one in schema.get("properties", {}).items()}
        needed = {name: known.pop(name) for name in schema.get("required", ())}
        return st.fixed_dictionaries(needed, optional=known)
    if kind == "array":
        return st.lists(shaped(schema["items"], depth + 1), max_size=2)
    plain = {
        "string": st.text(max_size=20),
        "integer": st.integers(-2, 1 << 70),
        "boolean": st.booleans(),
        "number": st.floats(allow_nan=False, allow_infinity=False),
        "null": st.none(),
    }
    if schema.get("format") == "date-time":
        return st.sampled_from(["2026-03-02T09:00:00Z", "2026-03-02T09:00:00", "soon"])
    return plain.get(kind or "", JSON)


def bodies(call: Any) -> st.SearchStrategy[bytes | None]:
    """None, noise, JSON without sense, JSON of the documented shape."""
    content = call.get("requestBody", {}).get("content", {})
    noise = st.none() | st.binary(max_size=40) | JSON.map(lambda value: json.dumps(value).encode())
    if "application/json" not in content:
        return noise
    fitting = shaped(content["application/json"]["schema"]).map(lambda value: json.dumps(value).encode())
    return st.one_of(fitting, fitting, noise)


@st.composite
def requests(draw: st.DrawFn) -> tuple[str, str, Any, bytes | None, dict[str, str]]:
    method, path, call = draw(st.sampled_from(CALLS))
    words = st.one_of(st.text("0123456789abcdef-", max_size=64), st.integers(-1, 1 << 70).map(str))
    query = {
        one["name"]: draw(words)
        for one in call.get("parameters", ())
        if one["in"] == "query" and draw(st.booleans())
    }
    if query.get("wait"):
        query["wait"] = "0"  # nobody waits here
    return method, path, call, draw(bodies(call)), query


def asked_path(path: str, query: dict[str, str]) -> str:
    for name, value in (("{pos}", "1"), ("{sha256}", "ab" * 32), ("{import_id}", "0" * 16)):
        path = path.replace(name, value)
    return path + ("?" + "&".join(f"{name}={value}" for name, value in query.items()) if query else "")


async def check(folder: Path, tried: list[tuple[str, str, Any, bytes | None, dict[str, str]]]) -> None:
    async with HubWorld(folder) as world:
        desks = {role: await world.join(role) for role in ROLES_TRIED if role}
        for method, path, call, body, query in tried:
            named = {int(status) for status in call["responses"]} | STATUSES_OF_ALL
            for role in ROLES_TRIED:
                desk = desks[role] if role else None
                answer = await world.call(method.upper(), asked_path(path, query), desk, body)
                said = (method, path, role, answer.status, answer.body[:200])
                assert answer.status in named, said
                assert answer.status != 500, said
                if role is None and "security" in call:
                    assert answer.status in (401, 413), said
                if role == "rep" and answer.status < 300:
                    assert 403 not in named or path in REPS_MAY, said


REPS_MAY: frozenset[str] = (
    frozenset()
)  # paths that refuse a role only for some objects, and none of those a rep's


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(requests(), min_size=8, max_size=24))
def test_no_request_brings_a_fault_an_unnamed_status_or_a_right(
    tried: list[tuple[str, str, Any, bytes | None, dict[str, str]]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(check(Path(folder), tried))


def test_every_reference_of_the_document_leads_somewhere() -> None:
    told = document()
    for name in references(told):
        assert name in told["components"]["schemas"]


def references(value: Any) -> set[str]:
    if isinstance(value, dict):
        own = {str(value["$ref"]).rpartition("/")[2]} if "$ref" in value else set()
        return own.union(*map(references, value.values()))
    return set().union(*map(references, value)) if isinstance(value, list | tuple) else set()
