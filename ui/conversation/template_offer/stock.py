"""The templates at hand: read from the desk, in order, with their prices, and whether one may still go out."""

from dataclasses import replace

from app.domain.ids import LineId
from app.domain.prices import RateCard, read_card
from app.domain.rows import ThreadHeader
from app.domain.templates import Template
from app.words.templates import price_words
from ui.conversation.template_offer.choices import first_of, found, row_of, sendable
from ui.conversation.template_offer.memory import OfferMemory
from ui.conversation.template_offer.rows import OfferRow
from ui.kit import Kit


class Stock:
    """What the account has, as it is offered in one conversation."""

    def __init__(self, kit: Kit, memory: OfferMemory) -> None:
        self._kit, self._memory = kit, memory
        self._card: tuple[str, RateCard] = ("", RateCard())

    def all(self, line_id: LineId) -> list[Template]:
        """Every template of the business number."""
        return self._kit.desk.templates(line_id)

    def one(self, line_id: LineId, key: str | None) -> Template | None:
        """The template as it is now."""
        return next((one for one in self.all(line_id) if one.key == key), None)

    def rows(
        self, header: ThreadHeader, language: str, chosen: str | None, words: str | None
    ) -> tuple[list[OfferRow], int]:
        """The rows, and how many more could be offered. `words`: searched among all; None gives the first few."""
        templates = self.all(header.line_id)
        offered = sendable(templates, language, self._memory.recent())
        few = first_of(offered, chosen) if words is None else found(templates, offered, words)
        shown_in, day, card = self._kit.formats.language, self._kit.clock.now().date(), self._rates()
        rows = [
            row_of(one, price_words(one, card, header.number, day, shown_in), shown_in, language)
            for one in few
        ]
        return rows, max(0, len(offered) - len(few))

    def trouble(self, line_id: LineId, template: Template) -> str | None:
        """The code of why this very definition cannot go out any more."""
        now = self.one(line_id, template.key)
        if now is None:
            return "template_gone"
        if not now.is_sendable:
            return "template_not_sendable"
        return "template_changed" if _words_of(now) != _words_of(template) else None

    def _rates(self) -> RateCard:
        """The imported prices, read once for each import."""
        text = str(self._kit.desk.setting("rate_card"))
        if text != self._card[0]:
            read = read_card(text)
            self._card = (text, read if isinstance(read, RateCard) else RateCard())
        return self._card[1]


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
