"""Posts to Meta's Graph API and says what the outcome proves. It never tries again by itself.

An outcome is one of five (protocol, section 9):

    Accepted     Graph took the message and gave it an id
    NotSent      nothing left this computer
    Refusal      Graph said no: it did not go out
    SaidFailed   Graph said that it failed on its side (5xx with Graph's own words, or one of its numbers for that)
    Unclear      nobody can tell: silence, a cut connection, a bodyless 5xx, a 200 without an id

Whatever was no acceptance is kept as it came (`said`: JSON, bounded), for what this version does not understand.
"""

import logging
from dataclasses import dataclass, field, replace

from app import net
from app.domain.contacts import Identity
from app.domain.contents import Media
from app.domain.failures import CHANNEL_FAILED, FAILED_UNKNOWN, RATE_LIMITED
from app.domain.outgoing import Outgoing
from app.whatsapp import wire
from app.whatsapp.codes import is_known, meaning_of
from app.whatsapp.wire_parts import MediaIds

DEADLINE_S = 45.0  # for a whole post, from looking up the name to the last byte of the answer
READ_MARK_DEADLINE_S = 20.0
NO_FILES: dict[Media, str] = {}
_JSON = {"content-type": "application/json"}

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Accepted:
    """Graph took it. `identity`: how Graph calls the recipient, perhaps not as we did."""

    external_id: str
    identity: Identity


@dataclass(frozen=True, slots=True)
class Refusal:
    """Graph said no. `code` is ours, `provider_code` Meta's number; `retry_after_s` when it asks us to wait."""

    code: str
    provider_code: int | None = None
    retry_after_s: float | None = None
    said: bytes | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class SaidFailed:
    """Graph said that it failed on its side."""

    code: str
    provider_code: int | None = None
    said: bytes | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Unclear:
    """Nobody can tell: "timeout", "connection_lost", "bodyless_5xx", "answer_unreadable"."""

    reason: str
    said: bytes | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class NotSent:
    """Proof that nothing left this computer."""

    reason: str


Outcome = Accepted | Refusal | SaidFailed | Unclear | NotSent


class GraphClient:
    """Meta's Graph API at one address and version. Tokens go into the header alone, and into no log."""

    def __init__(self, http: net.Http, base_url: str, version: str) -> None:
        self._http = http
        self._root = f"{base_url.rstrip('/')}/{version.strip('/')}"

    async def send(
        self,
        line_external_id: str,
        token: str,
        to: Identity,
        outgoing: Outgoing,
        opaque: str,
        media_ids: MediaIds = NO_FILES,
    ) -> Outcome:
        """Post one message once. Raises `wire.Unwritable` before anything leaves when it cannot be written down."""
        body = wire.message_body(to, outgoing, opaque, media_ids)
        try:
            answer = await self._post(line_external_id, token, body, DEADLINE_S)
        except net.NotSent as error:
            return NotSent(type(error.__cause__).__name__)
        except net.OutcomeUnknown as error:
            return Unclear(_lost(error))
        return outcome_of(answer)

    async def mark_read(
        self, line_external_id: str, token: str, external_id: str, *, is_typing: bool = False
    ) -> bool:
        """Tell the customer that their message was read, and with `is_typing` that somebody writes.

        Safe to repeat. False when Graph did not confirm it.
        """
        body = wire.read_mark_body(external_id, is_typing=is_typing)
        try:
            answer = await self._post(line_external_id, token, body, READ_MARK_DEADLINE_S)
        except net.TransportError:
            return False
        return answer.status == 200 and wire.is_success(answer.body)

    async def _post(self, line_external_id: str, token: str, body: bytes, deadline_s: float) -> net.Answer:
        url = f"{self._root}/{line_external_id}/messages"
        return await self._http.request(
            "POST", url, headers=_JSON, content=body, bearer=token, deadline_s=deadline_s
        )


def outcome_of(answer: net.Answer) -> Outcome:
    """What a whole answer to a send proves. All but an acceptance keeps Graph's own words."""
    said = wire.read_answer(answer.body)
    if isinstance(said, wire.GraphAcceptance) and 200 <= answer.status < 300:
        return Accepted(said.external_id, said.identity)
    outcome = _refused(said.number, answer) if isinstance(said, wire.GraphError) else _wordless(answer)
    if isinstance(outcome, Unclear) or outcome.code == FAILED_UNKNOWN:
        _LOG.info("answer not understood status=%d bytes=%d", answer.status, len(answer.body))
    return replace(outcome, said=wire.kept_answer(answer.status, answer.body))


def _wordless(answer: net.Answer) -> Refusal | Unclear:
    """What the status alone proves, without a word of Graph's own."""
    if answer.status >= 500:
        return Unclear("bodyless_5xx")
    if answer.status == 429:
        return Refusal(RATE_LIMITED, None, wire.regain_access_s(answer.headers))
    # A 4xx is an answer of its own (408: the server gave up waiting for what we may have sent); a 3xx says nothing.
    is_final = 400 <= answer.status < 500 and answer.status != 408
    return Refusal(FAILED_UNKNOWN) if is_final else Unclear("answer_unreadable")


def _refused(number: int | None, answer: net.Answer) -> Refusal | SaidFailed:
    if number is not None and is_known(number):
        failure = meaning_of(number)
        if failure.retry == "at_most_two":
            return SaidFailed(failure.code, number)
        return Refusal(failure.code, number, wire.regain_access_s(answer.headers))
    if answer.status >= 500:
        return SaidFailed(CHANNEL_FAILED, number)
    return Refusal(FAILED_UNKNOWN, number)


def _lost(error: net.OutcomeUnknown) -> str:
    """Whether time ran out or the connection broke."""
    is_late = isinstance(error.__cause__, TimeoutError) or type(error.__cause__).__name__.endswith("Timeout")
    return "timeout" if is_late else "connection_lost"
