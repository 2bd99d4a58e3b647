"""The manual's page of settings, made from their schema in either language: none can be left out.

`python -m app.words.settings_manual` writes the pages anew; a test fails while they are not as the schema has them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from app.domain.setting_shape import Setting, SettingValue, msgid
from app.domain.settings import SCHEMA
from app.words import LANGUAGES, gettext_in
from app.words.setting_words import SECTIONS, choice_msgid

MANUAL: Final = Path(__file__).resolve().parents[2] / "docs" / "manual"
PAGE_OF: Final[Mapping[str, Path]] = {
    "en": MANUAL / "settings.md",
    "fr": MANUAL / "fr" / "settings.md",
}
ELSEWHERE: Final = msgid("On pages of their own")


def settings_page(language: str) -> str:
    """The whole page, in Markdown."""
    lines = [f"# {gettext_in(language, msgid('Settings'))}", "", gettext_in(language, _ABOUT), ""]
    for section, title in {**SECTIONS, "hidden": ELSEWHERE}.items():
        lines += [f"## {gettext_in(language, title)}", ""]
        lines += [
            f"| {' | '.join(gettext_in(language, head) for head in _HEADS)} |",
            "| --- | --- | --- | --- |",
        ]
        lines += [_row(setting, language) for setting in SCHEMA if setting.section == section]
        lines.append("")
    return "\n".join(lines)


def write_pages() -> Iterator[Path]:
    """Each page to its place."""
    for language in LANGUAGES:
        path = PAGE_OF[language]
        path.parent.mkdir(exist_ok=True)
        path.write_text(settings_page(language), encoding="utf-8")
        yield path


_ABOUT: Final = msgid(
    "Settings are changed in the window, under Settings, and apply at once. Ctrl+F or “/” finds one by its name or by "
    "what it does, in English or in French. What holds for the team is changed by the owner or a manager and comes to "
    "every computer; what holds for one computer is changed there by whoever sits at it."
)
_HEADS: Final = (msgid("Setting"), msgid("Holds for"), msgid("At first"), msgid("What it does"))


def _row(setting: Setting, language: str) -> str:
    scope = msgid("the team") if setting.scope == "team" else msgid("this computer")
    told = gettext_in(language, setting.help)
    if limits := _limits(setting, language):
        told = f"{told} {limits}"
    cells = (
        gettext_in(language, setting.title),
        gettext_in(language, scope),
        _value(setting, language),
        told,
    )
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def _value(setting: Setting, language: str) -> str:
    value: SettingValue = setting.default
    if setting.name == "working_days":
        return gettext_in(language, msgid("Monday to Friday"))
    if isinstance(value, bool):
        return gettext_in(language, msgid("on") if value else msgid("off"))
    if setting.choices:
        return gettext_in(language, choice_msgid(str(value)))
    return str(value) or gettext_in(language, msgid("empty"))


def _limits(setting: Setting, language: str) -> str:
    if setting.choices:
        words = [gettext_in(language, choice_msgid(choice)) for choice in setting.choices]
        return gettext_in(language, msgid("Choices: {choices}.")).format(choices=", ".join(words))
    if setting.high:
        span = gettext_in(language, msgid("From {low} to {high}."))
        return span.format(low=setting.low, high=setting.high)
    return ""


if __name__ == "__main__":
    for written in write_pages():
        sys.stdout.write(f"{written}\n")
