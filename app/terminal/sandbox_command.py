"""`main.py sandbox`: the pretend Meta as a process of its own. The format of its flags is in docs/manual/sandbox.md."""

import argparse
import asyncio
import contextlib
import errno
import os
import signal
import sys
import threading
from pathlib import Path
from urllib.parse import urlsplit

from app.sandbox.run import OtherNumber, SandboxSettings, run_sandbox
from app.words import gettext as _

HIGHEST_PORT = 65535


def run(argv: list[str]) -> int:
    """Serve until interrupted. 0 ended, 1 could not start (a sentence on stderr), 2 wrong usage."""
    options = _parser().parse_args(argv)
    settings = SandboxSettings(
        port=options.port,
        webhook=options.webhook,
        app_secret=options.app_secret,
        verify_token=options.verify_token,
        phone_number_id=options.phone_number_id,
        waba_id=options.waba_id,
        access_token=options.access_token,
        story=options.story,
        state=options.state,
        seed=options.seed,
    )
    try:
        asyncio.run(_serve(settings, until_stdin_closes=options.until_stdin_closes))
    except KeyboardInterrupt:
        return 0
    except (OSError, ValueError, OtherNumber) as error:
        print(_sentence(settings, error), file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="main.py sandbox", description=_("A pretend Meta for practice and tests.")
    )
    parser.add_argument("--port", type=_port, required=True, help=_("where to listen; 0 takes a free port"))
    parser.add_argument(
        "--webhook",
        type=_address,
        help=_("address that receives the webhooks; without it none is named yet, as in a new app"),
    )
    parser.add_argument("--app-secret", required=True, help=_("signs the webhooks"))
    parser.add_argument("--verify-token", default="", help=_("proves the address at the handshake"))
    parser.add_argument("--phone-number-id", required=True, help=_("id of the business number"))
    parser.add_argument("--waba-id", required=True, help=_("id of the business account"))
    parser.add_argument("--access-token", help=_("the only token that is taken; without it any is"))
    parser.add_argument("--story", help=_("practice business to play, for example salon"))
    parser.add_argument("--state", type=Path, help=_("file that keeps the practice world between runs"))
    parser.add_argument(
        "--seed", type=int, default=1, help=_("another number gives other choices of the customers")
    )
    parser.add_argument(
        "--until-stdin-closes", action="store_true", help=_("stop when the standard input ends")
    )
    return parser


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > HIGHEST_PORT:
        raise argparse.ArgumentTypeError(_("{text} is not a port").format(text=text))
    return int(text)


def _address(text: str) -> str:
    """A mistyped address would be served all day, and no webhook would ever arrive."""
    try:
        parts = urlsplit(text)
        is_one = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is none, a bracket left open
        is_one = False
    if not is_one or any(letter.isspace() for letter in text):
        raise argparse.ArgumentTypeError(
            _("{text} is not an address. It looks like http://127.0.0.1:8080/webhooks/whatsapp.").format(
                text=text
            )
        )
    return text


async def _serve(settings: SandboxSettings, *, until_stdin_closes: bool) -> None:
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # Windows: KeyboardInterrupt ends the run instead
            loop.add_signal_handler(name, stop.set)
    if until_stdin_closes:
        threading.Thread(target=_await_end_of_stdin, args=(loop, stop), daemon=True).start()
    await run_sandbox(settings, on_ready=_say_ready, stop=stop)


def _await_end_of_stdin(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    while os.read(sys.stdin.fileno(), 1024):  # unbuffered: a thread inside sys.stdin would abort the exit
        pass
    with contextlib.suppress(RuntimeError):  # the loop may have ended before the input did
        loop.call_soon_threadsafe(stop.set)


def _say_ready(port: int) -> None:
    print(f"ready http://127.0.0.1:{port}", flush=True)


def _sentence(settings: SandboxSettings, error: Exception) -> str:
    """What did not happen and what to do now."""
    if isinstance(error, OtherNumber):
        return _("The practice file {path} belongs to another number. Choose another file.").format(
            path=settings.state
        )
    if isinstance(error, FileNotFoundError):
        return _("There is no practice business called {name}.").format(name=settings.story)
    if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
        return _("Port {port} is already in use. Choose another port.").format(port=settings.port)
    if isinstance(error, OSError):
        return _("The sandbox cannot listen on port {port}. Choose another port.").format(port=settings.port)
    return _("The practice file {path} cannot be read. Choose another file or delete it.").format(
        path=settings.state
    )
