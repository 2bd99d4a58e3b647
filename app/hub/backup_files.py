"""The folder of copies: names that tell their time, which are kept for how long, and the media beside them.

A copy is `hub-20261126T013000Z.db`. Files of messages never change, so each lies here once for all copies: as another
name of the same file where the disk allows it, else as a copy. One that the hub erased moves to `gone` and is thrown
away when no copy can name it any more (promise G14). Everything here blocks.
"""

import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from storage.hub.backup import sync

HOURLY, DAILY = 48, 35
OLDEST = timedelta(days=35)
MEDIA, GONE = "media", "gone"
UNFINISHED = ".part"
_NAME = re.compile(r"hub-(\d{8}T\d{6})Z\.db")
_TIME = "%Y%m%dT%H%M%S"
_DAY_S = 24 * 3600.0


def name_of(at: datetime) -> str:
    """The name of a copy made at a moment."""
    return f"hub-{at.astimezone(UTC).strftime(_TIME)}Z.db"


def made_at(path: Path) -> datetime | None:
    """When a copy was made, by its name; None for another file."""
    found = _NAME.fullmatch(path.name)
    try:
        return datetime.strptime(found[1], _TIME).replace(tzinfo=UTC) if found else None
    except ValueError:
        return None


def copies(folder: Path) -> list[tuple[datetime, Path]]:
    """Every finished copy, the newest first. Nothing where there is no folder."""
    dated = [(made_at(path), path) for path in folder.glob("hub-*.db")] if folder.is_dir() else []
    return sorted(((at, path) for at, path in dated if at is not None), reverse=True)


def kept(times: list[datetime], now: datetime) -> set[datetime]:
    """Which copies stay: those of the last 48 hours, then the newest of each day for 35 days, none that is older."""
    young = [at for at in times if now - at < OLDEST]
    hourly = {at for at in young if now - at <= timedelta(hours=HOURLY)}
    days: dict[object, datetime] = {}
    for at in sorted(young):
        days[at.date()] = at
    newest_days = sorted(days.values(), reverse=True)[:DAILY]
    return hourly | set(newest_days)


def rotate(folder: Path, now: datetime) -> int:
    """Throw away what is not kept, and what earlier tries left unfinished; gives the number of copies thrown away."""
    for left in folder.glob(f"*{UNFINISHED}*"):
        _remove(left)
    found = copies(folder)
    staying = kept([at for at, _ in found], now)
    return sum(_remove(path) for at, path in found if at not in staying)


def forget_set_aside(data_dir: Path, now: datetime) -> None:
    """What a restore set aside ages like a copy, as it holds the same."""
    for path in data_dir.glob("hub-set-aside-*.db*"):
        stamp = path.name.removeprefix("hub-set-aside-")[:15]
        with suppress(ValueError):
            if now - datetime.strptime(stamp, _TIME).replace(tzinfo=UTC) > OLDEST:
                _remove(path)


def take_media(source: Path, folder: Path, is_stopped: Callable[[], bool] = lambda: False) -> int:
    """Keep every file of messages that is not here yet; gives their number. Raises OSError."""
    here, there = dict(files(folder / MEDIA)), dict(files(source))
    new = [name for name in there if name not in here]
    for name in new:
        if is_stopped():
            return 0
        _take(there[name], folder / MEDIA / name[:2] / name)
    for name in here.keys() - there.keys():
        _move_to_gone(here[name], folder / GONE / name)
    _forget_gone(folder / GONE)
    return len(new)


def give_media(folder: Path, target: Path) -> int:
    """Put back the files of messages that are missing in the hub's own folder; gives their number. Raises OSError."""
    known = dict(files(target))
    missing = {**dict(files(folder / GONE)), **dict(files(folder / MEDIA))}
    found = [name for name in missing if name not in known]
    for name in found:
        _take(missing[name], target / name[:2] / name)
    return len(found)


def files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Files named by their content, below a folder or in it; what is still being written is not among them."""
    if not folder.is_dir():
        return
    for entry in os.scandir(folder):
        if entry.is_file() and len(entry.name) == 64:
            yield entry.name, Path(entry.path)
        elif entry.is_dir() and len(entry.name) == 2:
            yield from files(Path(entry.path))


def _take(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with suppress(FileNotFoundError):  # the hub erased it just now
        try:
            os.link(source, target)
        except FileExistsError:
            return
        except FileNotFoundError:
            raise
        except OSError:  # another disk, or one that knows no second name
            part = target.with_name(target.name + UNFINISHED)
            shutil.copyfile(source, part)
            sync(part)
            part.replace(target)


def _move_to_gone(path: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.replace(target)
    os.utime(target)  # from now on it ages


def _forget_gone(folder: Path) -> None:
    for _, path in list(files(folder)):
        if time.time() - path.stat().st_mtime > OLDEST.days * _DAY_S:
            _remove(path)


def _remove(path: Path) -> bool:
    """Whether it is gone; where somebody reads it, the next time will do."""
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return False
    return True
