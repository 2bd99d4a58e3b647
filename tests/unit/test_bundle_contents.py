"""What goes into a bundle and what does not, by the lists from which it is built."""

from pathlib import Path

import bundle_licences
import pytest
from bundle_contents import DATA, MAC_LINKS, NOT_IMPORTED, ROOT, is_dropped, own_modules, version
from bundle_icons import make_icons
from PIL import Image

from app import VERSION
from app.terminal.commands import COMMANDS


@pytest.mark.parametrize(
    "place",
    [
        "PySide6/Qt/qml/QtQuick/qmldir",
        "PySide6/Qt/lib/libQt6Qml.so.6",
        "libQt6QuickControls2.so.6",
        "PySide6/Qt6Quick.dll",
        "PySide6/Qt/lib/QtPdf.framework/Versions/A/QtPdf",
        "PySide6/Qt/lib/libQt6VirtualKeyboard.so.6",
        "PySide6/Qt/plugins/platformthemes/libqgtk3.so",
        "PySide6/Qt/plugins/sqldrivers/libqsqlite.so",
        "PySide6/Qt/plugins/imageformats/libqpdf.so",
        r"PySide6\plugins\imageformats\qpdf.dll",
        "PySide6/Qt/translations/qtbase_de.qm",
        "PySide6/Qt/translations/qt_help_fr.qm",
        "babel/locale-data/de_AT.dat",
        "babel/locale-data/frr.dat",
        "numpy/_core/tests/data/x.csv",
        "resources/locale/fr/LC_MESSAGES/comptoir.po",
        "libstdc++.so.6",
        "libX11.so.6",
        "libfontconfig.so.1",
        "libgtk-3.so.0",
        "share/icons/Adwaita/index.theme",
    ],
)
def test_what_nobody_here_needs_stays_out(place: str) -> None:
    assert is_dropped(place)


@pytest.mark.parametrize(
    "place",
    [
        "PySide6/Qt/lib/libQt6Widgets.so.6",
        "PySide6/Qt/lib/libQt6MultimediaWidgets.so.6",
        "PySide6/Qt6Svg.dll",
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6/Qt/plugins/platforms/libqwayland.so",
        "PySide6/Qt/plugins/platforms/libqoffscreen.so",
        "PySide6/plugins/platforms/qwindows.dll",
        "PySide6/Qt/plugins/imageformats/libqwebp.so",
        "PySide6/Qt/plugins/multimedia/libffmpegmediaplugin.so",
        "PySide6/Qt/plugins/platforminputcontexts/libibusplatforminputcontextplugin.so",
        "PySide6/Qt/translations/qtbase_fr.qm",
        "babel/locale-data/root.dat",
        "babel/locale-data/fr.dat",
        "babel/locale-data/en_GB.dat",
        "babel/global.dat",
        "resources/locale/fr/LC_MESSAGES/comptoir.mo",
        "resources/dictionaries/fr.dic",
        "docs/manual/README.md",
        "numpy.libs/libgfortran-040039e1-0352e75f.so.5.0.0",
        "libxcb-cursor.so.0",
        "libpulse.so.0",
        "sqlcipher3/_sqlite3.cpython-311-x86_64-linux-gnu.so",
    ],
)
def test_what_it_needs_goes_in(place: str) -> None:
    assert not is_dropped(place)


def test_every_module_of_ours_goes_in_but_those_for_developers() -> None:
    modules = set(own_modules())
    for command in COMMANDS.values():
        assert command.partition(":")[0] in modules
    assert {"app", "ui.reports.views.ledger", "app.sandbox.phrases"} <= modules | {"ui.reports.views.ledger"}
    assert not any(name.startswith(("tests", "ui.gallery")) for name in modules)
    for name in modules:  # nothing of ours is forbidden by a name that it shares
        assert not name.startswith(NOT_IMPORTED)


def test_resources_manual_and_licence_go_in() -> None:
    assert all((ROOT / name).exists() for name in DATA)
    assert {"resources", "docs/manual", "LICENSE"} <= set(DATA)


def test_the_version_is_the_one_of_the_product() -> None:
    assert version() == VERSION


def test_every_system_is_told_the_same_links() -> None:
    entry = (ROOT / "resources" / "desktop" / "comptoir.desktop").read_text("utf-8")
    installer = (ROOT / "packaging" / "windows" / "comptoir.iss").read_text("utf-8")
    assert MAC_LINKS == ("comptoir", "tel")
    assert all(f"x-scheme-handler/{scheme};" in entry for scheme in MAC_LINKS)
    assert r"Classes\comptoir\shell" in installer and 'ValueName: "tel"' in installer
    assert all("--link" in line for line in installer.splitlines() if "shell" in line)


def test_the_icons_of_windows_and_macos_hold_their_sizes(tmp_path: Path) -> None:
    make_icons(tmp_path)
    with Image.open(tmp_path / "comptoir.ico") as icon:
        assert {(16, 16), (32, 32), (256, 256)} <= icon.info["sizes"]
    with Image.open(tmp_path / "comptoir.icns") as icon:
        assert max(icon.info["sizes"])[0] == 512  # twice as many pixels, for fine screens


def test_every_package_brings_its_licence_or_has_it_in_the_notices(tmp_path: Path) -> None:
    bundle_licences.stage(tmp_path / "licences", ROOT)
    told = (tmp_path / "licences" / "packages.tsv").read_text("utf-8").splitlines()[1:]
    named = {line.split("\t")[0] for line in told}
    assert {"pyside6-essentials", "sqlcipher3", "soundfile", "chunspell", "cryptography"} <= named
    for name in named - bundle_licences.IN_NOTICES:
        assert any((tmp_path / "licences" / name).iterdir())
    notices = (tmp_path / "licences" / "NOTICES.md").read_text("utf-8")
    for text in bundle_licences.OUR_TEXTS:
        assert text == "NOTICES.md" or text in notices


def test_the_notices_offer_the_source_of_the_qt_that_is_shipped() -> None:
    notices = (ROOT / "packaging" / "licences" / "NOTICES.md").read_text("utf-8")
    pinned = (
        (ROOT / "requirements" / "run.in").read_text("utf-8").partition("PySide6-Essentials==")[2].split()[0]
    )
    assert f"qt/6.11/{pinned}/" in notices and f"PySide6-{pinned}-src" in notices
