"""Faults on demand: what is armed here happens to the next calls or posts, then is over."""

import dataclasses
from dataclasses import dataclass

CALL_FAULTS = {
    "lost_request": "the connection is cut before the message is accepted",
    "lost_answer": "accepted, then the connection is cut before the answer",
    "lost_answer_after_headers": "accepted, then the connection is cut in the middle of the answer",
    "bodyless_5xx": "accepted, then 502 with an empty body (another status by `status`)",
    "graph_5xx": "not accepted: an error with Graph's body (131000, another by `code`)",
    "lying_5xx": "accepted, yet answered as graph_5xx is",
    "refuse": "not accepted: Graph refuses with `code` (130429 unless said)",
    "slow_answer": "accepted, answered `delay_s` seconds later (60 unless said)",
}
STATUS_FAULTS = {
    "no_status": "no status of the message is ever sent",
    "status_before_answer": "`sent` is delivered to the webhook before the call is answered",
    "only_failed": "the message fails with `code` (131000 unless said) instead of being sent",
    "failed_after_delivered": "`failed` (131000, another by `code`) follows `delivered`",
}
POST_FAULTS = {
    "doubled": "a webhook post is sent twice",
    "late": "a webhook post waits `delay_s` seconds (60 unless said)",
    "reordered": "that many posts are held together and sent in reverse order",
}
MEDIA_FAULTS = {
    "expired_url": "a download address counts as expired",
    "wrong_hash": "a look-up tells another file's digest",
    "wrong_bytes": "a download brings half of the file",
    "media_outage": "from the next media call on, all are answered 503 for `delay_s` seconds (60 unless said)",
    "too_large": "the next file of a customer has over 100 MB: it comes as an error (131052) without the file",
}
TEMPLATE_FAULTS = {
    "held_template": "a template is held for quality (`message_status`) and goes on `delay_s` seconds later, "
    "or fails then with `code`, if there is one",
}
MANAGEMENT_FAULTS = {
    "refuse_management": "a call of the account, a template, the number … is refused with `code` (80007 unless said)",
}
KINDS = CALL_FAULTS | STATUS_FAULTS | POST_FAULTS | MEDIA_FAULTS | TEMPLATE_FAULTS | MANAGEMENT_FAULTS


class ConnectionCut(ConnectionResetError):
    """No answer may come: the server cuts the connection; in one process it reaches the caller as it is."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One kind of fault with its details; fields that the kind does not use are ignored."""

    kind: str
    times: int = 1
    code: int = 0  # 0: the kind's own default
    status: int = 502
    delay_s: float = 60.0

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"unknown fault {self.kind!r}; known are {', '.join(sorted(KINDS))}")
        if self.times < 1:
            raise ValueError("times must be at least 1")


class Faults:
    """The armed faults, first armed first used."""

    def __init__(self) -> None:
        self._armed: list[Fault] = []

    def arm(self, fault: Fault) -> None:
        """Let it happen `fault.times` times."""
        self._armed.append(fault)

    def clear(self) -> None:
        """Nothing more goes wrong."""
        self._armed.clear()

    def armed(self) -> tuple[Fault, ...]:
        """What is still to happen, with the times that are left."""
        return tuple(self._armed)

    def take(self, *kinds: str) -> Fault | None:
        """Use up one occurrence of the first armed fault of these kinds."""
        for index, fault in enumerate(self._armed):
            if fault.kind in kinds:
                left = [dataclasses.replace(fault, times=fault.times - 1)] if fault.times > 1 else []
                self._armed[index : index + 1] = left
                return fault
        return None

    def take_all(self, kind: str) -> Fault | None:
        """Use up all occurrences of one armed fault at once."""
        found = next((fault for fault in self._armed if fault.kind == kind), None)
        if found is not None:
            self._armed.remove(found)
        return found
