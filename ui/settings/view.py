"""The settings screen, for the owner: every setting of the schema by section, then the connection's health."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from app.domain.errors import ComptoirError
from app.domain.rows import Changes
from app.domain.settings import SCHEMA, SettingValue
from app.words import gettext as _
from app.words import sentences
from ui.conversation.writing.my_words import MyWords
from ui.kit import Kit
from ui.seats.manage import SeatsWay
from ui.settings.calendar_fields import region_words
from ui.settings.field import SettingField
from ui.settings.health import HealthPart
from ui.settings.line_troubles import line_troubles
from ui.settings.pages import SettingsPages, page_options
from ui.settings.way import Way
from ui.settings.words import WordsPart
from ui.theme.theme import Theme
from ui.widgets.button import IconButton
from ui.widgets.choice import TabStrip
from ui.widgets.inputs import Input
from ui.widgets.labels import Label
from ui.widgets.surfaces import Card, Line, Surface

MOST_WIDE: Final = 720
SIDE_PAD: Final = 24
TITLE_FROM: Final = 760


class SettingsView(SettingsPages):
    """One card for each section of the schema that is shown. `import_asked`: chats of a phone are to be brought;
    `manual_asked`: about the part in view.
    """

    import_asked = Signal()
    manual_asked = Signal()

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit.theme, "surface_sunken", parent=parent)
        self._kit = kit
        self.fields: dict[str, SettingField] = {}
        self.last_changed = ""  # by the person at this screen
        self.health = HealthPart(kit.theme)
        self.tabs = TabStrip(kit.theme, _("Parts of the settings"))
        self._pages = QStackedWidget()
        self.words = WordsPart(kit.theme, MyWords(kit.desk))
        self._lay_out()
        self.health.safety_asked.connect(lambda: self.show_page("safety"))
        kit.bridge.changed.connect(self._changed)
        self.tabs.set_options(page_options(kit.desk.me().role))
        self.tabs.choose("general")
        self.tabs.chosen.connect(self.show_page)
        self.setting_asked.connect(self._show_setting)
        self._show_health()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the parts need the room of the title."""
        super().resizeEvent(event)
        self._title.setVisible(event.size().width() >= self._kit.theme.px(TITLE_FROM))

    def focus_setting(self, name: str) -> None:
        """Where the person just was, when a setting made this screen anew."""
        if name not in self.fields:
            self.focus_first()
            return
        self.words.show_words()
        field = self.fields[name]
        field.control.setFocus(Qt.FocusReason.OtherFocusReason)
        QTimer.singleShot(0, field, lambda: self._scroll.ensureWidgetVisible(field))  # once it has its place

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
        self.manual_button = IconButton(theme, "circle-help", _("Manual"), tip=_("Manual (F1)"))
        self.manual_button.clicked.connect(self.manual_asked)
        title.addWidget(self.manual_button)
        cards = Surface(theme, "surface_sunken")
        column = QVBoxLayout(cards)
        column.setContentsMargins(SIDE_PAD, SIDE_PAD, SIDE_PAD, SIDE_PAD)
        column.setSpacing(theme.tokens.space.x3)
        for section, words in _sections().items():
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
            return card
        if section == "history":
            self.import_way = _import_way(theme)
            self.import_way.asked.connect(self.import_asked)
            column.addWidget(self.import_way)
            return card
        for number, setting in enumerate(s for s in SCHEMA if s.section == section):
            if number:
                column.addWidget(Line(theme))
            field = SettingField(theme, setting, self._kit.desk.setting(setting.name))
            field.changed.connect(self._set)
            self.fields[setting.name] = field
            column.addWidget(field)
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

    def _set(self, name: str, value: SettingValue) -> None:
        self.last_changed = name
        if value != self._kit.desk.setting(name):
            self._kit.tasks.spawn(self._set_now(name, value), "setting")

    async def _set_now(self, name: str, value: SettingValue) -> None:
        field = self.fields[name]
        said = ""
        try:
            await self._kit.desk.change_setting(name, value)
        except ComptoirError as error:
            said = sentences.refusal(error.code, error.facts)
        if isValid(field):  # another language or size makes this screen anew before the answer is here
            field.show_error(said)

    def _changed(self, changes: Changes) -> None:
        for name in changes.settings & self.fields.keys():
            self.fields[name].show_value(self._kit.desk.setting(name))
        if self.isVisible():
            self._show_health()

    def _show_health(self) -> None:
        kit = self._kit
        self.health.show_troubles(line_troubles(kit))
        self.health.show_state(kit.desk.connection(), kit.clock.now(), kit.formats)


def _sections() -> dict[str, str]:
    return {
        "business": _("Your business"),
        "team": _("Team"),
        "sending": _("Sending"),
        "consent": _("Consent and quiet hours"),
        "deals": _("Deals"),
        "appointments": _("Appointments"),
        "writing": _("Writing"),
        "notifications": _("Notifications"),
        "look": _("On this computer"),
        "history": _("History"),
        "health": _("Health of the connection"),
    }


def _words_way(theme: Theme) -> Way:
    return Way(
        theme,
        _("Words that customers answer with"),
        _("What counts as stop, yes, no or another time, in seven languages at once."),
        _("See and change…"),
    )


def _import_way(theme: Theme) -> Way:
    return Way(
        theme,
        _("Import from a phone"),
        _("Chats that a phone exported become the history of their conversations. It can be undone."),
        _("Import…"),
    )
