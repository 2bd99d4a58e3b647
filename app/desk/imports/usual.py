"""What is usual where this computer stands: how dates are written, and the time zone."""

import locale
import os
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.desk.imports.dates import Order

MONTH_FIRST: Final = frozenset({"US", "PH", "PR", "GU"})  # territories that write the month first
_LOCALTIME = Path("/etc/localtime")  # a link into the system's zones, on Linux and macOS


def usual_order() -> Order:
    """How people write dates where this computer is set to be: only for files that do not tell themselves."""
    settings = (os.environ.get(name) for name in ("LC_ALL", "LC_TIME", "LANG"))
    name = next((setting for setting in settings if setting), None) or locale.getlocale()[0] or ""
    territory = name.partition(".")[0].partition("_")[2]
    return "mdy" if territory in MONTH_FIRST else "dmy"


def usual_zone() -> str | None:
    """The IANA name of this computer's time zone, where it says one."""
    linked = str(_LOCALTIME.resolve()).partition("zoneinfo/")[2]
    for name in (os.environ.get("TZ", "").lstrip(":"), linked):
        if name and _is_zone(name):
            return name
    return None


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
