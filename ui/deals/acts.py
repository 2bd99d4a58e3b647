"""What is done with a deal on the board and in the list: by letter, by menu, by dropping it; each with its way back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QWidget

from app.desk.desk import Refusal
from app.domain.deal_asks import DEAL_ASKS, NewDeal
from app.domain.deal_rows import DealRow
from app.domain.deals import LogWhat, Stage
from app.domain.rows import InboxRow
from app.words import gettext as _
from app.words import sentences
from app.words.deals import logged_name
from ui.deals import doing, words
from ui.deals.board.view import LOST_ID
from ui.deals.doing import Do
from ui.deals.letter_menu import LetterMenu
from ui.kit import Kit
from ui.plain import isolated, shown_name
from ui.theme.icons import IconName
from ui.widgets.menu import Menu

if TYPE_CHECKING:
    from ui.deals.deals_page import DealsPage

WON_ID: Final = "won"
DIGITS: Final = "123456789"


class DealActs:
    """Acts of the page of deals. The page says which deal is meant and where things open."""

    def __init__(self, kit: Kit, page: DealsPage) -> None:
        self._kit, self._page = kit, page
        kit.bridge.refused.connect(self._hear)

    # -- by letter

    def by_letter(self, letter: str) -> bool:
        """What a letter does now; False for one without a use."""
        entry = self._page.current
        letter = letter.casefold()
        if letter == "/":
            self._page.look_for()
            return True
        if letter == "n":
            self._page.add_here()
            return True
        if isinstance(entry, InboxRow):
            return self._by_letter_of_person(letter, entry)
        if entry is None:
            return False
        act = self._letters(entry).get(letter)
        if act is not None:
            act()
        return act is not None

    def _letters(self, row: DealRow) -> Mapping[str, Callable[[], object]]:
        page = self._page
        found: dict[str, Callable[[], object]] = {
            "l": partial(self.open_log, row),
            "t": partial(page.task_asked.emit, row.deal_id),
            "o": partial(self.open_chat, row),
            "p": partial(self.open_person, row),
        }
        if row.state == "open":
            found["m"] = partial(self.open_moves, row)
            found["w"] = partial(page.end_asked.emit, row.deal_id, "won")
            found["x"] = partial(page.end_asked.emit, row.deal_id, "lost")
        return found

    def _by_letter_of_person(self, letter: str, row: InboxRow) -> bool:
        if letter == "a":
            self.accept(row)
        elif letter == "d":
            self.decline(row)
        elif letter == "o":
            self._page.open_asked.emit(row.conversation_id)
        else:
            return False
        return True

    # -- menus

    def open_menu(self, key: str, at: QPoint) -> Menu | None:
        """Everything that can be done with a card, with its letters."""
        entry = self._page.entry(key)
        if entry is None:
            return None
        menu = self._menu(_("Deal") if isinstance(entry, DealRow) else _("New request"))
        if isinstance(entry, DealRow):
            self._fill(menu, entry)
        else:
            menu.add(_("Make a deal of it"), partial(self.accept, entry), icon="check", key="A")
            menu.add(_("No deal"), partial(self.decline, entry), icon="ban", key="D")
            chat = partial(self._page.open_asked.emit, entry.conversation_id)
            menu.add(_("Open the conversation"), chat, icon="message-square", key="O")
        menu.popup(at)
        return menu

    def _fill(self, menu: Menu, row: DealRow) -> None:
        page = self._page
        menu.add(_("Open the deal"), partial(page.deal_asked.emit, row.deal_id), icon="panel-right", key="⏎")
        if row.conversation_id is not None:
            menu.add(_("Open the conversation"), partial(self.open_chat, row), icon="message-square", key="O")
        if row.contact_id is not None:
            menu.add(_("Open the person"), partial(self.open_person, row), icon="contact", key="P")
        menu.addSeparator()
        if row.state == "open":
            menu.add(_("Move to…"), partial(self.open_moves, row), icon="arrow-right-left", key="M")
            won = partial(page.end_asked.emit, row.deal_id, "won")
            menu.add(_("Won…"), won, icon="circle-check", key="W")
            lost = partial(page.end_asked.emit, row.deal_id, "lost")
            menu.add(_("Lost…"), lost, icon="circle-x", key="X")
        else:
            menu.add(_("Open again"), partial(self.reopen, row), icon="history")
        menu.add(_("Write down…"), partial(self.open_log, row), icon="phone", key="L")
        menu.add(_("New task…"), partial(page.task_asked.emit, row.deal_id), icon="list-checks", key="T")
        if self._may_remove(row):
            menu.add(_("Remove"), partial(self.remove, row), icon="trash-2", is_danger=True)

    def open_moves(self, row: DealRow) -> LetterMenu | None:
        """To which stage, by its number; then how it ended."""
        board = self._page.looking.board
        if board is None or row.state != "open":
            return None
        menu = LetterMenu(self._kit.theme, _("Move to"), self._page)
        stages = board.pipeline.stages
        for number, stage in enumerate(stages):
            letter = DIGITS[number] if number < len(DIGITS) else ""
            is_here = stage.stage_id == row.stage_id
            menu.add_letter(
                letter, words.stage_name(stage), partial(self.move, row, stage), is_checked=is_here
            )
        menu.addSeparator()
        end = self._page.end_asked
        menu.add_letter("W", _("Won…"), partial(end.emit, row.deal_id, "won"), icon="circle-check")
        menu.add_letter("X", _("Lost…"), partial(end.emit, row.deal_id, "lost"), icon="circle-x")
        self._open_at_card(menu)
        here = next((n for n, one in enumerate(stages) if one.stage_id == row.stage_id), -1)
        menu.setActiveAction(menu.actions()[min(here + 1, len(stages) - 1)])
        return menu

    def open_log(self, row: DealRow) -> LetterMenu:
        """What happened outside of the channel."""
        menu = LetterMenu(self._kit.theme, _("Write down"), self._page)
        kinds: tuple[tuple[str, LogWhat, IconName], ...] = (
            ("C", "call", "phone"),
            ("M", "meeting", "users-round"),
            ("E", "email", "mail"),
            ("V", "no_answer", "volume-2"),
        )
        for letter, what, icon in kinds:
            menu.add_letter(letter, logged_name(what), partial(self.log, row, what), icon=icon)
        self._open_at_card(menu)
        menu.setActiveAction(menu.actions()[0])
        return menu

    # -- acts

    def drop(self, key: str, lane_id: str) -> None:
        """A card fell into a column, or onto the folded lost ones."""
        entry, board = self._page.entry(key), self._page.looking.board
        stage = board.pipeline.stage(lane_id) if board is not None else None
        if isinstance(entry, InboxRow):
            self.accept(entry, lane_id if stage is not None else "")
        elif entry is None:
            return
        elif lane_id in (WON_ID, LOST_ID) and stage is None:
            self._page.end_asked.emit(entry.deal_id, "won" if lane_id == WON_ID else "lost")
        elif stage is not None and entry.state == "open":
            self.move(entry, stage)
        elif stage is not None:
            self.reopen(entry, stage)

    def shift(self, by: int) -> None:
        """The current card to the stage before or after."""
        row, board = self._page.current, self._page.looking.board
        if not isinstance(row, DealRow) or board is None or row.state != "open":
            return
        stages = board.pipeline.stages
        here = next((n for n, one in enumerate(stages) if one.stage_id == row.stage_id), None)
        if here is not None and 0 <= here + by < len(stages):
            self.move(row, stages[here + by])

    def move(self, row: DealRow, stage: Stage) -> None:
        """To another stage of this pipeline."""
        board = self._page.looking.board
        if board is None or stage.stage_id == row.stage_id:
            return
        desk, place = self._kit.desk, board.pipeline.pipeline_id
        said = _("{deal} is in {stage} now").format(
            deal=_called(row), stage=isolated(words.stage_name(stage))
        )
        back = partial(desk.move_deal, row.deal_id, row.stage_id, row.pipeline_id)
        self.do(row.deal_id, partial(desk.move_deal, row.deal_id, stage.stage_id, place), said, back)

    def reopen(self, row: DealRow, stage: Stage | None = None) -> None:
        """Neither won nor lost after all."""
        desk = self._kit.desk
        again = desk.win_deal if row.state == "won" else desk.lose_deal
        said = _("{deal} is open again").format(deal=_called(row))
        stage_id = stage.stage_id if stage is not None else None
        work = partial(desk.reopen_deal, row.deal_id, stage_id)
        self.do(row.deal_id, work, said, partial(again, row.deal_id, row.reason))

    def remove(self, row: DealRow) -> None:
        """On no board any more."""
        desk = self._kit.desk
        said = _("{deal} was removed").format(deal=_called(row))
        work = partial(desk.remove_deal, row.deal_id)
        self.do(row.deal_id, work, said, partial(desk.restore_deal, row.deal_id), icon="trash-2")

    def log(self, row: DealRow, what: LogWhat) -> None:
        """Written down, at once."""
        desk, made = self._kit.desk, list[str]()

        async def write() -> None:
            made.append(await desk.log_on_deal(row.deal_id, what))

        async def take_back() -> None:
            await desk.unlog_on_deal(row.deal_id, made[0])

        said = _("Written down: {what}, {deal}").format(what=logged_name(what), deal=_called(row))
        self.do(row.deal_id, write, said, take_back)

    def accept(self, row: InboxRow, stage_id: str = "") -> None:
        """Whoever wrote has a deal from now on."""
        board, desk, made = self._page.looking.board, self._kit.desk, list[str]()
        pipeline_id = board.pipeline.pipeline_id if board is not None else ""

        async def add() -> None:
            new = NewDeal(pipeline_id, stage_id, conversation_id=row.conversation_id, source="incoming")
            made.append(await desk.add_deal(new))

        async def take_back() -> None:
            await desk.remove_deal(made[0])

        said = _("{name} has a deal now").format(name=isolated(shown_name(row.name)))
        self.do("", add, said, take_back)

    def decline(self, row: InboxRow) -> None:
        """Whoever wrote is no deal, also when they write again."""
        desk = self._kit.desk
        said = _("{name} is not asked about again").format(name=isolated(shown_name(row.name)))
        work = partial(desk.decline_incoming, row.conversation_id)
        back = partial(desk.restore_incoming, row.conversation_id)
        self.do("", work, said, back)

    def open_chat(self, row: DealRow) -> None:
        """Its conversation; without one it is said."""
        if row.conversation_id is not None:
            self._page.open_asked.emit(row.conversation_id)
        else:
            self._say(_("This deal has no conversation. Link it to somebody first."))

    def open_person(self, row: DealRow) -> None:
        """Their card; without one it is said."""
        if row.contact_id is not None:
            self._page.contact_asked.emit(row.contact_id)
        else:
            self._say(_("This deal is linked to nobody yet."))

    # -- doing and taking back

    def do(self, deal_id: str, work: Do, said: str, undo: Do | None, icon: IconName = "check") -> None:
        """Do it, say it, and keep the way back for as long as it is said."""
        doing.do(self._kit, deal_id, work, said, self._page.undoing.show, undo, icon)

    def _hear(self, refusal: Refusal) -> None:
        """The hub said no: for one, a colleague was first. Said where the deals are in view."""
        if isinstance(refusal.command, DEAL_ASKS) and self._page.isVisible():
            self._tell(refusal.code, refusal.facts)

    def _tell(self, code: str, facts: Mapping[str, str]) -> None:
        self._page.undoing.show(sentences.refusal(code, facts), icon="circle-alert", ink="danger")

    def _say(self, sentence: str) -> None:
        self._page.undoing.show(sentence, icon="info", ink="text_muted")

    def _may_remove(self, row: DealRow) -> bool:
        """One's own, or anybody's for who leads; the desk has the last word."""
        me = self._kit.desk.me()
        return me.role != "rep" or row.owner_id in (None, me.member_id)

    def _menu(self, name: str) -> Menu:
        menu = Menu(self._kit.theme, name, self._page)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu

    def _open_at_card(self, menu: Menu) -> None:
        anchor, place = self._page.place_of_current()
        menu.popup(_below(anchor, place))


def _called(row: DealRow) -> str:
    return isolated(shown_name(row.shown_title)) if row.shown_title else _("The deal")


def _below(anchor: QWidget, place: QRect) -> QPoint:
    return anchor.mapToGlobal(QPoint(place.left() + 12, min(place.bottom() - 12, anchor.height() - 8)))
