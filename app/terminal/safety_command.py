"""`main.py backup`, `restore` and `salvage`: copies of the hub, putting it back, and what desks still have of it."""

import argparse
import asyncio
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from app.domain.clock import SystemClock
from app.domain.errors import ComptoirError, EnvironmentFailure
from app.hub import backup_files, presence, restoring
from app.hub.backups import make_copy
from app.hub.config import HubConfig, backup_dir
from app.hub.hub import no_crash
from app.hub.imports import Imports
from app.hub.intake import Crash
from app.hub.media_files import MediaFiles
from app.hub.parts import open_core
from app.hub.rebuild import is_due, rebuild
from app.hub.restoring import Restored
from app.hub.salvage import Salvage, offer_of
from app.terminal.members_command import ask, data_key
from app.terminal.printing import json_line
from app.words import gettext as _
from app.words import ngettext
from app.words.sentences import refusal
from storage.hub.backup import CopyFacts
from storage.media import MediaStore

WORK_TIMEOUT_S = 3600.0  # a large hub on a slow disk


def run_backup(argv: Sequence[str], crash: Crash = no_crash) -> int:
    """Make a copy, prove it, and print where it is."""
    parser = _parser("backup", _("Make a copy of the hub, also while it runs."))
    parser.add_argument("--to", type=Path, metavar="FOLDER", help=_("another folder for the copy"))
    options = parser.parse_args(argv)
    return _run(lambda: _backup(_Place(options), options.to, crash))


def run_restore(argv: Sequence[str], crash: Crash = no_crash) -> int:
    """Put the hub back from a copy."""
    parser = _parser("restore", _("Put the hub back from a copy. What is there now is set aside."))
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--from", dest="source", type=Path, metavar="FILE", help=_("the copy"))
    what.add_argument(
        "--from-desk",
        type=Path,
        metavar="DIR",
        help=_("profile of a computer of the team, where no copy is left"),
    )
    _add_yes(parser)
    options = parser.parse_args(argv)
    if options.from_desk is not None:
        return _run(lambda: _rebuild(_Place(options), options.from_desk, crash, is_sure=options.yes))
    return _run(lambda: _restore(_Place(options), options.source, crash, is_sure=options.yes))


def run_salvage(argv: Sequence[str], crash: Crash = no_crash) -> int:
    """Take back what desks offer since a restore, or let it go."""
    parser = _parser("salvage", _("Take back what computers of the team still have since a restore."))
    parser.add_argument("--let-go", action="store_true", help=_("do not take it back, for good"))
    _add_yes(parser)
    options = parser.parse_args(argv)
    return _run(lambda: _salvage(_Place(options), crash, is_taken=not options.let_go, is_sure=options.yes))


