"""The sentences of comptoir-server in the language of whoever runs it.

The server's own Python has no libraries, so the text catalogue of the program is read here, sentence by sentence.
"""

from __future__ import annotations

import ast
import os
from functools import lru_cache
from pathlib import Path

CATALOGUE = Path(__file__).resolve().parents[2] / "resources/locale/fr/LC_MESSAGES/comptoir.po"


def gettext(message: str) -> str:
    """The sentence in French where this person's terminal is, else as it stands."""
    return _french().get(message, message) if _is_french() else message


def _is_french() -> bool:
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(variable):
            return os.environ[variable].startswith("fr")
    return False


@lru_cache(1)
def _french() -> dict[str, str]:
    """Every sentence without a plural or a context. Nothing where the catalogue is not there."""
    try:
        lines = CATALOGUE.read_text("utf-8").splitlines()
    except OSError:
        return {}
    found: dict[str, str] = {}
    said = {"msgctxt": "", "msgid": "", "msgstr": ""}
    now = ""
    for line in [*lines, ""]:
        word, _, rest = line.partition(" ")
        if word in said:
            now, said[word] = word, ast.literal_eval(rest)
        elif line.startswith('"') and now:
            said[now] += ast.literal_eval(line)
        elif not line:
            if said["msgid"] and said["msgstr"] and not said["msgctxt"]:
                found[said["msgid"]] = said["msgstr"]
            said, now = dict.fromkeys(said, ""), ""
        else:
            now = ""
    return found
