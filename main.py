"""Composition root: reads the command line, builds one role and runs it. Without a command the window opens."""

import argparse
import importlib
import logging
import os
import sys
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from app import VERSION
from app.terminal.commands import COMMANDS, speak_utf8

if TYPE_CHECKING:
    from app.desk.config import Profile
    from app.desk.desk import Desk
    from app.desk.live import LiveDesk

LOGS_ITSELF = frozenset({"hub"})
LINK = "--link"  # what follows is from a stranger: it is read as a link and as nothing else


def main(argv: Sequence[str]) -> int:
    """Run what `argv` names. 0 done, 1 refused or failed (one sentence on stderr), 2 wrong usage."""
    from app.domain.errors import ComptoirError
    from app.words import set_language

    if vars(sys).get("frozen", False):
        from app.beginning import forget_the_bundle

        forget_the_bundle(os.environ)
    speak_utf8()
    set_language("system")
    name = argv[0] if argv and not argv[0].startswith("-") else ""
    if name not in LOGS_ITSELF:
        logging.basicConfig(format="%(levelname)s %(name)s: %(message)s", level=logging.WARNING)
    try:
        return _run(name, argv)
    except ComptoirError as error:
        from app.words.sentences import refusal

        print(refusal(error.code, error.facts), file=sys.stderr)
        return 1
    except BrokenPipeError:  # `inbox … | head` has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130


def _run(name: str, argv: Sequence[str]) -> int:
    if name == "":
        return _window(argv)
    if name == "demo":
        return _demo(argv[1:])
    if name not in COMMANDS:
        print(f"main.py: {name}? The commands are: demo, {', '.join(COMMANDS)}", file=sys.stderr)
        return 2
    module, _, function = COMMANDS[name].partition(":")
    return int(getattr(importlib.import_module(module), function)(argv[1:]))


def _window(argv: Sequence[str]) -> int:
    """The joined profile, else practice; where there is neither yet, the doors."""
    from app.desk.config import chosen_profile, is_first_run
    from app.words import gettext as _

    parser = argparse.ArgumentParser(prog="main.py", description=_("A shared inbox for WhatsApp."))
    if argv and argv[0] == LINK:
        return _show(chosen_profile(None), None, link=argv[1] if len(argv) == 2 else "")
    parser.add_argument(
        "--profile", type=Path, metavar="DIR", help=_("folder of the profile; else the usual one")
    )
    parser.add_argument(
        "--in-tray", action="store_true", help=_("start without a window, where there is a tray")
    )
    parser.add_argument("--move", action="store_true", help=argparse.SUPPRESS)  # asked for in the window
    parser.add_argument("--language", default="", help=argparse.SUPPRESS)  # chosen before practice was left
    parser.add_argument("--version", action="version", version=f"Comptoir {VERSION}")
    options = parser.parse_args(argv)
    is_first = is_first_run(options.profile, os.environ)
    profile, language = chosen_profile(options.profile), options.language
    return _show(
        profile,
        None,
        is_in_tray=options.in_tray,
        is_first=is_first,
        language=language,
        is_moving=options.move,
    )


def _demo(argv: Sequence[str]) -> int:
    """The practice business; pictures are taken of a fresh one."""
    from app.desk.config import practice_profile
    from app.words import gettext as _

    parser = argparse.ArgumentParser(prog="main.py demo", description=_("Practise with invented customers."))
    parser.add_argument(
        "--pictures", type=Path, metavar="DIR", help=_("save pictures of the screens there, then end")
    )
    parser.add_argument(
        "--manual", type=Path, metavar="DIR", help=_("save the manual’s pictures there, then end")
    )
    parser.add_argument("--language", default="", help=argparse.SUPPRESS)  # of the window that led here
    options = parser.parse_args(argv)
    folder_asked = options.manual or options.pictures
    if folder_asked is None and _has_screen():
        return _show(practice_profile(), None, language=options.language)
    import tempfile

    with tempfile.TemporaryDirectory(prefix="comptoir-", ignore_cleanup_errors=True) as folder:
        practice = practice_profile(Path(folder) / "practice")
        return _show(practice, folder_asked or Path("pictures"), is_for_manual=options.manual is not None)


