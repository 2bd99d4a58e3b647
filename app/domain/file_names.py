"""Names of files: what may be shown of a name that somebody chose, and what may be written to a disk."""

import re
import unicodedata

NAME_MAX_CHARS = 80
# Ends of names that a computer may run, whatever the content looks like.
_RUNS = frozenset(
    "apk app appx bat chm cmd com cpl deb desktop dll dmg docm exe gadget hta htm html iso jar js jse lnk mjs msi "
    "msix msp pif pkg pptm ps1 psm1 py reg rpm scf scr sct sh shtml svg url vb vbe vbs vhd vhdx wsf wsh xhtml xll "
    "xlsm".split()
)
_RUNNING_TYPES = frozenset(
    "application/vnd.microsoft.portable-executable application/x-executable application/x-ms-shortcut "
    "application/vnd.ms-htmlhelp application/vnd.debian.binary-package application/x-rpm "
    "application/vnd.ms-cab-compressed application/x-disk-image application/java-archive "
    "application/vnd.ms-office.docm application/vnd.ms-office.xlsm application/vnd.ms-office.pptm "
    "application/x-ole-storage text/x-script application/x-url image/svg+xml text/html application/xhtml+xml "
    "application/x-msdownload application/x-sh application/javascript text/javascript "
    "application/vnd.android.package-archive".split()
)
# Plain text is plain text: these ends only say which program shows it best.
_TEXT_ENDS = frozenset("csv tsv txt md json log ini yaml yml srt po".split())
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
_FORBIDDEN = frozenset('\\/:*?"<>|')
_END = re.compile(r"\.([A-Za-z0-9]{1,8})$")


def shown_file_name(name: str) -> str:
    """The name as it may be shown: on one line, without folders and without signs that turn or hide text."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(char for char in last if unicodedata.category(char)[0] != "C")
    return " ".join(kept.split())


def may_run(name: str | None, mime: str | None) -> bool:
    """Whether a computer may run something of a file, because of its name or of what it is."""
    found = _END.search(shown_file_name(name or ""))
    by_name = found is not None and found[1].lower() in _RUNS
    return by_name or (mime or "").partition(";")[0].strip().lower() in _RUNNING_TYPES


def disk_name(name: str | None, extension: str) -> str:
    """A name that is safe on every disk, with the extension of the content (its dot included) in place of any other."""
    shown = shown_file_name(name or "")
    found = _END.search(shown)
    end = found[1].lower() if found else ""
    stem = shown[: found.start()] if found else shown
    stem = (
        "".join("_" if char in _FORBIDDEN else char for char in stem).strip(" .")[:NAME_MAX_CHARS].strip(" .")
    )
    if not stem or _RESERVED.match(stem):
        stem = f"file {stem}".strip()
    return stem + (f".{end}" if extension == ".txt" and end in _TEXT_ENDS else extension)
