"""Sample files of templates: uploaded to the channel from the hub's own store."""

from typing import Protocol


class Samples(Protocol):
    """What a template's header with a file needs before it is submitted."""

    async def handle(self, sha256: str, token: str) -> str:
        """The channel's handle of an uploaded sample. Raises GraphRefused, GraphUnreachable."""
