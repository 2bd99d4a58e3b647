"""asyncio, imported when something of it is first used.

Its import takes as long as painting the window, and nothing before the first paint needs it; so the modules that are
imported before (a test lists them) take it from here: `from app.domain.later import asyncio`.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import asyncio as asyncio
else:

    class _Later:
        """Stands for the module; each name is looked up there once."""

        def __getattr__(self, name: str) -> Any:
            import asyncio as module

            value = getattr(module, name)
            setattr(self, name, value)
            return value

    asyncio = _Later()
