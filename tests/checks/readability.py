"""What a person reads is easy to read, in both languages: the sentences of the program, and the manual.

Ease is Flesch's for English (206.8 - 1.015 words a sentence - 84.6 syllables a word) and Kandel and Moles' for French
(207 - 1.015 - 73.6): 60 and more is plain, under 30 is for scholars. A syllable is a group of vowel letters; an "e" at
the end is mute where the word has another one. Names of keys, blanks, code and addresses are not read as words.

`python -m tests.checks.readability --figures` prints what docs/measured.md has.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.checks.project import ROOT, Fault, finish, python_sources

KEYWORDS = frozenset("_ gettext msgid N_ ngettext pgettext npgettext".split())
SPEAKING = ("app", "ui", "main.py")
FOR_EXPERTS = ("app/terminal/", "app/words/histories.py", "main.py")
EXPERT_PAGES = frozenset("hub server doctor terminal history read-export sandbox".split())
HARD_WORDS = 25  # a sentence of more words is hard

# What a person who runs a salon need not know; a word that another page shows is quoted and may stand.
JARGON = re.compile(
    r"\b(webhooks?|tokens?|jetons?|payloads?|charge utile|APIs?|endpoints?|point de terminaison|JSON|URLs?"
    r"|UUID|caches?|timeouts?|sockets?|regex|parsers?|backends?|daemons?|SQL|UTF-8|TLS|DNS|WABA|stack ?trace)\b",
    re.IGNORECASE,
)
# Sentences that only an expert meets: why each may stand.
ALLOWED: Mapping[str, str] = {
    "For other programs (JSON lines)": "the name of a format, chosen by whoever has a program for it",
    "Conversations to read and print (pages and JSON)": "the same",
    "JSON lines": "the same",
    "Line {row} of the file {file} is no JSON object.": "said of a file of that format",
    "There are {tokens} access tokens for {lines} business numbers. Give one token for all, or one for each.":
        "of a hub that is started by hand",
    "The hub did not start: on {host} it would be reached without protection. Put it behind a TLS proxy and add "
    "--behind-tls-proxy.": "the same",
    "This was not done: the hub was not told your WhatsApp account. The owner sets its number (WABA) there.":
        "Meta's pages call it so",
    "Give the hub its number (WABA), and start the hub again.": "the same",
    "Callback URL": "the same, where it is to be pasted",
    "Verify token": "the same",
    "Webhook fields": "the same",
    "The hub did not start: the settings on its standard input could not be read. They are one line of JSON whose "
    "names begin with COMPTOIR_.": "of a hub that is started by hand",
}  # fmt: skip

_QUOTED = re.compile(r"“[^”]*”|«[^»]*»|\"[^\"]*\"")
_NO_WORDS = re.compile(r"\{[^{}]*\}|%\(\w+\)[a-z]|`[^`]*`|https?://\S*|--[\w-]+|\S+@\S+|\S+\.(?:md|png)")
_END = re.compile(r"(?<=[.!?…])[)”\"»\s\u00a0\u202f]+(?=\S)")
LABEL_WORDS = 3  # as many or fewer are a label or a button, no sentence
_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?")
_VOWELS = re.compile(r"[aeiouyàâäéèêëîïôöùûüœæ]+")
_MUTE = {  # "table" and "wanted" say theirs
    "en": re.compile(r"(?:[^aeiouyl]|[aeiouy]l)e(?:s|(?<![td]e)d)?$"),
    "fr": re.compile(r"[^aeiouyé]es?$"),
}
_FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_MARKDOWN = re.compile(r"!\[[^\]]*\]\([^)]*\)|\]\([^)]*\)|[*\[\]]")


@dataclass(frozen=True, slots=True)
class Limits:
    """What a text of one kind must reach. `hard`: the largest share of sentences of more than HARD_WORDS words."""

    ease: float
    longest: int
    hard: float


@dataclass(frozen=True, slots=True)
class Figures:
    """What was counted in a text."""

    sentences: int
    words: int
    syllables: int
    hard: int
    longest: int
    language: str

    @property
    def ease(self) -> float:
        """Flesch's figure, or that of Kandel and Moles."""
        if not self.sentences or not self.words:
            return 100.0
        whole, per_syllable = (206.835, 84.6) if self.language == "en" else (207.0, 73.6)
        return whole - 1.015 * self.words / self.sentences - per_syllable * self.syllables / self.words

    @property
    def hard_share(self) -> float:
        """Of all sentences, those that are hard."""
        return self.hard / self.sentences if self.sentences else 0.0


LIMITS: Mapping[str, Limits] = {
    "guide": Limits(ease=80, longest=30, hard=0.03),
    "program": Limits(ease=80, longest=35, hard=0.005),
    "page": Limits(ease=65, longest=50, hard=0.5),
}


def syllables(word: str, language: str) -> int:
    """How many it has, by the rule above."""
    plain = word.lower()
    count = len(_VOWELS.findall(plain))
    if count > 1 and _MUTE[language].search(plain):
        count -= 1
    return max(1, count)


def sentences_of(text: str) -> list[str]:
    """The sentences of a paragraph; labels and names of buttons are none."""
    return [part for part in _END.split(_NO_WORDS.sub(" ", text)) if len(_WORD.findall(part)) > LABEL_WORDS]


def figures_of(texts: Iterable[str], language: str) -> Figures:
    """All of them counted together."""
    counts = []
    total = 0
    for text in texts:
        for sentence in sentences_of(text):
            words = _WORD.findall(sentence)
            counts.append(len(words))
            total += sum(syllables(word, language) for word in words)
    hard = sum(count > HARD_WORDS for count in counts)
    return Figures(len(counts), sum(counts), total, hard, max(counts, default=0), language)


