"""The files of messages that are about to go: given to the channel first, since that is safe to repeat."""

import logging
from collections.abc import Mapping

from app.domain.contents import Media
from app.domain.errors import EnvironmentFailure
from app.domain.ids import MessageId
from app.hub.uploading import Uploader, UploadFailed, UploadRefused
from storage.hub.sends import Send

FILES_UNSUPPORTED = "files_unsupported"

_LOG = logging.getLogger(__name__)


class SendFiles:
    """What the channel has of each waiting message's files, and under which ids."""

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

    async def doubt(self, send: Send) -> None:
        """The channel refused the message: perhaps it has its files no more."""
        if self._uploader is None:
            return
        for media in send.outgoing.files():
            try:
                await self._uploader.forget(send.line_id, media)
            except EnvironmentFailure as error:
                _LOG.warning("file not forgotten code=%s", error.code)

    def take(self, message_id: MessageId) -> Mapping[Media, str]:
        """The ids for an attempt; the next one asks for them again."""
        return self._ready.pop(message_id, {})
