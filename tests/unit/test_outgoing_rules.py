"""What is refused before it is sent, with its reason; the limits are Meta's."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.contents import (
    Ask,
    AskOption,
    Card,
    Content,
    Media,
    Order,
    Place,
    Product,
    SentCard,
    SentTemplate,
    TemplateButtonValue,
    TemplateValue,
)
from app.domain.media import LIMITS
from app.domain.outgoing import PARTS, problems
from app.domain.phone_numbers import is_number, variants
from app.words.sentences import known_codes, refusal

HEX = "ab" * 32
MIB = 1024 * 1024


def file(mime: str = "image/jpeg", size: int | None = 1000, sha256: str | None = HEX, **more: Any) -> Content:
    return Content(media=Media(mime, sha256, size_bytes=size, **more))


def ask(what: Any, *titles: str, media: Media | None = None, **more: Any) -> Content:
    options = tuple(AskOption(f"o{index}", title) for index, title in enumerate(titles))
    return Content(ask=Ask(what, more.pop("options", options), **more), media=media)


def sent(place: Place | None = None, media: Media | None = None, **more: Any) -> Content:
    head = {"name": "order_ready", "language": "en_GB", "category": "utility"} | more
    return Content(template=SentTemplate(**head), place=place, media=media)


def values(*texts: str) -> tuple[TemplateValue, ...]:
    return tuple(TemplateValue(str(number), text) for number, text in enumerate(texts, 1))


def card(**more: Any) -> SentCard:
    return SentCard(**({"media": Media("image/jpeg", HEX, size_bytes=1)} | more))


REFUSED: list[tuple[str, str, Content | None, str | None]] = [
    ("hologram", "x", None, "kind_unknown"),
    ("text", "x", Content(order=Order()), "content_unfit"),
    ("text", "x", file(), "content_unfit"),
    ("reaction", "👍", file(), "content_unfit"),
    ("location_request", "x", ask("location_request", media=Media()), "content_unfit"),
    ("text", " \n", None, "text_empty"),
    ("text", "x" * 4096, None, None),
    ("text", "x" * 4097, None, "text_too_long"),
    # files
    ("image", "", None, "media_missing"),
    ("image", "", file(sha256=None), "media_missing"),
    ("image", "", file(sha256="AB" * 32), "media_missing"),
    ("image", "", file(size=None), "media_missing"),
    ("image", "", file(size=0), "media_empty"),
    ("image", "", file("image/gif"), "media_type"),
    ("image", "", file("IMAGE/JPEG; x=1"), None),
    ("image", "", file(size=5 * MIB), None),
    ("image", "", file(size=5 * MIB + 1), "media_too_large"),
    ("image", "x" * 1024, file(), None),
    ("image", "x" * 1025, file(), "caption_too_long"),
    ("video", "", file("video/mp4", 16 * MIB + 1), "media_too_large"),
    ("audio", "", file("audio/mpeg"), None),
    ("audio", "x", file("audio/mpeg"), "caption_not_allowed"),
    ("voice", "", file("audio/mpeg"), "media_type"),
    ("voice", "", file("audio/ogg; codecs=opus"), None),
    ("document", "", file("application/x-anything", 100 * MIB), None),
    ("document", "", file("application/pdf", 100 * MIB + 1), "media_too_large"),
    ("sticker", "", file("image/webp", 100 * 1024 + 1), "media_too_large"),
    ("sticker", "", file("image/webp", 100 * 1024 + 1, is_animated=True), None),
    ("sticker", "", file("image/webp", 500 * 1024 + 1, is_animated=True), "media_too_large"),
    # places, cards, reactions
    ("location", "", None, "place_missing"),
    ("location", "", Content(place=Place(90.0, -180.0)), None),
    ("location", "", Content(place=Place(90.1, 0.0)), "place_missing"),
    ("contacts", "", None, "cards_missing"),
    ("contacts", "", Content(cards=(Card("Bo"),) * 5), None),
    ("contacts", "", Content(cards=(Card("Bo"),) * 6), "too_many_cards"),
    ("contacts", "", Content(cards=(Card(" "),)), "card_nameless"),
    ("reaction", "", None, None),
    ("reaction", "👍🏽", None, None),
    ("reaction", "👨‍👩‍👧‍👦", None, None),
    ("reaction", "❤️", None, None),
    ("reaction", "🇫🇷", None, None),
    ("reaction", "1️⃣", None, None),
    ("reaction", "‼️", None, None),
    ("reaction", "ok", None, "reaction_not_emoji"),
    ("reaction", "!", None, "reaction_not_emoji"),
    ("reaction", "👍 👍", None, "reaction_not_emoji"),
    ("reaction", "👍" * 33, None, "reaction_not_emoji"),
    # buttons, lists, links, products
    ("buttons", "x", None, "ask_missing"),
    ("buttons", "x", ask("list", "Yes"), "ask_missing"),
    ("buttons", "", ask("buttons", "Yes"), "text_empty"),
    ("buttons", "x" * 1025, ask("buttons", "Yes"), "text_too_long"),
    ("buttons", "x", ask("buttons"), "options_missing"),
    ("buttons", "x", ask("buttons", "1", "2", "3"), None),
    ("buttons", "x", ask("buttons", "1", "2", "3", "4"), "too_many_options"),
    ("buttons", "x", ask("buttons", "x" * 21), "button_too_long"),
    ("buttons", "x", ask("buttons", " "), "option_untitled"),
    ("buttons", "x", ask("buttons", "Yes", "Yes "), "option_twice"),
    ("buttons", "x", ask("buttons", options=(AskOption("a", "1"), AskOption("a", "2"))), "option_ids"),
    ("buttons", "x", ask("buttons", options=(AskOption("x" * 257, "1"),)), "option_ids"),
    ("buttons", "x", ask("buttons", "Yes", header="x" * 61), "header_too_long"),
    ("buttons", "x", ask("buttons", "Yes", footer="x" * 61), "footer_too_long"),
    ("buttons", "x", ask("buttons", "Yes", header="x", media=file().media), "header_twice"),
    (
        "buttons",
        "x",
        ask("buttons", "Yes", media=Media("image/jpeg", HEX, size_bytes=6 * MIB)),
        "media_too_large",
    ),
    ("list", "x" * 4096, ask("list", "1", "1", button="Choose"), None),
    ("list", "x" * 4097, ask("list", "1", button="Choose"), "text_too_long"),
    ("list", "x", ask("list", *"0123456789", button="Choose"), None),
    ("list", "x", ask("list", *"0123456789a", button="Choose"), "too_many_options"),
    ("list", "x", ask("list", "1"), "button_missing"),
    ("list", "x", ask("list", "1", button="x" * 21), "button_too_long"),
    ("list", "x", ask("list", "x" * 25, button="Choose"), "button_too_long"),
    ("list", "x", ask("list", "1", button="Choose", media=file().media), "content_unfit"),
    ("list", "x", ask("list", button="C", options=(AskOption("a", "1", "x" * 73),)), "description_too_long"),
    ("list", "x", ask("list", button="C", options=(AskOption("x" * 201, "1"),)), "option_ids"),
    (
        "list",
        "x",
        ask("list", button="C", options=(AskOption("a", "1", None, "Day"), AskOption("b", "2"))),
        "section_missing",
    ),
    ("list", "x", ask("list", button="C", options=(AskOption("a", "1", None, "x" * 25),)), "button_too_long"),
    ("link", "x", ask("link", button="Open", url="https://example.com/x?y=1"), None),
    ("link", "x", ask("link", button="Open", url="javascript:alert(1)"), "link_bad"),
    ("link", "x", ask("link", button="Open", url="https:// x"), "link_bad"),
    ("link", "x", ask("link", button="Open"), "link_bad"),
    ("link", "x", ask("link", button="", url="https://example.com"), "button_missing"),
    ("contact_request", "", ask("contact_request"), "text_empty"),
    ("product", "", ask("product", catalog_id="43", product_ids=("S",)), None),
    ("product", "", ask("product", product_ids=("S",)), "catalog_missing"),
    ("product", "", ask("product", catalog_id="43"), "product_missing"),
    ("product", "", ask("product", catalog_id="43", product_ids=("S", "T")), "too_many_products"),
    ("products", "x", ask("products", catalog_id="43", product_ids=("S",)), "header_missing"),
    (
        "products",
        "x",
        ask("products", catalog_id="43", product_ids=("S",) * 31, header="x"),
        "too_many_products",
    ),
    ("catalog", "", ask("catalog"), "text_empty"),
    # templates
    ("template", "x", None, "template_missing"),
    ("template", "x", sent(name="Order Ready"), "template_missing"),
    ("template", "x", sent(language="english"), "template_missing"),
    ("template", "", sent(), "text_empty"),
    ("template", "x" * 1025, sent(), "text_too_long"),
    ("template", "Hi {{1}}", sent(), "template_incomplete"),
    ("template", "x", sent(header="Order {{ order_no }}"), "template_incomplete"),
    ("template", "x", sent(body_values=values("Ana", " ")), "template_incomplete"),
    ("template", "x", sent(body_values=values("a\nb")), "template_value_broken"),
    ("template", "x", sent(body_values=values("a\tb")), "template_value_broken"),
    ("template", "x", sent(body_values=values("a     b")), "template_value_broken"),
    ("template", "x", sent(body_values=values("a    b")), None),
    ("template", "x", sent(body_values=values("a", "b")[::-1]), "template_misnumbered"),
    ("template", "x", sent(body_values=values("a"), is_positional=False), "template_misnumbered"),
    ("template", "x", sent(body_values=(TemplateValue("name", "a"),), is_positional=False), None),
    (
        "template",
        "x",
        sent(body_values=(TemplateValue("n", "a"),) * 2, is_positional=False),
        "template_misnumbered",
    ),
    ("template", "x", sent(header_values=values("a", "b")), "header_twice"),
    ("template", "x", sent(Place(0, 0), file().media), "header_twice"),
    ("template", "x", sent(media=Media("image/jpeg", HEX, size_bytes=6 * MIB)), "media_too_large"),
    ("template", "x", sent(button_values=(TemplateButtonValue(0, "url", ""),)), "template_incomplete"),
    ("template", "x", sent(button_values=(TemplateButtonValue(0, "form", ""),)), None),
    (
        "template",
        "x",
        sent(button_values=(TemplateButtonValue(0, "copy_code", "x" * 16),)),
        "button_value_too_long",
    ),
    ("template", "x", sent(button_values=(TemplateButtonValue(0, "url", "x"),) * 2), "template_misnumbered"),
    ("template", "x", sent(button_values=(TemplateButtonValue(10, "url", "x"),)), "template_misnumbered"),
    ("template", "x", sent(cards=(card(),)), "carousel_size"),
    ("template", "x", sent(cards=(card(),) * 11), "carousel_size"),
    ("template", "x", sent(cards=(card(), card(product=Product("S"), media=None))), "carousel_uneven"),
    ("template", "x", sent(cards=(card(), card(media=None))), "carousel_uneven"),
    ("template", "x", sent(cards=(card(), card(body_values=values("a")))), "carousel_uneven"),
    ("template", "x", sent(cards=(card(text="x" * 161), card())), "text_too_long"),
    ("template", "x", sent(cards=(card(text="{{1}}"), card())), "template_incomplete"),
    ("template", "x", sent(cards=(card(media=Media("image/gif", HEX, size_bytes=1)), card())), "media_type"),
    ("template", "x", sent(category="authentication", body_values=values("123456")), None),
    ("template", "x", sent(category="authentication", body_values=values("1" * 16)), "button_value_too_long"),
    ("template", "x", sent(category="authentication"), "template_incomplete"),
]


@pytest.mark.parametrize(("kind", "text", "content", "code"), REFUSED)
def test_what_the_channel_would_not_take_is_refused_here(
    kind: str, text: str, content: Content | None, code: str | None
) -> None:
    found = problems("whatsapp", kind, text, content)
    assert (found.code if found else None) == code
    if found:
        assert found.code in known_codes()
        assert "{" not in refusal(found.code, found.facts)


@pytest.mark.parametrize(
    "mime", ["application/pdf\r\nx: y", "image/jpeg;\r\n\r\n--", "a b/c", "pdf", "a/" + "b" * 99]
)
def test_a_type_that_would_write_lines_of_its_own_into_the_upload_is_refused(mime: str) -> None:
    found = problems("whatsapp", "document", "", file(mime))
    assert found is not None
    assert found.code == "media_type"


@pytest.mark.parametrize("mime", ["text/plain; charset=utf-8", "audio/ogg;codecs=opus", "image/svg+xml"])
def test_a_type_with_what_belongs_to_it_goes(mime: str) -> None:
    assert problems("whatsapp", "document", "", file(mime)) is None


def test_the_limit_of_a_file_is_said_as_people_write_it() -> None:
    found = problems("whatsapp", "image", "", file(size=7_600_000))
    assert found is not None
    assert (
        refusal(found.code, found.facts) == "The file was not sent: it has 7.2 MB, and WhatsApp takes 5 MB."
    )
    small = problems("whatsapp", "sticker", "", file("image/webp", 150 * 1024))
    assert small is not None
    assert "it has 150 KB, and WhatsApp takes 100 KB" in refusal(small.code, small.facts)


@pytest.mark.parametrize("kind", sorted(LIMITS["whatsapp"]))
def test_every_kind_of_file_can_be_sent(kind: str) -> None:
    mime = next(iter(sorted(LIMITS["whatsapp"][kind].mimes)), "application/zip")
    assert problems("whatsapp", kind, "", file(mime, 1000)) is None


@given(st.sampled_from(sorted(PARTS)), st.text(max_size=5), st.sampled_from([one[2] for one in REFUSED]))
def test_any_parts_on_any_kind_are_judged_without_a_fault(
    kind: str, text: str, content: Content | None
) -> None:
    found = problems("whatsapp", kind, text, content)
    assert found is None or found.code in known_codes()


@pytest.mark.parametrize(
    ("number", "also"),
    [
        ("5511987654321", "551187654321"),
        ("551187654321", "5511987654321"),
        ("5215512345678", "525512345678"),
        ("525512345678", "5215512345678"),
        ("5491123456789", "541123456789"),
        ("541123456789", "5491123456789"),
        ("447700900123", None),
        ("33639981020", None),
    ],
)
def test_some_countries_numbers_are_written_in_two_ways(number: str, also: str | None) -> None:
    assert variants(number) == ((number, also) if also else (number,))


@given(st.from_regex(r"(55\d\d9?\d{8}|521?\d{10}|549?\d{10}|[1-9]\d{6,14})", fullmatch=True))
def test_a_variants_variant_is_the_number_itself(number: str) -> None:
    if number.isascii():
        assert all(number in variants(other) for other in variants(number))


@pytest.mark.parametrize(
    ("number", "is_good"),
    [
        ("447700900123", True),
        ("0477", False),
        ("+447700900123", False),
        ("1" * 16, False),
        ("4477009001²3", False),
        ("", False),
    ],
)
def test_a_number_is_whole_and_international(number: str, is_good: bool) -> None:
    assert is_number(number) is is_good
