"""Files on their way to the channel: what the sender asks for before a message that carries one."""

from typing import Protocol

from app.domain.contents import Media
from app.domain.ids import LineId


class UploadRefused(Exception):
    """The channel does not take this file, or we do not have it: trying again changes nothing. `code` is our reason."""

    def __init__(self, code: str, provider_code: int | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.provider_code = provider_code


class UploadFailed(Exception):
    """It did not get there this time; trying again is safe, a file that arrives twice does no harm."""


class Uploader(Protocol):
    """Gives files to the channel."""

    async def media_id(self, line_id: LineId, media: Media) -> str:
        """The channel's id of a file that the hub has. Raises UploadRefused or UploadFailed."""

    async def forget(self, line_id: LineId, media: Media) -> None:
        """The channel did not take the id that it gave for this file: the next message brings the file anew."""
