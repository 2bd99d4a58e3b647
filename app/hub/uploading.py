"""Files of a message: the channel must have them, under an id of its own, before the message can be posted.

Giving it a file is safe to repeat, so it happens before the attempt is committed (protocol, section 9).
"""

import logging
from collections.abc import Mapping
from typing import Protocol

from app.domain.contents import Media
from app.domain.ids import LineId, MessageId
from storage.hub.sends import Send

FILES_UNSUPPORTED = "files_unsupported"

_LOG = logging.getLogger(__name__)


class UploadRefused(Exception):
    """The channel will never take this file, or the hub does not have it. `code`: see app.domain.failures."""

    def __init__(self, code: str, provider_code: int | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.provider_code = provider_code


class UploadFailed(Exception):
    """It did not work this time; nothing of the message went out."""


class Uploader(Protocol):
    """Gives files to the channel."""

    async def media_id(self, line_id: LineId, media: Media) -> str:
        """The channel's id of a file, for messages of this line. Raises UploadRefused or UploadFailed."""
        ...


class Files:
    """The files of messages that are about to go, and the ids that the channel gave for them."""

    def __init__(self, uploader: Uploader | None) -> None:
        self._uploader = uploader
        self._ready: dict[MessageId, Mapping[Media, str]] = {}

    def is_ready(self, send: Send) -> bool:
        """Whether the channel has all that the message needs."""
        return send.message_id in self._ready or not send.outgoing.files()

    async def prepare(self, send: Send) -> None:
        """Give its files to the channel. Raises UploadRefused or UploadFailed."""
        if self._uploader is None:
            raise UploadRefused(FILES_UNSUPPORTED)
        try:
            ids = {
                media: await self._uploader.media_id(send.line_id, media) for media in send.outgoing.files()
            }
        except (UploadRefused, UploadFailed):
            raise
        except Exception as error:
            _LOG.error("file not given by a fault of ours error=%s", type(error).__name__)
            raise UploadFailed from error
        self._ready[send.message_id] = ids

    def take(self, message_id: MessageId) -> Mapping[Media, str]:
        """The ids for an attempt; the next one asks for them again."""
        return self._ready.pop(message_id, {})
