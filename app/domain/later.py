"""What the first paint does without, imported when something of it is first used.

asyncio takes as long to import as the window to paint, commands and sends half of that, hashes and secrets 3 ms, and
nothing needs them before somebody acts. The modules that a start imports (a test lists them) take these from here:
`from app.domain.later import asyncio, sends`.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import asyncio as asyncio
    import hashlib as hashlib
    import hmac as hmac
    import secrets as secrets

    from app.domain import commands as commands
    from app.domain import saved_views as saved_views
    from app.domain import sends as sends
else:

    class _Later:
        """Stands for a module; each name is looked up there once."""

        def __init__(self, module: str) -> None:
            self._module = module

        def __getattr__(self, name: str) -> Any:
            value = getattr(importlib.import_module(self._module), name)
            setattr(self, name, value)
            return value

    asyncio = _Later("asyncio")
    hashlib = _Later("hashlib")
    hmac = _Later("hmac")
    secrets = _Later("secrets")
    commands = _Later("app.domain.commands")
    saved_views = _Later("app.domain.saved_views")
    sends = _Later("app.domain.sends")
