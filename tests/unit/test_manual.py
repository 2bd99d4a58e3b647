"""The manual's pages: read, linked, searched, the same in every language, and one for every part of the window."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.domain.settings import SCHEMA
from ui.manual.pages import CONTENTS, Manual, headings_of, manual_folder, plain
from ui.manual.places import HOLDERS, PLACES, SECTIONS, SHARED, target_of

ROOT = Path(__file__).parents[2]
FOLDER = manual_folder()
LANGUAGES = ("en", "fr")
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)")
# Pages that are in English alone so far. Whoever writes the French of one takes it out; a new English page goes in.
ENGLISH_ALONE: frozenset[str] = frozenset()
# Pages whose French is here and whose English comes with the part of the program that it is about: empty once it came.
FRENCH_FIRST: frozenset[str] = frozenset()
# Written by the program itself, from its own sentences.
GENERATED = frozenset({"settings"})
# Parts that stand in every screen, and what is no part of a window: what is asked there is asked of what holds them.
OF_ALL = ("ui.widgets", "ui.theme", "ui.manual", "ui.gallery")
NO_PARTS = frozenset(
    "ui.acts ui.application ui.areas ui.bridge ui.helper_process ui.keys ui.kit ui.links ui.list_and_talk "
    "ui.looks ui.loop ui.once ui.opening ui.pictures ui.place ui.plain ui.refusals ui.status_words ui.tasks "
    "ui.typed".split()
)


def pages_of(language: str) -> dict[str, str]:
    folder = FOLDER if language == "en" else FOLDER / language
    return {path.stem: path.read_text("utf-8") for path in sorted(folder.glob("*.md"))}


def listings_cut(text: str) -> str:
    return re.sub(r"```.*?```|`[^`]*`", "", text, flags=re.DOTALL)


# -- places


def test_every_part_of_the_window_has_its_page() -> None:
    modules = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for path in sorted((ROOT / "ui").rglob("*.py"))
        if path.name != "__init__.py"
    ]
    lost = [
        module
        for module in modules
        if target_of(module) is None
        and module not in HOLDERS | SHARED | NO_PARTS
        and not module.startswith(OF_ALL)
    ]
    assert lost == [], "give these a page in ui/manual/places.py"


def test_every_place_names_parts_that_exist() -> None:
    gone = [name for name in {*PLACES, *HOLDERS, *SHARED} if not _exists(name)]
    assert gone == []


def _exists(module: str) -> bool:
    path = ROOT.joinpath(*module.split("."))
    return path.is_dir() or path.with_suffix(".py").is_file()


def test_every_section_of_the_settings_has_its_page() -> None:
    assert {setting.section for setting in SCHEMA} - {"hidden"} <= set(SECTIONS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_place_is_there(language: str) -> None:
    manual = Manual(language)
    for target in {*PLACES.values(), *SECTIONS.values()} - {""}:
        page, _hash, anchor = target.partition("#")
        english = [heading.anchor for heading in headings_of((FOLDER / f"{page}.md").read_text("utf-8"))]
        assert manual.has(page) and (not anchor or anchor in english), target
        assert not anchor or manual.number_of(page, anchor) == english.index(anchor), target


def test_a_new_part_of_a_screen_has_the_page_of_its_screen() -> None:
    assert target_of("ui.deals.quiet.anything") == "going-quiet"
    assert target_of("ui.deals.anything") == "deals"
    assert target_of("PySide6.QtWidgets") is None


# -- pages


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_in_the_contents_once(language: str) -> None:
    listed = [page for chapter in Manual(language).chapters for page, _title in chapter.pages]
    assert sorted(listed) == sorted(set(listed))
    assert set(pages_of(language)) - {CONTENTS} <= set(listed)
    assert all(Manual(language).has(page) for page in listed)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_link_leads_somewhere(language: str) -> None:
    manual = Manual(language)
    for page, text in pages_of(language).items():
        for href in LINK.findall(listings_cut(text)):
            name, _hash, anchor = href.partition("#")
            if "://" in href or not (name.endswith(".md") or not name):
                continue
            folder = FOLDER if language == "en" else FOLDER / language
            target = Path(name).stem if name else page
            if language == "fr" and target in ENGLISH_ALONE:
                continue
            assert not name or (folder / name).is_file(), (page, href)
            anchors = [
                heading.anchor
                for heading in headings_of((folder / (name or f"{page}.md")).read_text("utf-8"))
            ]
            assert not anchor or anchor in anchors, (page, href)
            assert manual.has(target), (page, href)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_picture_exists_and_every_one_is_shown(language: str) -> None:
    folder = FOLDER if language == "en" else FOLDER / language
    shown = set()
    for page, text in pages_of(language).items():
        for words, name in PICTURE.findall(text):
            path = (folder / name).resolve()
            assert path.is_file(), (page, name)
            assert words.strip(), f"{page}: say in words what {name} shows"
            shown.add(path)
    kept = set((FOLDER / "pictures" / language).resolve().glob("*"))
    assert kept == shown
    assert sum(path.stat().st_size for path in kept) < 3_000_000


def test_every_page_has_its_french_but_those_that_are_named() -> None:
    assert set(pages_of("en")) - set(pages_of("fr")) == ENGLISH_ALONE
    assert set(pages_of("fr")) - set(pages_of("en")) == FRENCH_FIRST


def test_both_languages_have_the_same_headings_in_the_same_order() -> None:
    french = pages_of("fr")
    for page, text in pages_of("en").items():
        if page in french:
            levels = [[one.level for one in headings_of(each)] for each in (text, french[page])]
            assert levels[0] == levels[1], page
            pictures = [len(PICTURE.findall(each)) for each in (text, french[page])]
            assert pictures[0] == pictures[1], page


def test_french_pages_are_set_as_french_is() -> None:
    """Typographic apostrophes, and no line may begin with a mark that belongs to the word before it."""
    for page, text in pages_of("fr").items():
        if page in GENERATED:
            continue
        words = re.sub(r"\]\([^)]*\)", "]", listings_cut(text))
        straight = re.findall(r"\S*'\S*", words)
        assert straight == [], page
        assert re.findall(r".{0,20} [;:!?»](?:\s|$)|« .{0,20}", words) == [], page


# -- reading and searching


PAGE = """# Deals

