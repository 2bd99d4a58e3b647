"""The part of qasync 0.28 that Comptoir uses."""

import asyncio
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Any, Self, TypeVar

from PySide6.QtCore import QCoreApplication

_T = TypeVar("_T")

class QEventLoop(asyncio.SelectorEventLoop):
    def __init__(
        self, app: QCoreApplication | None = ..., set_running_loop: bool = ..., already_running: bool = ...
    ) -> None: ...
    def __enter__(self) -> Self: ...
    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...

class QThreadExecutor:
    def __init__(self, max_workers: int = ..., stack_size: int | None = ...) -> None: ...
    def shutdown(self, wait: bool = ...) -> None: ...

async def asyncWrap(fn: Callable[..., _T], *args: Any, **kwargs: Any) -> _T: ...
def run(
    future: Awaitable[_T], *, debug: bool | None = ..., loop_factory: Callable[[], asyncio.AbstractEventLoop] | None = ...
) -> _T: ...
