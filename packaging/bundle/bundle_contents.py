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
WORK: Final = ROOT / "build" / "bundle"
STAGED: Final = WORK / "staged"  # what the build makes of our files; goes in as it lies there
LOCALES: Final = "resources/locale"
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

# For those who work on the program, or parts of libraries that nobody here uses.
NOT_IMPORTED: Final = (
    "IPython", "PIL", "PyInstaller", "_pytest", "alembic", "doctest", "hypothesis", "lib2to3", "mypy", "pdb",
    "pip", "pkg_resources", "pydoc", "pydoc_data", "pygments", "pytest", "readline", "rich", "setuptools",
    "sqlite3", "test", "tests", "tkinter", "turtledemo", "numpy.f2py", "numpy.testing", "numpy.tests",
    "phonenumbers.carrier", "phonenumbers.carrierdata", "phonenumbers.geocoder", "phonenumbers.geodata",
    "sqlalchemy.testing", "PySide6.QtPdf", "PySide6.QtQml", "PySide6.QtQuick", "PySide6.QtOpenGL",
    "PySide6.QtOpenGLWidgets",
)  # fmt: skip

# Files of packages that are read as files: time zones where the system has none, as on Windows.
PACKAGE_DATA: Final = ("tzdata",)

# What PyInstaller's own hooks collect and nobody here loads. `fullmatch` against the place in the bundle.
DROPPED: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r"PySide6/(?:Qt/)?qml/.*",
        r"(?:.*/)?(?:lib)?Qt6?(?:Qml|Quick|Pdf|VirtualKeyboard|Labs)\w*\..*",
        r"(?:.*/)?Qt(?:Qml|Quick|Pdf|VirtualKeyboard|Labs)\w*\.framework/.*",
        r"(?:.*/)?(?:lib)?Qt6EglF[Ss]\w*[.].*",
        r"(?:.*/)?plugins/platformthemes/libqgtk3\..*",  # brings GTK, which belongs to the system or nowhere
        r"(?:.*/)?plugins/wayland-decoration-client/libadwaita\..*",  # likewise
        r"(?:.*/)?plugins/(?:qmltooling|sqldrivers|designer|virtualkeyboard|egldeviceintegrations|generic)/.*",
        r"(?:.*/)?plugins/platforminputcontexts/[^/]*virtualkeyboard.*",
        r"(?:.*/)?plugins/imageformats/[^/]*pdf.*",
        r"(?:.*/)?plugins/platforms/[^/]*(?:eglfs|linuxfb|vnc|minimal|vkkhrdisplay).*",
        r"(?:.*/)?opengl32sw\.dll",  # draws 3D without a graphics card; our windows are painted
        r"lib(?:gtk-3|gdk-3|atk|atspi|cairo|pango|gdk_pixbuf|epoxy|rsvg|pixman|thai|datrie|graphite2|fribidi)[^/]*",
        r"share/.*",
        r"(?:gio_modules|lib/gdk-pixbuf)/.*",
        r"babel/locale-data/(?!root\.dat|(?:en|fr)(?:_\w+)?\.dat|LICENSE).*",
        r"(?:.*/)?translations/(?!qtbase_fr\.qm).*\.qm",
        r"(?:.*/)?tests?/.*",
        r"resources/locale/.*\.po",  # its compiled twin is there
    )
)

# Linux: what must be the computer's own, since its graphics drivers and fonts were made for just that one.
OF_THE_SYSTEM: Final = re.compile(
    r"lib(?:stdc\+\+|gcc_s|X11|X11-xcb|xcb|Xext|drm|GL|EGL|fontconfig|freetype|harfbuzz|expat|png16|z|com_err|uuid"
    r"|gpg-error|brotli\w+)\.so.*"
)

# Linux: files with information for debuggers that nobody has taken out yet.
DEBUG_INFORMATION: Final = (
    "_internal/libpython3*.so*",
    "_internal/python3*/lib-dynload/*.so",
    "_internal/sqlcipher3/*.so",
    "_internal/sqlalchemy/**/*.so",
    "_internal/uvloop/*.so",
    "_internal/httptools/**/*.so",
    "_internal/msgspec/*.so",
)

MAC_ID: Final = "app.comptoir.desktop"
MAC_LINKS: Final = ("comptoir", "tel")
MAC_INFO: Final = {
    "CFBundleDisplayName": "Comptoir",
    "CFBundleURLTypes": [
        {"CFBundleURLName": MAC_ID, "CFBundleTypeRole": "Viewer", "CFBundleURLSchemes": [*MAC_LINKS]}
    ],
    "LSApplicationCategoryType": "public.app-category.business",
    "LSMinimumSystemVersion": "13.0",
    "NSHighResolutionCapable": True,
    "NSMicrophoneUsageDescription": "Comptoir records voice messages when you ask it to.",
    "NSRequiresAquaSystemAppearance": False,
}


def is_dropped(place: str) -> bool:
    """Whether a file that was collected does not go into the bundle."""
    inside = place.replace("\\", "/")
    if OF_THE_SYSTEM.fullmatch(
        inside
    ):  # at the top alone: packages bring copies of their own under other names
        return True
    return any(pattern.fullmatch(inside) for pattern in DROPPED)


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
    for base, name in [*((root, name) for name in DATA), (STAGED, "")]:
        place = base / name
        files: Iterable[Path] = sorted(place.rglob("*")) if place.is_dir() else (place,)
        for file in files:
            inside = file.relative_to(base)
            if file.is_file() and not is_dropped(inside.as_posix()):
                found.append((str(file), inside.parent.as_posix()))
    return found


def version(root: Path = ROOT) -> str:
    """The product's, from the one place where it stands."""
    found = re.search(
        r'^VERSION = "([^"]+)"', (root / "app" / "__init__.py").read_text("utf-8"), re.MULTILINE
    )
    assert found is not None
    return found[1]
