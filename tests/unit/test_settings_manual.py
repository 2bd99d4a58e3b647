"""Every setting is documented, in both languages: the manual's pages are what the schema says."""

import pytest

from app.domain.settings import SCHEMA
from app.words import LANGUAGES, gettext_in
from app.words.settings_manual import PAGE_OF, settings_page


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_in_the_manual_is_as_the_schema_has_it(language: str) -> None:
    kept = PAGE_OF[language].read_text(encoding="utf-8")
    assert kept == settings_page(language), "write it anew: .venv/bin/python -m app.words.settings_manual"


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_setting_stands_there_with_what_it_does(language: str) -> None:
    page = settings_page(language)
    assert all(f"| {gettext_in(language, one.title)} |" in page for one in SCHEMA)
    assert all(gettext_in(language, one.help) in page for one in SCHEMA)
    assert len([line for line in page.splitlines() if line.startswith("| ")]) == len(SCHEMA) + 2 * page.count(
        "## "
    )