First *words*.

```
# no heading
```

## By key

| key | does |
| --- | --- |
| `a\\|b` | **Élan** of a [deal](deals.md#by-key) |

## By key

![a picture](pictures/en/a.png)
Last.
"""


def small(tmp_path: Path) -> Path:
    (tmp_path / "fr").mkdir()
    (tmp_path / "README.md").write_text(
        "# Manual\n\n## Sell\n\n- [Deals](deals.md): all.\n- [Only](only.md)\n", "utf-8"
    )
    (tmp_path / "fr" / "README.md").write_text("# Mode\n\n## Vendre\n\n- [Affaires](deals.md)\n", "utf-8")
    (tmp_path / "deals.md").write_text(PAGE, "utf-8")
    (tmp_path / "only.md").write_text("# Only\nIn English, an elan.", "utf-8")
    french = PAGE.replace("# Deals", "# Affaires").replace("## By key", "## Au clavier")
    (tmp_path / "fr" / "deals.md").write_text(french, "utf-8")
    return tmp_path


def test_headings_have_the_anchors_that_sites_give_them(tmp_path: Path) -> None:
    manual = Manual("en", small(tmp_path))
    assert [heading.anchor for heading in manual.headings("deals")] == ["deals", "by-key", "by-key-1"]
    assert (
        next(headings_of("## A deal’s own sheet (Settings, Profile)")).anchor
        == "a-deals-own-sheet-settings-profile"
    )


def test_an_english_anchor_finds_its_heading_in_french(tmp_path: Path) -> None:
    manual = Manual("fr", small(tmp_path))
    assert manual.title("deals") == "Affaires"
    assert manual.number_of("deals", "by-key-1") == manual.number_of("deals", "au-clavier-1") == 2
    assert manual.number_of("deals", "no-such") == 0


def test_a_page_without_french_is_given_in_english(tmp_path: Path) -> None:
    manual = Manual("fr", small(tmp_path))
    assert manual.has("only") and manual.title("only") == "Only"
    assert not manual.has("nothing") and manual.text("nothing") == ""


def test_words_are_found_without_accents_and_capitals_by_their_beginnings(tmp_path: Path) -> None:
    manual = Manual("en", small(tmp_path))
    assert [(one.section.page, one.section.number) for one in manual.find("ÉLA")] == [
        ("deals", 1),
        ("only", 0),
    ]
    assert [one.section.number for one in manual.find("key deal")] == [1, 2]
    assert manual.find("lan") == [] and manual.find("  ") == []
    assert "Élan of a deal" in manual.find("elan")[0].excerpt


def test_plain_words_have_no_marks() -> None:
    assert plain("**Tag…**, *so* `a\\|b` [link](x.md) ![p](q.png)\n| --- | --- |") == "Tag…, so a b link"
