"""The settings screen, for the owner: every setting of the schema by section, then the connection's health."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from app.domain.areas import AREAS
from app.domain.rows import Changes
from app.domain.settings import BY_NAME
from app.words import gettext as _
from app.words.setting_words import SECTIONS, section_words
from ui.conversation.writing.my_words import MyWords
from ui.kit import Kit, areas_on
from ui.seats.manage import SeatsWay
from ui.settings.calendar_fields import region_words
from ui.settings.field import SettingField
from ui.settings.fields import SettingFields
from ui.settings.health import HealthPart
from ui.settings.line_troubles import line_troubles
from ui.settings.pages import PAGES, SettingsPages, page_options
from ui.settings.way import Way
from ui.settings.words import WordsPart
from ui.setup.offer import is_unfinished, setup_of
from ui.theme.theme import Theme
from ui.widgets.button import Button, IconButton
from ui.widgets.choice import TabStrip
from ui.widgets.inputs import Input
from ui.widgets.labels import Label
from ui.widgets.surfaces import Card, Line, Surface

if TYPE_CHECKING:
    from app.words.setting_search import Place

MOST_WIDE: Final = 720
SIDE_PAD: Final = 24
TITLE_FROM: Final = 760
HINT_FROM: Final = 1200  # narrower, the search is its icon alone
ROOM_AROUND: Final = 160  # above and below the setting that was gone to: what stands beside it is seen too


class SettingsView(SettingsPages):
    """One card for each section of the schema that is shown. `import_asked`: chats of a phone are to be brought.

    `setup_asked`: the business's number is to be connected, or looked at. `manual_asked`: about the part in view.
    """

    import_asked = Signal()
    setup_asked = Signal()
    manual_asked = Signal()

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit.theme, "surface_sunken", parent=parent)
        self._kit = kit
        self.values = SettingFields(kit, self)
        self.health = HealthPart(
            kit.theme,
            is_leader=kit.desk.me().role != "rep",
            is_elsewhere=not (kit.is_practice or kit.desk.can_hold_address),
        )
        self.tabs = TabStrip(kit.theme, _("Parts of the settings"))
        self._pages = QStackedWidget()
        self.words = WordsPart(kit.theme, MyWords(kit.desk))
        self._lay_out()
        self.health.address_asked.connect(self.move_asked)
        self.health.safety_asked.connect(lambda: self.show_page("safety"))
        self.health.connection_asked.connect(lambda: self.show_page("connection"))
        kit.bridge.changed.connect(self._changed)
        self.search.clicked.connect(self.look_for)
        self.tabs.set_options(
            page_options(kit.desk.me().role, areas_on(kit.desk), has_address=kit.desk.can_hold_address)
        )
        self.tabs.choose("general")
        self.tabs.chosen.connect(self.show_page)
        self.setting_asked.connect(self._show_setting)
        self._show_health()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the parts need the room of the title."""
        super().resizeEvent(event)
        self._title.setVisible(event.size().width() >= self._kit.theme.px(TITLE_FROM))
        has_words = event.size().width() >= self._kit.theme.px(HINT_FROM)
        self.search.set_face(
            _("Search") if has_words else "", icon="search", key_hint="Ctrl F" if has_words else ""
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A slash that nobody writes looks for a setting."""
        if event.text() == "/":
            self.look_for()
        else:
            super().keyPressEvent(event)

    @property
    def fields(self) -> dict[str, SettingField]:
        """Those that were made, by name."""
        return self.values.by_name

    @property
    def last_changed(self) -> str:
        """The setting that the person at this screen changed last."""
        return self.values.last_changed

    def look_for(self) -> None:
        """Type what one would call it, and go there."""
        from ui.settings.search import SettingsFinder

        there = {option.id for option in page_options(self._kit.desk.me().role, areas_on(self._kit.desk))}
        away = {page for page in PAGES if page not in there}
        away |= {name for name, one in BY_NAME.items() if not self._is_section_there(one.section)}
        SettingsFinder(self._kit, away, self._go, self).open_over()

    def _go(self, place: Place) -> None:
        if place.is_page:
            self.show_page(place.id)
            self.tabs.focus_chosen()
            return
        self._show_setting(place.id)
        self.fields[place.id].light()

    def _is_section_there(self, section: str) -> bool:
        if section == "areas":
            return self._kit.desk.me().role != "rep"
        return all(section != area or self._kit.has_area(area) for area in AREAS)

    def focus_setting(self, name: str) -> None:
        """Where the person just was, when a setting made this screen anew."""
        if name in BY_NAME and BY_NAME[name].section == "areas":
            self.show_page("areas")
        if name not in self.fields:
            self.focus_first()
            return
        self.words.show_words()
        field = self.fields[name]
        field.control.setFocus(Qt.FocusReason.ShortcutFocusReason)
        scroll = self.areas.pane if field.is_of("areas") else self._scroll
        # once it has its place
        QTimer.singleShot(0, field, lambda: scroll.ensureWidgetVisible(field, 0, ROOM_AROUND))

    def _show_setting(self, name: str) -> None:
        self.show_page("general")
        self.focus_setting(name)

    def focus_first(self) -> None:
        """By key, begin at the first setting."""
        self.words.show_words()
        self.first_control.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_health(self) -> None:
        """The part about the connection, in view."""
        self.show_page("general")
        self._show_health()
        self._scroll.ensureWidgetVisible(self.health)
        self.health.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def first_control(self) -> QWidget:
        """Where the keyboard enters."""
        return next(iter(self.fields.values())).control

    def _lay_out(self) -> None:
        theme = self._kit.theme
        header = Surface(theme, "surface", edges=("bottom",))
        header.setFixedHeight(theme.px(theme.tokens.size.screen_header))
        title = QHBoxLayout(header)
        title.setContentsMargins(SIDE_PAD, 0, SIDE_PAD, 0)
        title.setSpacing(theme.tokens.space.x6)
        self._title = Label(theme, _("Settings"), role="title", weight="semibold")
        title.addWidget(self._title)
        title.addWidget(self.tabs, 1)
        self.search = Button(theme, _("Search"), kind="quiet", icon="search", name=_("Search the settings"))
        title.addWidget(self.search)
        self.manual_button = IconButton(theme, "circle-help", _("Manual"), tip=_("Manual (F1)"))
        self.manual_button.clicked.connect(self.manual_asked)
        title.addWidget(self.manual_button)
        cards = Surface(theme, "surface_sunken")
        column = QVBoxLayout(cards)
        column.setContentsMargins(SIDE_PAD, SIDE_PAD, SIDE_PAD, SIDE_PAD)
        column.setSpacing(theme.tokens.space.x3)
        for section, words in _sections().items():
            if not self._is_section_there(section):
                continue
            column.addWidget(Label(theme, words, weight="semibold"))
            column.addWidget(self._card(section))
            column.addSpacing(theme.tokens.space.x3)
        column.addStretch(1)
        self._scroll = scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(cards)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(header)
        self._pages.addWidget(scroll)
        whole.addWidget(self._pages, 1)

    def _card(self, section: str) -> Card:
        theme = self._kit.theme
        card = Card(theme)
        card.setMaximumWidth(MOST_WIDE)
        column = QVBoxLayout(card)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        if section == "health":
            column.addWidget(self.health)
            if setup_of(self._kit.desk) is not None:
                column.addWidget(Line(theme))
                self.setup_way = _setup_way(theme, is_unfinished=is_unfinished(self._kit.desk))
                self.setup_way.asked.connect(self.setup_asked)
                column.addWidget(self.setup_way)
            return card
        if section == "history":
            self.import_way = _import_way(theme)
            self.import_way.asked.connect(self.import_asked)
            column.addWidget(self.import_way)
            return card
        self.values.fill(column, section)
        if section == "business":
            self._suggest_country()
        if section == "consent":
            column.addWidget(Line(theme))
            self.words_way = _words_way(theme)
            self.words_way.asked.connect(self._open_words)
            column.addWidget(self.words_way)
        if section == "look":
            column.addWidget(Line(theme))
            column.addWidget(SeatsWay(self._kit))
        if section == "writing":
            column.addWidget(Line(theme))
            column.addWidget(self.words)
        return card

    def _suggest_country(self) -> None:
        """The country of the business's number, as what could stand there."""
        control, home = self.fields["holiday_region"].control, self._kit.desk.home_country()
        if home and isinstance(control, Input):
            control.setPlaceholderText(_("For example: {country}").format(country=region_words(home)))

    def _open_words(self) -> None:
        from ui.settings.consent.words_dialog import WordsDialog

        WordsDialog(self._kit, self.window()).open()

    def _changed(self, _changes: Changes) -> None:
        if self.isVisible():
            self._show_health()

    def _show_health(self) -> None:
        kit = self._kit
        self.health.show_troubles(line_troubles(kit))
        self.health.show_state(kit.desk.connection(), kit.clock.now(), kit.formats)


def _sections() -> dict[str, str]:
    of_schema = {section: section_words(section) for section in SECTIONS if section != "areas"}
    return of_schema | {"history": _("History"), "health": _("Health of the connection")}


def _words_way(theme: Theme) -> Way:
    return Way(
        theme,
        _("Words that customers answer with"),
        _("What counts as stop, yes, no or another time, in seven languages at once."),
        _("See and change…"),
    )


def _setup_way(theme: Theme, *, is_unfinished: bool) -> Way:
    return Way(
        theme,
        _("WhatsApp number"),
        _("Connect your number step by step; it can be left and taken up again.")
        if is_unfinished
        else _("What was set up, the link and the code for customers, and the values to replace."),
        _("Go on…") if is_unfinished else _("Look…"),
    )


def _import_way(theme: Theme) -> Way:
    return Way(
        theme,
        _("Import from a phone"),
        _("Chats that a phone exported become the history of their conversations. It can be undone."),
        _("Import…"),
    )
