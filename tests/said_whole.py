"""Whether a finding can be read: every blank of its sentence and of its advice is filled, in both languages."""

from datetime import UTC, datetime
from string import Formatter
from typing import Final

from app.domain.findings import Finding
from app.words import language, set_language
from app.words.findings import ADVICE, SENTENCES, advice, sentence
from app.words.formats import Formats

FORMATS: Final = {"en": Formats("en", "Europe/London"), "fr": Formats("fr", "Europe/Paris")}
HOLES: Final = ("“”", "«\u202f»", "« »", "()", "None", "{", "  ", " ,", "…”", "“…", "too old", "trop ancien")
MAY_BE_SILENT: Final = frozenset({"said", "reason"})  # where nobody gave one there are words for that
NOW: Final = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)


def said_whole(finding: Finding) -> list[str]:
    """What it says in each language, with the advice. Fails where a blank stays empty."""
    given = {name for name, value in finding.facts.items() if value.strip()} | MAY_BE_SILENT
    if finding.about:
        given.add("about")
    missing = _blanks(finding) - given
    assert not missing, f"{finding.code} has no {sorted(missing)}: {finding}"
    before, said = language(), []
    try:
        for name, formats in FORMATS.items():
            set_language(name)
            said.append(f"{sentence(finding, formats, NOW)} {advice(finding, formats, NOW)}".strip())
    finally:
        set_language(before)
    for text in said:
        assert text[0] not in " .,:" and not any(hole in text for hole in HOLES), (finding, text)
        assert ": ." not in text and ":." not in text and not text.endswith((":", "…")), (finding, text)
    return said


def _blanks(finding: Finding) -> set[str]:
    texts = [text for part in SENTENCES if (text := part(2).get(finding.code))]
    texts += [text for part in ADVICE if (text := part().get(finding.code))]
    return {name for text in texts for _literal, name, _spec, _conversion in Formatter().parse(text) if name}
