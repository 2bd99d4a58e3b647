"""One call of a management edge: who asks for what, with the parameters wherever they stand.

Graph takes parameters from the query, from JSON, from a form or from multipart parts, and does not mind which.
"""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from app.sandbox.asgi import Reply
from app.sandbox.graph_errors import Refusal
from app.sandbox.multipart import parse_form
from app.sandbox.routing import Call
from app.sandbox.world import Json


@dataclass(frozen=True, slots=True)
class EdgeCall:
    """A request whose path is `<version>/<node>/<edge>/<rest>`."""

    base: str  # scheme, host and version, for addresses that go back to us
    node: str
    edge: str  # "" for the node itself
    rest: str  # what follows the edge, "" for nothing
    query: Mapping[str, str]
    params: Json  # the query and the body together; the body wins
    headers: Mapping[str, str]
    raw: bytes

    @property
    def path(self) -> str:
        """Node, edge and rest, as they were asked for."""
        return "/".join(part for part in (self.node, self.edge, self.rest) if part)

    def text(self, name: str, default: str | None = None) -> str:
        """A parameter as text. Raises Refusal 100 when it is missing and there is no default, or is no text."""
        value = self.params.get(name, default)
        if value is None:
            raise missing(name)
        if isinstance(value, bool | dict | list):
            raise invalid(f"Param {name} must be a string.")
        return str(value)

    def number(self, name: str, default: int | None = None) -> int:
        """A parameter as a whole number. Raises Refusal 100."""
        value = self.params.get(name, default)
        if value is None:
            raise missing(name)
        try:
            return int(value)
        except (TypeError, ValueError):
            raise invalid(f"Param {name} must be an integer.") from None

    def flag(self, name: str) -> bool | None:
        """A parameter as yes or no, None when it is not there. Raises Refusal 100."""
        value = self.params.get(name)
        if value is None or isinstance(value, bool):
            return value
        if str(value).lower() in {"true", "false", "1", "0"}:
            return str(value).lower() in {"true", "1"}
        raise invalid(f"Param {name} must be a boolean.")

    def listing(self, name: str) -> list[str]:
        """A parameter that is a list, a JSON list as text, or texts between commas; [] when it is not there."""
        value = unpacked(self.params.get(name))
        if isinstance(value, str):
            value = [part.strip() for part in value.split(",") if part.strip()]
        if value is None or isinstance(value, list):
            return [str(part) for part in value or []]
        return [str(value)]


Handler = Callable[[EdgeCall], Awaitable[Reply]]
Edges = dict[tuple[str, str], Handler]  # method and edge, for one kind of node


def read_edge_call(call: Call) -> EdgeCall:
    """The same call with its parameters read."""
    base = "/".join(part for part in (call.origin, call.version) if part)
    params = dict(call.query) | _body(call.headers.get("content-type", ""), call.raw)
    edge, rest = call.edge or "", call.rest or ""
    return EdgeCall(base, call.node, edge, rest, call.query, params, call.headers, call.raw)


def _body(kind: str, raw: bytes) -> Json:
    """The parameters in a body; one that cannot be read holds none."""
    if kind.startswith("application/x-www-form-urlencoded"):
        return dict(parse_qsl(raw.decode("utf-8", "replace"), keep_blank_values=True))
    if kind.startswith("multipart/form-data"):
        return _form(kind, raw)
    try:
        body = unpacked(json.loads(raw))  # some clients put their JSON into a JSON text
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _form(kind: str, raw: bytes) -> Json:
    try:
        return {name: part.data.decode("utf-8", "replace") for name, part in parse_form(kind, raw).items()}
    except ValueError:
        return {}


def unpacked(value: Any) -> Any:
    """JSON that stands in a text, as forms and queries carry it; anything else as it is."""
    if isinstance(value, str) and value[:1] in {"[", "{"}:
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def invalid(what: str) -> Refusal:
    """Graph's refusal of a parameter."""
    return Refusal(100, message=f"(#100) {what}")


def missing(name: str) -> Refusal:
    """Graph's refusal for want of a parameter."""
    return Refusal(100, message=f"(#100) The parameter {name} is required.")


def success(**more: Any) -> Reply:
    """`{"success": true}`, Graph's answer to most writes."""
    return Reply(200, {"success": True} | more)