class _Place:
    """The hub that is meant: a folder with the environment's key, or the hub of a profile of one computer."""

    def __init__(self, options: argparse.Namespace) -> None:
        self._profile: Path | None = options.profile
        self.folder: Path = options.data if options.data is not None else options.profile / "hub"

    def config(self) -> HubConfig:
        """With its key. Raises EnvironmentFailure where there is none to be had."""
        key = data_key() if self._profile is None else key_of(self._profile)
        return HubConfig(self.folder, data_key=key, backup_dir=backup_dir(os.environ))

    def ask(self, path: str, request: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """The running hub's answer; None when none runs. Raises EnvironmentFailure."""
        address = presence.running_hub(self.folder)
        if address is None:
            if not (self.folder / "hub.db").exists():  # a mistyped folder is not to become a hub
                raise EnvironmentFailure("no_hub_here", folder=str(self.folder))
            return None
        return ask(address, presence.admin_token(self.folder), path, request, WORK_TIMEOUT_S)


def key_of(folder: Path) -> str:
    """The key of the hub of one computer, out of its profile. Raises EnvironmentFailure."""
    from app.desk.config import main_profile
    from app.desk.session import unlock

    unlocked = unlock(main_profile(folder), os.environ)
    unlocked.lock.close()
    return unlocked.hub_key()


def _backup(place: _Place, to: Path | None, crash: Crash) -> Mapping[str, Any]:
    if to is None:
        told = place.ask("/admin/v1/backup", {})
        if told is not None:
            return told
        config = place.config()
        with presence.locked(place.folder):
            return _copied(config, crash)
    if not (place.folder / "hub.db").exists():
        raise EnvironmentFailure("no_hub_here", folder=str(place.folder))
    return _copied(replace(place.config(), backup_dir=to.absolute()), crash)


def _copied(config: HubConfig, crash: Crash) -> Mapping[str, Any]:
    now = SystemClock().now()
    facts = make_copy(config, now, crash)
    path = config.backup_folder / backup_files.name_of(now)
    return {"file": str(path), "bytes": facts.size_bytes, "events": facts.pos, "log_id": facts.log_id}


def _restore(place: _Place, source: Path, crash: Crash, *, is_sure: bool) -> Mapping[str, Any]:
    config = place.config()
    with presence.locked(place.folder):
        restoring.finish(place.folder)
        facts = restoring.look(config, source)
        _be_sure(_restore_words(config, source, facts), is_sure=is_sure)
        done = restoring.restore(config, source, SystemClock(), os.urandom, crash)
    return _told(source, done)


def _rebuild(place: _Place, profile: Path, crash: Crash, *, is_sure: bool) -> Mapping[str, Any]:
    from app.terminal.desk_log import desk_log  # with it the desk's core

    config = place.config()
    with presence.locked(place.folder):
        restoring.finish(place.folder)
        with desk_log(profile) as source:
            words = _("The log of {name} becomes the hub in {folder}. Every other computer must join again.")
            said = words.format(name=source.device.name, folder=config.data_dir)
            if config.database.exists():
                said += " " + _("The hub that is there is set aside.")
            _be_sure(said, is_sure=is_sure)
            done = restoring.rebuild(config, source, SystemClock(), os.urandom, crash)
    return _told(profile, done)


def _told(source: Path, done: Restored) -> Mapping[str, Any]:
    return {
        "file": str(source),
        "log_id": done.epoch.log_id,
        "parent_log_id": done.epoch.parent_log_id,
        "pos": done.epoch.parent_pos,
        "set_aside": str(done.set_aside) if done.set_aside else None,
        "revoked": done.revoked,
        "media": done.media,
    }


def _restore_words(config: HubConfig, source: Path, facts: CopyFacts) -> str:
    made_at = backup_files.made_at(source)
    words = _("The copy {file} is whole: {events} entries, made {made_at}.").format(
        file=source.name,
        events=facts.pos,
        made_at=made_at.isoformat() if made_at else _("at an unknown time"),
    )
    if not config.database.exists():
        return words + " " + _("It becomes the hub in {folder}.").format(folder=config.data_dir)
    return (
        words
        + " "
        + _("It takes the place of the hub in {folder}, which is set aside.").format(folder=config.data_dir)
    )


def _salvage(place: _Place, crash: Crash, *, is_taken: bool, is_sure: bool) -> Mapping[str, Any]:
    state = place.ask("/admin/v1/safety", {})
    if state is not None:
        _be_sure(_offer_words(state["offer"], is_taken=is_taken), is_sure=is_sure)
        return place.ask("/admin/v1/salvage", {"is_taken": is_taken}) or {}
    config = place.config()
    with presence.locked(place.folder):
        return asyncio.run(_salvaged(config, crash, is_taken=is_taken, is_sure=is_sure))


async def _salvaged(config: HubConfig, crash: Crash, *, is_taken: bool, is_sure: bool) -> Mapping[str, Any]:
    clock = SystemClock()
    core = open_core(config, clock, os.urandom)
    files = MediaFiles(MediaStore(config.media_folder, config.data_key, crash))
    try:
        if core.readers.quick(is_due):
            await rebuild(core.writer)
        offer = core.readers.quick(offer_of)
        _be_sure(_offer_words(asdict(offer) if offer else None, is_taken=is_taken), is_sure=is_sure)
        imports = Imports(core.writer, core.appender, (), clock, core.new_id, crash)
        salvage = Salvage(core.writer, core.appender, files, clock, crash, imports.erase_undone)
        return asdict(await salvage.decide(is_taken=is_taken))
    finally:
        files.close()
        core.close()


def _offer_words(offer: Mapping[str, Any] | None, *, is_taken: bool) -> str:
    """Raises EnvironmentFailure when nothing is offered."""
    if offer is None:
        raise EnvironmentFailure("nothing_to_salvage")
    n = offer["messages"]
    words = ngettext(
        "Computers of the team have {n} message that this hub lost, among {events} entries, from {first} to {last}.",
        "Computers of the team have {n} messages that this hub lost, among {events} entries, from {first} to {last}.",
        n,
    ).format(n=n, events=offer["events"], first=offer["first_at"], last=offer["last_at"])
    return f"{words} {_('They are taken back.') if is_taken else _('They are let go for good.')}"


def _be_sure(words: str, *, is_sure: bool) -> None:
    """Ask before something is replaced. Raises EnvironmentFailure("not_confirmed")."""
    if is_sure:
        return
    print(words, file=sys.stderr)
    if not sys.stdin.isatty():
        raise EnvironmentFailure("not_confirmed")
    print(_("Go on? Type yes: "), end="", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip().lower() not in {"yes", "y", "oui", "o"}:
        raise EnvironmentFailure("not_confirmed")


def _parser(name: str, description: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=f"main.py {name}", description=description)
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--data", type=Path, metavar="DIR", help=_("folder of the hub"))
    where.add_argument(
        "--profile", type=Path, metavar="DIR", help=_("profile of one computer with its own hub")
    )
    return parser


def _add_yes(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--yes", action="store_true", help=_("do not ask"))


def _run(act: Callable[[], Mapping[str, Any]]) -> int:
    """0 done, 1 refused (one sentence on stderr)."""
    try:
        print(json_line(act()))
    except ComptoirError as error:
        print(refusal(error.code, error.facts), file=sys.stderr)
        return 1
    return 0
