"""Sample files of templates: uploaded to the channel from the hub's own store."""

from typing import Protocol

from app.domain.errors import EnvironmentFailure
from app.hub.http import HttpRefusal
from app.hub.media_files import MediaFiles
from app.whatsapp.account_client import AccountClient

ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "video/mp4": "mp4", "application/pdf": "pdf"}


class Samples(Protocol):
    """What a template's header with a file needs before it is submitted."""

    async def handle(self, sha256: str, token: str) -> str:
        """The channel's handle of an uploaded sample. Raises HttpRefusal, GraphRefused, GraphUnreachable."""


class SampleUploads:
    """Gives the channel a file of the store; its type is what its content says, its name says nothing."""

    def __init__(self, client: AccountClient, files: MediaFiles) -> None:
        self._client, self._files = client, files

    async def handle(self, sha256: str, token: str) -> str:
        """See `Samples`."""
        try:
            size = await self._files.do(lambda: self._files.store.size(sha256))
            if size is None:
                raise HttpRefusal(404, "file_not_at_hub")
            mime = (await self._files.facts(sha256, size)).mime
            if mime not in ENDINGS:
                raise HttpRefusal(422, "template_sample_type", mime=mime)
            app_id, name = await self._client.app_id(token), f"sample.{ENDINGS[mime]}"
            return await self._client.upload_sample(
                app_id, token, name, mime, size, lambda start: self._files.pieces(sha256, start)
            )
        except EnvironmentFailure as failure:
            raise HttpRefusal(503, failure.code, **failure.facts, retry_after="5") from failure
