"""What is in a bundle and what is not: the lists from which `comptoir.spec` builds and against which a build is held.

Standard library only, because PyInstaller reads it as well as the tests do. All paths are from the program folder's
`_internal`, with forward slashes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
OWN_PACKAGES: Final = ("app", "storage", "ui")
LEFT_OUT_OF_OURS: Final = re.compile(r"ui\.(gallery\w*|theme\.make_values)")  # for who works on the program

# Data, from the root of the project to the same place in the bundle: our modules look for it beside themselves.
DATA: Final = ("resources", "docs/manual", "docs/pictures", "LICENSE")

# Found by name at run time only, so that no import shows them to PyInstaller.
FOUND_BY_NAME: Final = (
    "uvicorn.lifespan.off",
    "uvicorn.logging",
    "uvicorn.loops.auto",
    "uvicorn.protocols.http.httptools_impl",
    "uvicorn.protocols.websockets.auto",
    "_cffi_backend",
)

NOT_IMPORTED: Final = (
    "IPython",
    "PIL",
    "PyInstaller",
    "_pytest",
    "alembic",
    "hypothesis",
    "lib2to3",
    "mypy",
    "pip",
    "pkg_resources",
    "pydoc_data",
    "pytest",
    "rich",
    "setuptools",
    "test",
    "tests",
    "tkinter",
    "turtledemo",
    "numpy.f2py",
    "numpy.testing",
    "numpy.tests",
    "sqlalchemy.testing",
    "PySide6.QtPdf",
    "PySide6.QtQml",
    "PySide6.QtQuick",
    "PySide6.QtOpenGLWidgets",
    "PySide6.QtPrintSupport.tests",
)

LANGUAGES: Final = ("en", "fr")

# What PyInstaller's own hooks collect and nobody here loads. `fullmatch` against the place in the bundle.
DROPPED: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r"PySide6/Qt/qml/.*",
        r"PySide6/qml/.*",
        r"(?:.*/)?(?:lib)?Qt6?(?:Qml|Quick|Pdf|VirtualKeyboard|Labs|Qml\w+|Quick\w+)\w*[.-].*",
        r"(?:.*/)?Qt(?:Qml|Quick|Pdf|VirtualKeyboard|Qml\w+|Quick\w+)\.framework/.*",
        r"(?:.*/)?plugins/platformthemes/libqgtk3\..*",  # brings GTK, which belongs to the system or nowhere
        r"(?:.*/)?plugins/(?:qmltooling|sqldrivers|designer|virtualkeyboard|platforminputcontexts/[^/]*virtualkeyboard).*",
        r"(?:.*/)?plugins/(?:imageformats/[^/]*q?pdf|platforms/[^/]*(?:eglfs|linuxfb|vnc|minimalegl|vkkhrdisplay|minimal)).*",
        r"(?:.*/)?plugins/(?:egldeviceintegrations|generic)/.*",
        r"(?:lib)?(?:gtk-3|gdk-3|atk-1|atk-bridge|atspi|cairo|pango|harfbuzz-gobject|gdk_pixbuf|epoxy|rsvg)[^/]*",
        r"share/(?:themes|icons|fontconfig|locale|gtk-3\.0).*",
        r"(?:gio_modules|lib/gdk-pixbuf)/.*",
        r"babel/locale-data/(?!root\.dat|(?:en|fr)(?:_\w+)?\.dat).*",
        r"(?:.*/)?translations/(?!qtbase_fr\.qm).*\.qm",
        r"(?:.*/)?(?:tests?|testing)/.*",
        r"(?:.*\.dist-info)/(?:RECORD|INSTALLER|REQUESTED|direct_url\.json)",
        r"resources/locale/.*\.po",  # its compiled twin is there
    )
)


def is_dropped(place: str) -> bool:
    """Whether a file that was collected does not go into the bundle."""
    return any(pattern.fullmatch(place.replace("\\", "/")) for pattern in DROPPED)


def own_modules(root: Path = ROOT) -> Iterator[str]:
    """Every module of ours: many are imported by a name in a table, which no analysis of imports sees."""
    for package in OWN_PACKAGES:
        for path in sorted((root / package).rglob("*.py")):
            parts = path.relative_to(root).with_suffix("").parts
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            if not LEFT_OUT_OF_OURS.fullmatch(name):
                yield name


def data_files(root: Path = ROOT) -> list[tuple[str, str]]:
    """(file, folder in the bundle) of everything beside the code."""
    found: list[tuple[str, str]] = []
    for name in DATA:
        place = root / name
        files: Iterable[Path] = sorted(place.rglob("*")) if place.is_dir() else (place,)
        for file in files:
            inside = file.relative_to(root)
            if file.is_file() and not is_dropped(inside.as_posix()):
                found.append((str(file), inside.parent.as_posix()))
    return found
