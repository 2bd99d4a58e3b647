"""Round corners of floating windows, also on an X11 screen where nobody blends windows and see-through is black."""

import ctypes
from typing import Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QBitmap, QGuiApplication, QPainter, QRegion

_LIBRARY: Final = "libX11.so.6"  # Qt's own part for X11 loads it too


def is_blended() -> bool:
    """Whether a see-through pixel of a window shows what lies below: everywhere but on X11 without a compositor.

    Asked anew each time, in about a millisecond: compositors are switched on and off while programs run.
    """
    if QGuiApplication.platformName() != "xcb":
        return True
    try:
        return _has_compositor(ctypes.CDLL(_LIBRARY))
    except OSError:
        return False


def rounded_region(rect: QRect, radius: int) -> QRegion:
    """The pixels of a round-cornered box."""
    bitmap = QBitmap(rect.size())
    bitmap.clear()
    painter = QPainter(bitmap)
    painter.setBrush(Qt.GlobalColor.color1)
    painter.setPen(Qt.GlobalColor.color1)
    painter.drawRoundedRect(rect.adjusted(0, 0, -1, -1), radius, radius)
    painter.end()
    return QRegion(bitmap)


def _has_compositor(x11: ctypes.CDLL) -> bool:
    """A compositor says that it works by owning a selection of the screen (EWMH, _NET_WM_CM_Sn)."""
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XDefaultScreen.argtypes = [ctypes.c_void_p]
    x11.XInternAtom.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int]
    x11.XInternAtom.restype = ctypes.c_ulong
    x11.XGetSelectionOwner.argtypes = [ctypes.c_void_p, ctypes.c_ulong]
    x11.XGetSelectionOwner.restype = ctypes.c_ulong
    x11.XCloseDisplay.argtypes = [ctypes.c_void_p]
    display = x11.XOpenDisplay(None)
    if not display:
        return False
    try:
        name = f"_NET_WM_CM_S{x11.XDefaultScreen(display)}".encode("ascii")
        return bool(x11.XGetSelectionOwner(display, x11.XInternAtom(display, name, 0)))
    finally:
        x11.XCloseDisplay(display)