def _show(
    profile: "Profile",
    pictures_dir: Path | None,
    *,
    is_in_tray: bool = False,
    is_first: bool = False,
    is_for_manual: bool = False,
    link: str = "",
    language: str = "",
    is_moving: bool = False,
) -> int:
    """The window of a profile. What a first paint does not need is imported after it, off the loop's thread."""
    if not _has_screen():
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from app.beginning import hasten
    from app.desk.config import main_profile
    from app.desk.recent_lines import keep_lines

    keep_lines()
    own = main_profile()
    to_move = own if profile.is_practice else profile
    is_moving = to_move is profile and ((is_moving and profile.exists()) or profile.is_hub_leaving)
    begun = hasten(lambda: None if is_moving else _opening().open_known(profile))
    from app.terminal.own_move import OwnMove
    from ui import application
    from ui.doors.ways import Copies, Doors, Move

    opened: list[LiveDesk] = []
    joined: list[Profile] = []

    async def open_at(where: "Profile", phrase: str | None = None) -> "Desk":
        nonlocal profile
        profile = where  # what is asked for from now on is asked of the one behind the door
        ask = None if phrase is None else lambda: phrase
        opened.append(await _opening().open_profile(where, ask=ask))
        return opened[-1]

    async def open_asked() -> "Desk":
        if not language:
            return await open_at(profile)
        from ui.looks import in_language

        return await in_language(lambda: open_at(profile), language)()

    async def join(address: str, code: str, phrase: str | None) -> None:
        joined.append(await _opening().join_team(profile, address, code, phrase))

    async def take_up(copy: Path, key: str, member_id: str, phrase: str | None) -> None:
        joined.append(await _opening().take_up(profile, copy, key, member_id, phrase))

    async def leave() -> None:
        import asyncio

        await asyncio.to_thread(_opening().leave_practice, profile)

    copies = Copies(lambda copy, key: _copies().look(copy, key), take_up)
    behind = Doors(
        lambda phrase: _opening().begin_own(phrase),
        join,
        lambda phrase: open_at(own, phrase),
        own.folder,
        copies,
        language,
    )
    leave_practice: Callable[[], Awaitable[None]] | None = leave if profile.is_practice else None
    try:
        return application.run(
            open_asked,
            is_practice=profile.is_practice,
            begun=begun,
            pictures_dir=pictures_dir,
            is_for_manual=is_for_manual,
            leave_practice=leave_practice,
            join=join,
            copies=copies,
            reopen=lambda: _opening().reopen(profile, joined=joined[-1] if joined else None),
            practise=lambda: _opening().practise(),
            folder=profile.folder,
            is_in_tray=is_in_tray,
            unlock=lambda phrase: open_at(profile, phrase),
            begin=behind.begin if profile.is_practice and not own.exists() else None,
            doors=behind if is_first else None,
            link=link,
            move=Move(OwnMove(to_move), is_moving, lambda: _opening().reopen(to_move, "--move")),
        )
    finally:
        if begun.exception() is None and (known := begun.result()) is not None:
            opened.append(known)
        for desk in opened:  # a display that goes away ends the loop before anybody could stop the desk
            desk.abandon()


def _opening() -> ModuleType:
    return importlib.import_module("app.terminal.opening")


def _copies() -> ModuleType:
    return importlib.import_module("app.terminal.copies")


def _has_screen() -> bool:
    """Whether a window can be seen. Windows and macOS always have one; elsewhere a display server must run."""
    if os.environ.get("QT_QPA_PLATFORM", "") == "offscreen":
        return False
    is_elsewhere = sys.platform not in {"win32", "darwin"}
    return not is_elsewhere or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
