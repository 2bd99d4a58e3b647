"""Names of files: what may be shown of a name that somebody chose, and what may be written to a disk."""

import re
import unicodedata

NAME_MAX_CHARS = 80
# Ends of names that a computer may run, whatever the content looks like.
_RUNS = frozenset(
    "app appx bat chm cmd com cpl desktop dll exe gadget hta htm html iso jar js jse lnk mjs msi msix msp pif ps1 psm1 "
    "py reg scf scr sct sh shtml svg url vb vbe vbs vhd vhdx wsf wsh xhtml xll".split()
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


def runs_by_name(name: str | None) -> bool:
    """Whether a computer may run a file because of its name."""
    found = _END.search(shown_file_name(name or ""))
    return found is not None and found[1].lower() in _RUNS


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