# -- what is read


def program_sentences(root: Path = ROOT) -> dict[str, str]:
    """Every English sentence that is marked for translation, with the file that says it."""
    found: dict[str, str] = {}
    for path, text in python_sources(root):
        if path.parts[0] not in SPEAKING:
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and _name(node) in KEYWORDS:
                for given in node.args:
                    if isinstance(given, ast.Constant) and isinstance(given.value, str):
                        found.setdefault(given.value, str(path))
    return found


def _name(call: ast.Call) -> str:
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def french(root: Path = ROOT) -> dict[str, str]:
    """The catalogue: the French of each English sentence (of a plural its last form)."""
    catalogue: dict[str, str] = {}
    entry: dict[str, str] = {}
    key = ""
    text = (root / "resources/locale/fr/LC_MESSAGES/comptoir.po").read_text("utf-8")
    for line in [*text.splitlines(), ""]:
        match = re.match(r'(msg\w+)(?:\[\d\])? (".*")$', line)
        if match:
            key = match.group(1)
            entry[key] = ast.literal_eval(match.group(2))
        elif line.startswith('"') and key:
            entry[key] += ast.literal_eval(line)
        elif not line:
            for name in ("msgid", "msgid_plural"):
                if entry.get(name):
                    catalogue[entry[name]] = entry.get("msgstr", "")
            entry, key = {}, ""
    return catalogue


def pages(language: str, root: Path = ROOT) -> dict[str, str]:
    """The manual's pages that are not for experts alone."""
    folder = root / "docs" / "manual" / ("" if language == "en" else language)
    found = (path for path in sorted(folder.glob("*.md")) if path.stem not in EXPERT_PAGES)
    return {path.relative_to(root).as_posix(): path.read_text("utf-8") for path in found}


def paragraphs(markdown: str) -> list[str]:
    """The text of a page, without listings, tables, pictures and marks."""
    text = _MARKDOWN.sub("", _FENCE.sub("", markdown))
    lines = [line for line in text.splitlines() if not line.startswith(("|", "#"))]
    parts = re.split(r"\n\s*\n|\n(?=- |\d+\. )", "\n".join(lines))
    return [" ".join(re.sub(r"^(?:- |\d+\. )", "", part.strip()).split()) for part in parts if part.strip()]


def persons_sentences(root: Path = ROOT) -> tuple[dict[str, str], dict[str, str]]:
    """Those of the window, in English and in French, each with the file that says it."""
    english = {
        text: path
        for text, path in program_sentences(root).items()
        if not path.startswith(FOR_EXPERTS) and text not in ALLOWED
    }
    catalogue = french(root)
    return english, {catalogue[text]: path for text, path in english.items() if catalogue.get(text)}


# -- what is wrong


def too_hard(name: str, figures: Figures, limits: Limits) -> Iterator[Fault]:
    """Where a text misses its limits."""
    if figures.ease < limits.ease:
        yield Fault(name, 0, f"reads with an ease of {figures.ease:.0f}, {limits.ease:.0f} is wanted")
    if figures.hard_share > limits.hard:
        yield Fault(
            name, 0, f"{figures.hard} of {figures.sentences} sentences have more than {HARD_WORDS} words"
        )


def too_long(name: str, texts: Iterable[str], limits: Limits) -> Iterator[Fault]:
    """Single sentences that nobody reads to their end."""
    for text in texts:
        for sentence in sentences_of(text):
            count = len(_WORD.findall(sentence))
            if count > limits.longest:
                yield Fault(name, 0, f"{count} words in one sentence: {sentence[:90]}…")


def jargon_in(text: str) -> str:
    """The first word that only experts know, "" where there is none; what is quoted is another page's word."""
    found = JARGON.search(_NO_WORDS.sub(" ", _QUOTED.sub(" ", text)))
    return found.group() if found else ""


def faults(root: Path = ROOT) -> Iterator[Fault]:
    """All of it for the whole project."""
    for language, said in zip(("en", "fr"), persons_sentences(root), strict=True):
        limits = LIMITS["program"]
        yield from too_hard(f"sentences of the program ({language})", figures_of(said, language), limits)
        for text, path in said.items():
            yield from too_long(path, [text], limits)
            if word := jargon_in(text):
                yield Fault(path, 0, f"{word!r} is for experts: {text!r}")
        for path, text in pages(language, root).items():
            parts = paragraphs(text)
            limits = LIMITS["guide" if "/first-hour-" in path else "page"]
            yield from too_hard(path, figures_of(parts, language), limits)
            yield from too_long(path, parts, limits)
            yield from (
                Fault(path, 0, f"{word!r} is for experts: {part[:90]!r}")
                for part in parts
                if (word := jargon_in(part))
            )


def figures(root: Path = ROOT) -> Iterator[str]:
    """Lines of the table in docs/measured.md."""
    for language, said in zip(("en", "fr"), persons_sentences(root), strict=True):
        rows = {f"sentences of the program, {language}": figures_of(said, language)}
        texts = pages(language, root)
        for path in (path for path in texts if "/first-hour-" in path):
            rows[f"{Path(path).stem}, {language}"] = figures_of(paragraphs(texts[path]), language)
        every = [part for text in texts.values() for part in paragraphs(text)]
        rows[f"the manual, {language}"] = figures_of(every, language)
        for name, found in rows.items():
            mean = found.words / max(1, found.sentences)
            shown = f"{mean:.1f} | {found.ease:.0f} | {found.hard_share:.1%} | {found.longest}"
            yield f"| {name} | {found.sentences} | {shown} |"


if __name__ == "__main__":
    if "--figures" in sys.argv[1:]:
        print(*figures(), sep="\n")
    else:
        finish(faults())
