"""What a start does before Qt is imported. Standard library only, and nothing of ours."""

import gc
import threading
from collections.abc import Callable, MutableMapping
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


def collect_again() -> None:
    """The start is over: what it made is left aside for good."""
    gc.freeze()
    gc.enable()


def forget_the_bundle(environ: MutableMapping[str, str]) -> None:
    """In a program that was built: put back the variables that its first part set for itself.

    A browser that is opened for a link would else load our libraries in place of the system's. They are read once, at
    the start of a process; our own children set them anew.
    """
    before = environ.pop("LD_LIBRARY_PATH_ORIG", None)
    if before is not None:
        environ["LD_LIBRARY_PATH"] = before
    else:
        environ.pop("LD_LIBRARY_PATH", None)
    for name in [name for name in environ if name.startswith("_PYI_")]:
        del environ[name]
