"""Business numbers (lines)."""

from typing import ClassVar

from app.domain.ids import LineId
from app.domain.records import record


@record
class LineAdded:
    """line.added: the team's hub was set up for one more business number.

    `external_id` is the channel's own id of the number; `LineId` is "<channel>:<external_id>".
    """

    KIND: ClassVar[str] = "line.added"
    VERSION: ClassVar[int] = 1
    line_id: LineId
    channel: str
    external_id: str


@record
class LineProfile:
    """What customers see of a business number; also whether the channel lets it send."""

    about: str = ""
    address: str = ""
    description: str = ""
    email: str = ""
    websites: tuple[str, ...] = ()
    vertical: str = ""
    verified_name: str = ""
    quality: str = ""  # "green", "yellow", "red", "unknown"
    status: str = ""  # "connected" is the one that may send


@record
class LineProfileChanged:
    """line.profile_changed: what the channel shows of a business number is new to us, or was edited here.

    `account_id`: the account whose templates it may send.
    """

    KIND: ClassVar[str] = "line.profile_changed"
    VERSION: ClassVar[int] = 1
    line_id: LineId
    profile: LineProfile
    account_id: str | None = None


@record
class Line:
    """A business number as known now; `is_known` is False for one that only a stray webhook named."""

    line_id: LineId
    channel: str
    display_number: str | None = None
    is_known: bool = True


def line_id_of(channel: str, external_id: str) -> LineId:
    """The id of a line from the channel's own id of it."""
    return LineId(f"{channel}:{external_id}")


def channel_of(line_id: LineId) -> str:
    """The channel that a line belongs to."""
    return line_id.partition(":")[0]
