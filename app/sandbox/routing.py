"""The small table of the pretend Graph API: which method of which node and edge is answered by whom."""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from app.sandbox.asgi import Reply, Scope, Send
from app.sandbox.graph_errors import METHOD, Refusal

PATH = re.compile(
    r"^/(?P<version>v(?P<major>\d+)\.\d+)/(?P<node>[^/]+)(?:/(?P<edge>[^/]+)(?:/(?P<rest>.+?))?)?/?$"
)
OLDEST_VERSION = 20


@dataclass(frozen=True, slots=True)
class Call:
    """One request for `/<version>/<node>/<edge>/<rest>`, its token already checked."""

    method: str
    node: str
    edge: str | None
    rest: str | None
    query: Mapping[str, str]
    headers: Mapping[str, str]  # names in lower case
    raw: bytes
    send: Send  # only for faults that break an answer half-way

    @property
    def origin(self) -> str:
        """The address under which the caller reaches this sandbox."""
        return f"http://{self.headers.get('host', '127.0.0.1')}"


Answer = Callable[[Call], Awaitable[Reply | None]]  # None: the answer has already been sent
Owns = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Route:
    """`owns` says whether a node is of the kind that this route is about; edge None is the node itself."""

    method: str
    owns: Owns
    edge: str | None
    answer: Answer


class Routes:
    """All routes; each part of the sandbox adds its own."""

    def __init__(self) -> None:
        self._routes: list[Route] = []

    def add(self, method: str, owns: Owns, edge: str | None, answer: Answer) -> None:
        """From now on `answer` serves this method and edge of the nodes that `owns` knows."""
        self._routes.append(Route(method, owns, edge, answer))

    def find(self, call: Call) -> Answer:
        """Who answers. Raises Refusal 100 (subcode 33) as Graph does for an unknown object or edge."""
        for route in self._routes:
            if (route.method, route.edge) == (call.method, call.edge) and route.owns(call.node):
                return route.answer
        raise unknown_object(call.method, call.node)


def read_call(scope: Scope, raw: bytes, send: Send) -> Call:
    """A request taken apart. Raises Refusal 2500 for a path without a served version."""
    path = PATH.match(scope["path"])
    if path is None or int(path["major"]) < OLDEST_VERSION:
        raise Refusal(2500, message=f"Unknown path components: {scope['path']}")
    return Call(
        scope["method"],
        path["node"],
        path["edge"],
        path["rest"],
        query_of(scope),
        headers_of(scope),
        raw,
        send,
    )


def query_of(scope: Scope) -> dict[str, str]:
    """The parameters of the address."""
    return dict(parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True))


def headers_of(scope: Scope) -> dict[str, str]:
    """The request's headers, names in lower case."""
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}


def unknown_object(method: str, node: str) -> Refusal:
    """What Graph says of an id that does not exist, may not be seen, or cannot do this."""
    return Refusal(
        100,
        message=f"Unsupported {method.lower()} request. Object with ID '{node}' does not exist, "
        "cannot be loaded due to missing permissions, or does not support this operation",
        subcode=33,
        kind=METHOD,
    )
