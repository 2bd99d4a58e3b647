"""The menu of a Linux desktop: which program the entry starts, what a link adds, and that no is no."""

import configparser
import re
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from app import VERSION
from app.desk.menu_entry import (
    ENTRY,
    ICON,
    RESOURCES,
    add_menu_entry,
    entry_for,
    keep_menu_entry,
    remove_menu_entry,
)
from app.domain.errors import EnvironmentFailure
from app.terminal.integrate_command import run

HERE, THERE = ["/opt/Comptoir 0.1/Comptoir"], ["/srv/Comptoir/Comptoir"]


@pytest.fixture
def environ(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    monkeypatch.setenv("PATH", str(tmp_path))  # no list of the desktop is made by a test
    return {"XDG_DATA_HOME": str(tmp_path / "data"), "XDG_DATA_DIRS": str(tmp_path / "everybody")}


def values(entry: bytes) -> dict[str, str]:
    parser = configparser.RawConfigParser(strict=True)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read_string(entry.decode())
    return dict(parser["Desktop Entry"])


def test_the_entry_starts_this_program_and_hands_a_link_over_as_one_word() -> None:
    entry = values(entry_for(HERE))
    assert entry["Exec"] == '"/opt/Comptoir 0.1/Comptoir" --link %u'
    assert entry["MimeType"] == "x-scheme-handler/comptoir;x-scheme-handler/tel;"
    assert all(entry[name] and entry[f"{name}[fr]"] for name in ("GenericName", "Comment", "Keywords"))


def test_it_comes_follows_and_goes(environ: dict[str, str], tmp_path: Path) -> None:
    data = tmp_path / "data"
    keep_menu_entry(HERE, environ)
    assert b"/opt/Comptoir 0.1/" in (data / ENTRY).read_bytes()
    assert (data / ICON).read_bytes().startswith(b"<svg")
    keep_menu_entry(THERE, environ)
    assert b"/srv/Comptoir/" in (data / ENTRY).read_bytes()
    remove_menu_entry(environ)
    keep_menu_entry(HERE, environ)  # taken away by a person: no start puts it back
    assert not (data / ENTRY).exists() and not (data / ICON).exists()
    add_menu_entry(HERE, environ)
    keep_menu_entry(THERE, environ)
    assert b"/srv/Comptoir/" in (data / ENTRY).read_bytes()


def test_an_entry_of_the_whole_computer_is_enough(environ: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "everybody" / ENTRY).parent.mkdir(parents=True)
    (tmp_path / "everybody" / ENTRY).touch()
    keep_menu_entry(HERE, environ)
    assert not (tmp_path / "data" / ENTRY).exists()


def test_a_folder_that_cannot_be_written_is_said(environ: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    for act in (lambda: add_menu_entry(HERE, environ), lambda: remove_menu_entry(environ)):
        with pytest.raises(EnvironmentFailure) as caught:
            act()
        assert caught.value.code == "menu_entry_failed"


def test_elsewhere_the_installer_does_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    with pytest.raises(EnvironmentFailure) as caught:
        run([])
    assert caught.value.code == "menu_by_installer"


def test_software_centres_are_told_the_same_program_and_version() -> None:
    told = ElementTree.parse(RESOURCES / "desktop" / "app.comptoir.desktop.metainfo.xml").getroot()
    assert told.findtext("launchable") == ENTRY.name
    release = told.find("releases/release")
    assert release is not None and release.get("version") == VERSION
    assert {kind.text for kind in told.iter("mediatype")} == set(
        re.findall(r"x-scheme-handler/\w+", values(entry_for(HERE))["MimeType"])
    )
