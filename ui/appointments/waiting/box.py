"""The box beside the agenda for a slot that was freed: who would come, and offering it to one or to all of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from app.domain.agenda_rows import AgendaDays
from app.domain.errors import ComptoirError
from app.domain.waiting_rows import FreedSlot, OfferMade, OfferRow, WaiterRow
from app.words import gettext as _
from app.words import ngettext, sentences
from app.words.appointment_reasons import why_not_invited
from app.words.waiting_words import invited_words, waiting_count, wish_words
from ui.appointments.waiting.people import PersonLine
from ui.appointments.when import formats_of, slot_words
from ui.kit import Kit
from ui.plain import isolated, shown_name
from ui.widgets.button import Button
from ui.widgets.labels import Paragraph
from ui.widgets.surfaces import Surface

if TYPE_CHECKING:
    from ui.appointments.agenda_page import AgendaPage

SLOTS: Final = 3  # so many at a time; the next ones come up when these are settled
PEOPLE: Final = 5  # of one slot by name; "offer it to all" asks the others too
ALL_MAX: Final = 20


class FreedBox(Surface):
    """Hidden while nothing was freed that anybody waits for."""

    def __init__(self, kit: Kit, page: AgendaPage) -> None:
        super().__init__(kit.theme, "surface")
        self._kit, self._page = kit, page
        self._seen: object = None
        self.parts: list[FreedPart] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 12, 16, 14)
        self._column.setSpacing(16)
        self.hide()

    def show_days(self, days: AgendaDays) -> None:
        """What was freed in these days."""
        desk = self._kit.desk
        slots = [one for one in desk.freed_slots(days.from_day, days.days) if one.waiting or one.offer_id]
        offers = {row.offer.offer_id: row for row in desk.offers()} if slots else {}
        shown = [(one, self._people(one), offers.get(one.offer_id)) for one in slots[:SLOTS]]
        seen = (shown, days.zone, days.from_day)
        if seen != self._seen:
            self._seen = seen
            self._show(shown, days)
        self.setVisible(bool(shown))

    def _people(self, slot: FreedSlot) -> list[WaiterRow]:
        return self._kit.desk.waiters_for(slot.starts_at, slot.length_min, slot.resource_id)

    def _show(
        self, shown: Sequence[tuple[FreedSlot, list[WaiterRow], OfferRow | None]], days: AgendaDays
    ) -> None:
        had_focus = self.isAncestorOf(self.focusWidget()) if self.focusWidget() is not None else False
        for part in self.parts:
            part.setParent(None)
            part.deleteLater()
        self.parts = [
            FreedPart(self._kit, self._page, slot, people, offer, days) for slot, people, offer in shown
        ]
        for part in self.parts:
            self._column.addWidget(part)
        if had_focus and self.parts:
            self.parts[0].focus_first()


class FreedPart(QWidget):
    """One slot: whom it would suit, or how its offer stands."""

    def __init__(
        self,
        kit: Kit,
        page: AgendaPage,
        slot: FreedSlot,
        people: Sequence[WaiterRow],
        offer: OfferRow | None,
        days: AgendaDays,
    ) -> None:
        super().__init__()
        self._kit, self._page, self.slot = kit, page, slot
        self._formats = formats_of(kit.formats, days)
        theme = kit.theme
        self.lines: list[PersonLine] = []
        self.all: Button | None = None
        self.stop: Button | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        title = title_words(slot, slot_words(slot.starts_at, self._formats, days.now))
        self._column.addWidget(Paragraph(theme, title, role="small", weight="semibold", ink="text_muted"))
        if offer is not None:
            self._show_offer(offer)
        else:
            self._show_people(people)

    def focus_first(self) -> None:
        """Where the keyboard goes on after it was drawn anew."""
        buttons = [*(line.button for line in self.lines), self.all, self.stop]
        first = next((one for one in buttons if one is not None), None)
        if first is not None:
            first.setFocus()

    def _show_people(self, people: Sequence[WaiterRow]) -> None:
        self._column.addWidget(Paragraph(self._kit.theme, waiting_count(len(people)), role="small"))
        for row in people[:PEOPLE]:
            words = wish_words(row, self._formats)
            line = PersonLine(
                self._kit, row.waiter.contact_id or row.waiter_id, row.name, words, _("Offer it")
            )
            assert line.button is not None
            line.button.clicked.connect(partial(self._offer, [row]))
            self._add(line)
        if len(people) > 1:
            self.all = self._wide(all_words(min(len(people), ALL_MAX)))
            self.all.clicked.connect(partial(self._offer, list(people[:ALL_MAX])))

    def _show_offer(self, offer: OfferRow) -> None:
        for row in offer.invited[:PEOPLE]:
            self._add(PersonLine(self._kit, row.person.waiter_id, row.name, invited_words(row)))
        more = len(offer.invited) - PEOPLE
        if more > 0:
            said = ngettext("{n} more was asked", "{n} more were asked", more).format(n=more)
            self._column.addWidget(Paragraph(self._kit.theme, said, role="small", ink="text_muted"))
        self.stop = self._wide(_("Offer it no more"))
        self.stop.clicked.connect(partial(self._stop, offer.offer.offer_id))

    def _add(self, line: PersonLine) -> None:
        self.lines.append(line)
        self._column.addWidget(line)

    def _wide(self, words: str) -> Button:
        button = Button(self._kit.theme, words)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._column.addWidget(button)
        return button

    def _offer(self, people: Sequence[WaiterRow], _is_checked: bool = False) -> None:
        self.setEnabled(False)
        self._kit.tasks.spawn(self._offered(people), "offer slot")

    async def _offered(self, people: Sequence[WaiterRow]) -> None:
        slot, desk = self.slot, self._kit.desk
        ids = [row.waiter_id for row in people]
        place = (slot.starts_at, slot.length_min, slot.resource_id)
        try:
            made = await desk.offer_slot(*place, ids, slot.appointment_id)
        except ComptoirError as error:
            words = sentences.refusal(error.code, error.facts)
            self._page.undoing.show(words, icon="circle-alert", ink="danger")
            self.setEnabled(True)
            return
        self._page.undoing.show(made_words(made, people), icon="send")

    def _stop(self, offer_id: str, _is_checked: bool = False) -> None:
        self.setEnabled(False)
        self._kit.tasks.spawn(self._kit.desk.close_offer(offer_id), "close offer")


def title_words(slot: FreedSlot, when: str) -> str:
    """Slot freed, 12:00 with Hugo."""
    if slot.where:
        return _("Slot freed, {time} with {name}").format(time=when, name=isolated(shown_name(slot.where)))
    return _("Slot freed, {time}").format(time=when)


def all_words(count: int) -> str:
    """Offer it to all three, first come, first served."""
    if count == 2:
        return _("Offer it to both, first come, first served")
    if count == 3:
        return _("Offer it to all three, first come, first served")
    return _("Offer it to all {n}, first come, first served").format(n=count)


def made_words(made: OfferMade, people: Sequence[WaiterRow]) -> str:
    """Whom it was offered to; and who was left out, and why."""
    names = {row.waiter_id: shown_name(row.name) for row in people}
    asked = [names[key] for key in names if key not in made.left_out]
    if len(asked) == 1:
        said = _("Offered to {name}.").format(name=isolated(asked[0]))
    else:
        said = _("Offered to {n} people. Whoever answers first has it.").format(n=len(asked))
    left = [
        _("Not to {name}: {why}.").format(name=isolated(names[key]), why=why_not_invited(code))
        for key, code in list(made.left_out.items())[:2]
        if key in names
    ]
    return " ".join([said, *left])
