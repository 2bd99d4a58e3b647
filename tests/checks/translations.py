"""Every sentence of the program is in every catalogue of resources/locale, with the same blanks."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po

from tests.checks.project import ROOT, Fault, finish, python_sources

KEYWORDS = {
    "_": None,
    "msgid": None,
    "N_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
LANGUAGES = ("fr",)  # English is what the program says itself
SPEAKING = ("app", "packaging", "ui", "main.py")  # who speaks to a person
BLANK = re.compile(r"\{(\w*)[^{}]*\}|%\((\w+)\)[a-z]|%[sdif]")


def blanks(text: str) -> set[str]:
    """The names of the blanks of a sentence: {name}, %(name)s, or the whole of a nameless one."""
    return {found.group(1) or found.group(2) or found.group() for found in BLANK.finditer(text)}


def extracted(sources: Iterable[tuple[str, str]]) -> Catalog:
    """Every sentence that the sources mark for translation, with where it stands."""
    catalog = Catalog()
    for path, text in sources:
        found = extract("python", io.BytesIO(text.encode()), keywords=KEYWORDS, options={"encoding": "utf-8"})
        for line, message, _comments, context in found:
            catalog.add(message, locations=[(path, line)], context=context)
    return catalog


def faults_of(source: Message, target: Message | None, language: str) -> Iterator[str]:
    """What is wrong with the translation of one sentence."""
    singular = source.id if isinstance(source.id, str) else source.id[0]
    if target is None:
        yield f"not in {language}: {singular!r}"
        return
    if target.fuzzy:
        yield f"only guessed (fuzzy) in {language}: {singular!r}"
    forms = [target.string] if isinstance(target.string, str) else list(target.string or ())
    wanted_forms = 1 if isinstance(source.id, str) else 2
    if len(forms) != wanted_forms or not all(forms):
        yield f"not translated into {language}: {singular!r}"
        return
    ids = [source.id] if isinstance(source.id, str) else list(source.id)
    allowed = set[str]().union(*(blanks(text) for text in ids))
    for form in forms:
        # A plural's form for one thing may do without the number, and so may its translation.
        if blanks(form) - allowed or (wanted_forms == 1 and blanks(form) != allowed):
            yield f"other blanks in {language}: {singular!r} has {sorted(allowed)}, {form!r} has {sorted(blanks(form))}"


def catalogue_faults(wanted: Catalog, translated: Catalog, language: str) -> Iterator[Fault]:
    """What one language lacks of what the program says."""
    for message in wanted:
        if message.id:
            path, line = message.locations[0]
            target = translated.get(message.id, message.context)
            for said in faults_of(message, target, language):
                yield Fault(path, line or 0, said)


def faults(root: Path = ROOT) -> Iterator[Fault]:
    """The same for the whole program and all its languages."""
    sources = [(str(path), text) for path, text in python_sources(root) if path.parts[0] in SPEAKING]
    wanted = extracted(sources)
    for language in LANGUAGES:
        file = root / "resources" / "locale" / language / "LC_MESSAGES" / "comptoir.po"
        if not file.exists():
            yield Fault(str(file.relative_to(root).as_posix()), 0, "this catalogue is missing")
            continue
        with file.open("rb") as opened:
            yield from catalogue_faults(wanted, read_po(opened, locale=language), language)


if __name__ == "__main__":
    finish(faults())
