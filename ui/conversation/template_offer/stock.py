"""The templates at hand: read from the desk, in order, with their prices, and whether one may still go out."""

from dataclasses import replace

from app.domain.ids import LineId
from app.domain.prices import RateCard
from app.domain.rows import ThreadHeader
from app.domain.templates import Template
from app.words.templates import price_words
from ui.conversation.template_offer.choices import first_of, found, row_of, searched, sendable
from ui.conversation.template_offer.memory import OfferMemory
from ui.conversation.template_offer.rows import OfferRow
from ui.kit import Kit


class Stock:
    """What the account has, as it is offered in one conversation."""

    def __init__(self, kit: Kit, memory: OfferMemory) -> None:
        self._kit, self._memory = kit, memory
        self._all: dict[LineId, list[Template]] = {}
        self._offered: dict[tuple[LineId, str, tuple[str, ...]], list[Template]] = {}
        self._texts: dict[str, str] = {}

    def forget(self) -> None:
        """The account has others now, or it must be known for certain."""
        self._all.clear()
        self._offered.clear()
        self._texts.clear()

    def all(self, line_id: LineId) -> list[Template]:
        """Every template of the business number, read once until `forget`."""
        if line_id not in self._all:
            self._all[line_id] = self._kit.desk.templates(line_id)
        return self._all[line_id]

    def one(self, line_id: LineId, key: str | None) -> Template | None:
        """The template as it is now."""
        return next((one for one in self.all(line_id) if one.key == key), None)

    def rows(
        self, header: ThreadHeader, language: str, chosen: str | None, words: str | None
    ) -> tuple[list[OfferRow], int]:
        """The rows, and how many more could be offered. `words`: searched among all; None gives the first few."""
        offered = self._in_order(header.line_id, language)
        few = first_of(offered, chosen) if words is None else self._found(header.line_id, offered, words)
        shown_in, day, card = self._kit.formats.language, self._kit.clock.now().date(), self._rates()
        rows = [
            row_of(one, price_words(one, card, header.number, day, shown_in), shown_in, language)
            for one in few
        ]
        return rows, max(0, len(offered) - len(few))

    def _in_order(self, line_id: LineId, language: str) -> list[Template]:
        place = line_id, language, tuple(self._memory.recent())
        if place not in self._offered:
            self._offered[place] = sendable(self.all(line_id), language, place[2])
        return self._offered[place]

    def _found(self, line_id: LineId, offered: list[Template], words: str) -> list[Template]:
        return found(self.all(line_id), offered, words, self._text_of)

    def _text_of(self, template: Template) -> str:
        if template.key not in self._texts:
            self._texts[template.key] = searched(template)
        return self._texts[template.key]

    def trouble(self, line_id: LineId, template: Template) -> str | None:
        """The code of why this very definition cannot go out any more."""
        now = self.one(line_id, template.key)
        if now is None:
            return "template_gone"
        if not now.is_sendable:
            return "template_not_sendable"
        return "template_changed" if _words_of(now) != _words_of(template) else None

    def _rates(self) -> RateCard:
        """The imported prices."""
        return self._kit.desk.rate_card()


def _words_of(template: Template) -> Template:
    """What a customer would notice: not its state and how it was received."""
    return replace(
        template,
        status="",
        quality=None,
        rejected_reason=None,
        correct_category=None,
        external_id=None,
        samples=(),
    )
