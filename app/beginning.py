"""What a start does before Qt is imported. Standard library only, and nothing of ours."""

import gc
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

T = TypeVar("T")


def hasten(open_known: Callable[[], T]) -> Future[T]:
    """Before Qt is imported: open the desk beside it.

    Nothing is collected until the window is there: what a start makes stays, and looking through it costs a tenth.
    """
    gc.disable()
    begun: Future[T] = Future()

    def work() -> None:
        try:
            begun.set_result(open_known())
        except BaseException as error:  # noqa: BLE001 - handed to the one who waits
            begun.set_exception(error)

    threading.Thread(target=work, name="open").start()
    return begun
