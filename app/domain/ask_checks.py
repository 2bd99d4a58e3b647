"""What the channel does not take of buttons, lists, links, products and what asks for a location or a number."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.domain.contents import Ask, AskOption, Content
from app.domain.errors import Refused

HEADER_MAX = 60
FOOTER_MAX = 60
BODY_MAX = 1024
LIST_BODY_MAX = 4096
BUTTON_MAX = 20  # a label: of a button, of a link, of what opens a list
SECTION_MAX = 24
SECTIONS_MAX = 10
PRODUCTS_MAX = 30
URL_MAX = 2000


@dataclass(frozen=True, slots=True)
class OptionLimits:
    """How many options of which lengths. `may_repeat_titles`: two may be called the same."""

    most: int
    title: int
    option_id: int
    description: int = 0
    may_repeat_titles: bool = False


OPTIONS = {"buttons": OptionLimits(3, 20, 256), "list": OptionLimits(10, 24, 200, 72, True)}


def ask_problem(kind: str, text: str, parts: Content) -> Refused | None:
    """Buttons, a list, a link, or what asks for a location or a number."""
    ask = parts.ask
    if ask is None or ask.what != kind:
        return Refused("ask_missing")
    return next(_ask_problems(kind, text, ask, parts), None)


def product_problem(kind: str, text: str, parts: Content) -> Refused | None:
    """One product, several, or the whole catalogue."""
    ask = parts.ask
    if ask is None or ask.what != kind:
        return Refused("ask_missing")
    return next(_product_problems(kind, text, ask), None)


def _ask_problems(kind: str, text: str, ask: Ask, parts: Content) -> Iterator[Refused]:
    yield from _body(text, LIST_BODY_MAX if kind == "list" else BODY_MAX, is_needed=True)
    yield from _edges(ask)
    takes_file = kind in ("buttons", "link")
    if parts.media is not None and (ask.header or not takes_file):
        yield Refused("header_twice" if takes_file else "content_unfit", {"kind": kind})
    if kind in ("list", "link"):
        yield from _label(ask.button)
    if kind == "link" and not _is_link(ask.url):
        yield Refused("link_bad", {"url": (ask.url or "")[:URL_MAX]})
    if kind in OPTIONS:
        yield from _options(ask.options, OPTIONS[kind])
    if kind == "list":
        yield from _sections(ask.options)


def _product_problems(kind: str, text: str, ask: Ask) -> Iterator[Refused]:
    yield from _body(text, BODY_MAX, is_needed=kind != "product")
    yield from _edges(ask)
    if kind == "catalog":
        return
    if not ask.catalog_id:
        yield Refused("catalog_missing")
    most = 1 if kind == "product" else PRODUCTS_MAX
    if not ask.product_ids or not all(ask.product_ids):
        yield Refused("product_missing")
    if len(ask.product_ids) > most:
        yield Refused("too_many_products", {"count": str(len(ask.product_ids)), "limit": str(most)})
    if kind == "products" and not (ask.header or "").strip():
        yield Refused("header_missing")


def _body(text: str, limit: int, *, is_needed: bool) -> Iterator[Refused]:
    if is_needed and not text.strip():
        yield Refused("text_empty")
    if len(text) > limit:
        yield Refused("text_too_long", {"length": str(len(text)), "limit": str(limit)})


def _edges(ask: Ask) -> Iterator[Refused]:
    if ask.header is not None and len(ask.header) > HEADER_MAX:
        yield Refused("header_too_long", {"length": str(len(ask.header)), "limit": str(HEADER_MAX)})
    if ask.footer is not None and len(ask.footer) > FOOTER_MAX:
        yield Refused("footer_too_long", {"length": str(len(ask.footer)), "limit": str(FOOTER_MAX)})


def _label(button: str | None) -> Iterator[Refused]:
    if not (button or "").strip():
        yield Refused("button_missing")
    elif button is not None and len(button) > BUTTON_MAX:
        yield Refused("button_too_long", {"title": button, "limit": str(BUTTON_MAX)})


def _options(options: Sequence[AskOption], limits: OptionLimits) -> Iterator[Refused]:
    if not options:
        yield Refused("options_missing")
    if len(options) > limits.most:
        yield Refused("too_many_options", {"count": str(len(options)), "limit": str(limits.most)})
    for option in options:
        yield from _option(option, limits)
    if len({option.option_id for option in options}) < len(options):
        yield Refused("option_ids")
    titles = [option.title.strip() for option in options]
    twice = next((title for title in titles if titles.count(title) > 1), None)
    if twice is not None and not limits.may_repeat_titles:
        yield Refused("option_twice", {"title": twice})


def _option(option: AskOption, limits: OptionLimits) -> Iterator[Refused]:
    if not option.title.strip():
        yield Refused("option_untitled")
    if len(option.title) > limits.title:
        yield Refused("button_too_long", {"title": option.title, "limit": str(limits.title)})
    if not option.option_id.strip() or len(option.option_id) > limits.option_id:
        yield Refused("option_ids")
    if limits.description and len(option.description or "") > limits.description:
        yield Refused("description_too_long", {"title": option.title, "limit": str(limits.description)})


def _sections(options: Sequence[AskOption]) -> Iterator[Refused]:
    names = list(dict.fromkeys(option.section for option in options))
    if len(names) > 1 and not all((name or "").strip() for name in names):
        yield Refused("section_missing")
    if len(names) > SECTIONS_MAX:
        yield Refused("too_many_options", {"count": str(len(names)), "limit": str(SECTIONS_MAX)})
    long = next((name for name in names if name is not None and len(name) > SECTION_MAX), None)
    if long is not None:
        yield Refused("button_too_long", {"title": long, "limit": str(SECTION_MAX)})


def _is_link(url: str | None) -> bool:
    """An address of the web, without blanks."""
    if not url or len(url) > URL_MAX or any(char.isspace() for char in url):
        return False
    scheme, _, rest = url.partition("://")
    return scheme.lower() in ("http", "https") and bool(rest.strip("/"))
