"""Finds and reads gettext catalogues; a text catalogue (.po) without its compiled twin is compiled in memory."""

import io
import os
import re
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from app.domain.records import record

LOCALE_DIR = Path(__file__).resolve().parents[2] / "resources" / "locale"
DOMAIN = "comptoir"
_AFTER_WORD = re.compile(r"(?<=\S) (?=[;:!?»](?:\W|$))")


@record
class Catalogue:
    """The sentences of one language."""

    language: str
    translations: NullTranslations

    @staticmethod
    def english() -> "Catalogue":
        """English: the msgids themselves."""
        return Catalogue("en", NullTranslations())

    @staticmethod
    def load(language: str) -> "Catalogue":
        """The catalogue of a language; English when its file is missing."""
        folder = LOCALE_DIR / language / "LC_MESSAGES"
        source, compiled = folder / f"{DOMAIN}.po", folder / f"{DOMAIN}.mo"
        if _is_fresh(compiled, source):
            with compiled.open("rb") as file:
                return Catalogue(language, GNUTranslations(file))
        if not source.exists():
            return Catalogue.english()
        return Catalogue(language, _read_source(source, source.stat().st_mtime_ns))


@lru_cache(2)
def _read_source(source: Path, changed_ns: int) -> GNUTranslations:
    """Compiled once for each state of the file, which is told by when it was changed."""
    return GNUTranslations(io.BytesIO(compile_catalogue(source)))


def compile_catalogue(source: Path) -> bytes:
    """The compiled form of a text catalogue."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with source.open("rb") as file:
        catalogue = read_po(file, locale=source.parent.parent.name, domain=DOMAIN)
    if source.parent.parent.name == "fr":
        for message in catalogue:
            if message.id:  # not the head
                said = message.string
                message.string = unbroken(said) if isinstance(said, str) else tuple(map(unbroken, said or ()))
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    return compiled.getvalue()


def unbroken(sentence: str) -> str:
    """A French sentence whose signs stay with their words: no line begins with ; : ! ? or »."""
    return _AFTER_WORD.sub("\N{NO-BREAK SPACE}", sentence.replace("« ", "«\N{NO-BREAK SPACE}"))


def system_language() -> str:
    """The language that the computer is set to, as "fr" or "en"."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(variable):
            return "fr" if os.environ[variable].startswith("fr") else "en"
    import locale  # 1 ms, where the variables say nothing

    name = locale.getlocale()[0] or ""
    return "fr" if name.lower().startswith("fr") else "en"


def _is_fresh(compiled: Path, source: Path) -> bool:
    if not compiled.exists():
        return False
    return not source.exists() or compiled.stat().st_mtime >= source.stat().st_mtime
