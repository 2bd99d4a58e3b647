"""The small table of the pretend Graph API: which method of which node and edge is answered by whom."""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from app.sandbox.asgi import Reply, Scope, Send
from app.sandbox.graph_errors import METHOD, Refusal

PATH = re.compile(
    r"^/(?:(?P<version>v(?P<major>\d+)\.\d+)/)?(?P<node>[^/]+)(?:/(?P<edge>[^/]+)(?:/(?P<rest>.+?))?)?/?$"
)
OLDEST_VERSION = 20
NEWEST = "v26.0"
WITHOUT_VERSION = frozenset({"archive", "unarchive"})  # of templates: on a host of its own at Meta


@dataclass(frozen=True, slots=True)
class Call:
    """One request for `/<version>/<node>/<edge>/<rest>`, its token already checked."""

    method: str
    version: str  # "" for the few addresses that have none
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
        self._kinds: list[tuple[Owns, str]] = []

    def add(self, method: str, owns: Owns, edge: str | None, answer: Answer) -> None:
        """From now on `answer` serves this method and edge of the nodes that `owns` knows."""
        self._routes.append(Route(method, owns, edge, answer))

    def name(self, owns: Owns, kind: str) -> None:
        """What Graph calls these nodes, when one is read for an edge that it does not have."""
        self._kinds.append((owns, kind))

    def find(self, call: Call) -> Answer:
        """Who answers. Raises Refusal 100, as Graph does for an unknown object (subcode 33) or edge."""
        for route in self._routes:
            if (route.method, route.edge) == (call.method, call.edge) and route.owns(call.node):
                return route.answer
        if call.method == "GET" and call.edge is not None:
            for owns, kind in self._kinds:
                if owns(call.node):
                    raise no_field(call.edge, kind)
        raise unknown_object(call.method, call.node)


def read_call(scope: Scope, raw: bytes, send: Send) -> Call:
    """A request taken apart. Raises Refusal 2500 for a path without a served version."""
    path = PATH.match(scope["path"])
    is_served = path is not None and (
        int(path["major"]) >= OLDEST_VERSION if path["major"] else path["rest"] in WITHOUT_VERSION
    )
    if path is None or not is_served:
        raise Refusal(2500, message=f"Unknown path components: {scope['path']}")
    return Call(
        scope["method"],
        path["version"] or "",
        path["node"],
        path["edge"],
        path["rest"],
        query_of(scope),
        headers_of(scope),
        raw,
        send,
    )


def version_of(scope: Scope) -> str:
    """The version that answers: the one in the address, else the newest."""
    path = PATH.match(scope["path"])
    return (path and path["version"]) or NEWEST


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


def no_field(name: str, kind: str) -> Refusal:
    """What Graph says to reading a field or an edge that this kind of node does not have."""
    what = f"Tried accessing nonexisting field ({name}) on node type ({kind})"
    return Refusal(100, message=f"(#100) {what}")
