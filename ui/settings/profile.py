"""What customers see of the business in WhatsApp, and how WhatsApp looks at its number."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.domain.errors import ComptoirError
from app.domain.ids import LineId
from app.domain.lines import Line as BusinessNumber
from app.domain.lines import LineProfile
from app.domain.rows import Changes
from app.words import gettext as _
from app.words import sentences
from app.words.account import quality_of_number, status_of_number, vertical_words
from app.words.phones import phone
from ui.kit import Kit
from ui.settings.templates.parts import Group, Lines, Picker
from ui.widgets.button import Button
from ui.widgets.choice import Option
from ui.widgets.inputs import Input
from ui.widgets.labels import Label, Paragraph
from ui.widgets.small_parts import EmptyState
from ui.widgets.surfaces import Card, Surface

MOST_WIDE: Final = 720
LIMITS: Final = {"about": 139, "address": 256, "email": 128, "website": 256}
DESCRIPTION_MAX: Final = 512
WEBSITES: Final = 2
LEADERS: Final = ("owner", "manager")
VERTICALS: Final = (
    "", "BEAUTY", "HEALTH", "PROF_SERVICES", "RETAIL", "RESTAURANT", "HOTEL", "EDU", "APPAREL", "AUTO", "ENTERTAIN",
    "EVENT_PLAN", "FINANCE", "GOVT", "GROCERY", "NONPROFIT", "TRAVEL", "OTHER",
)  # fmt: skip


class ProfileCard(Card):
    """One business number."""

    saved = Signal()

    def __init__(
        self, kit: Kit, line: BusinessNumber, profile: LineProfile, parent: QWidget | None = None
    ) -> None:
        super().__init__(kit.theme)
        self._kit, self._line_id, theme = kit, line.line_id, kit.theme
        self.setMaximumWidth(MOST_WIDE)
        self._profile = profile
        self.title = Label(theme, weight="semibold")
        self.facts = Paragraph(theme, ink="text_muted")
        self.about = _line(kit, _("About"), "about")
        self.address = _line(kit, _("Address"), "address")
        self.email = _line(kit, _("E-mail"), "email")
        self.sites = [
            _line(kit, _("Website {number}").format(number=n + 1), "website") for n in range(WEBSITES)
        ]
        self.description = Lines(theme, _("Description"))
        self.vertical = Picker(theme, _("Trade"), [Option(one, vertical_words(one)) for one in VERTICALS])
        self.save = Button(theme, _("Save"), kind="primary")
        self.notice = Paragraph(theme, role="small", ink="danger")
        self.groups = self._groups()
        self._lay_out(line)
        self.show_profile(profile)
        self.save.clicked.connect(self.try_save)

    def _groups(self) -> dict[str, Group]:
        theme = self._kit.theme
        named: list[tuple[str, str, str, list[QWidget]]] = [
            (
                "about",
                _("About"),
                _("One line below your name; at most {limit} characters.").format(limit=139),
                [self.about],
            ),
            (
                "description",
                _("Description"),
                _("At most {limit} characters.").format(limit=512),
                [self.description],
            ),
            ("address", _("Address"), _("At most {limit} characters.").format(limit=256), [self.address]),
            ("email", _("E-mail"), "", [self.email]),
            ("websites", _("Websites"), _("At most two, with https:// in front."), [*self.sites]),
            ("vertical", _("Trade"), "", [self.vertical]),
        ]
        groups = {}
        for key, title, help_, parts in named:
            groups[key] = Group(theme, title, help_)
            for part in parts:
                groups[key].body.addWidget(part)
        return groups

    def _lay_out(self, line: BusinessNumber) -> None:
        number = phone(f"+{line.display_number.lstrip('+')}") if line.display_number else ""
        self._number = number
        column = QVBoxLayout(self)
        column.setContentsMargins(17, 13, 17, 17)
        column.setSpacing(16)
        head = QVBoxLayout()
        head.setSpacing(2)
        head.addWidget(self.title)
        head.addWidget(self.facts)
        column.addLayout(head)
        for group in self.groups.values():
            column.addWidget(group)
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(self.notice, 1)
        foot.addWidget(self.save)
        column.addLayout(foot)

    def show_profile(self, profile: LineProfile) -> None:
        """What WhatsApp shows now."""
        self._profile = profile
        may_change = self._kit.desk.me().role in LEADERS
        self.title.setText(" · ".join(part for part in (profile.verified_name, self._number) if part))
        said = [
            part for part in (status_of_number(profile.status), quality_of_number(profile.quality)) if part
        ]
        words = ", ".join(said)
        self.facts.set_text(words[:1].upper() + words[1:])
        for line, text in (
            (self.about, profile.about),
            (self.address, profile.address),
            (self.email, profile.email),
            *zip(self.sites, (*profile.websites, "", "")[:WEBSITES], strict=True),
        ):
            line.setText(text)
            line.setEnabled(may_change)
        self.description.set_text(profile.description)
        self.description.setReadOnly(not may_change)
        self.vertical.choose(profile.vertical)
        self.vertical.setEnabled(may_change)
        self.save.setVisible(may_change)

    @property
    def profile(self) -> LineProfile:
        """What is written now."""
        return LineProfile(
            about=self.about.text().strip(),
            address=self.address.text().strip(),
            description=self.description.text.strip(),
            email=self.email.text().strip(),
            websites=tuple(site for line in self.sites if (site := line.text().strip())),
            vertical=self.vertical.chosen_id,
        )

    @property
    def is_changed(self) -> bool:
        """Whether somebody is at work here."""
        kept = self._profile
        now = self.profile
        return (now.about, now.address, now.description, now.email, now.websites, now.vertical) != (
            kept.about, kept.address, kept.description, kept.email, kept.websites, kept.vertical,
        )  # fmt: skip

    def try_save(self) -> None:
        """Say what WhatsApp would refuse; else ask it."""
        if not self._judge():
            self._kit.tasks.spawn(self._save(self.profile), "profile")

    async def _save(self, profile: LineProfile) -> None:
        self.save.setEnabled(False)
        self.notice.set_text("")
        try:
            await self._kit.desk.change_profile(self._line_id, profile)
        except ComptoirError as error:
            self.notice.set_ink("danger")
            self.notice.set_text(sentences.refusal(error.code, error.facts))
        else:
            self._profile = profile
            self.notice.set_ink("success")
            self.notice.set_text(_("Customers see this now."))
            self.saved.emit()
        finally:
            self.save.setEnabled(True)

    def _judge(self) -> bool:
        """Whether something is wrong; each thing is said at its field."""
        profile, length = self.profile, len(self.profile.description)
        too_long = _("There are {length} characters; WhatsApp takes {limit}.")
        is_mail = not profile.email or "@" in profile.email[1:-1]
        wrong = {
            "about": _("This line cannot be empty.") if self._profile.about and not profile.about else "",
            "description": too_long.format(length=length, limit=DESCRIPTION_MAX)
            if length > DESCRIPTION_MAX
            else "",
            "email": "" if is_mail else _("This is not an e-mail address."),
            "websites": ""
            if all(map(_is_site, profile.websites))
            else _("A website begins with https:// or http://."),
        }
        for key, words in wrong.items():
            self.groups[key].set_errors([words] if words else [])
        return any(wrong.values())


class ProfilePage(Surface):
    """A card for each business number of the team."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit.theme, "surface_sunken", parent=parent)
        self._kit = kit
        self.cards: dict[LineId, ProfileCard] = {}
        self.nothing = EmptyState(
            kit.theme,
            "smartphone",
            _("WhatsApp has not told your profile yet"),
            _("It comes by itself once the hub knows your WhatsApp account."),
        )
        inside = Surface(kit.theme, "surface_sunken")
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(24, 24, 24, 24)
        self._column.setSpacing(16)
        self._column.addWidget(self.nothing)
        self._column.addStretch(1)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)
        kit.bridge.changed.connect(self._changed)
        self.refresh()

    def refresh(self) -> None:
        """Read all again; a card on which somebody writes is left alone."""
        for line_id, line in self._kit.desk.lines().items():
            profile = self._kit.desk.line_profile(line_id) if line.is_known else None
            if profile is None:
                continue
            card = self.cards.get(line_id)
            if card is None:
                self.cards[line_id] = ProfileCard(self._kit, line, profile)
                self._column.insertWidget(len(self.cards) - 1, self.cards[line_id])
            elif not card.is_changed:
                card.show_profile(profile)
        self.nothing.setVisible(not self.cards)

    def _changed(self, changes: Changes) -> None:
        if changes.is_lines or changes.is_everything:
            self.refresh()


def _line(kit: Kit, name: str, limit: str) -> Input:
    line = Input(kit.theme, name)
    line.setMaxLength(LIMITS[limit])
    return line


def _is_site(text: str) -> bool:
    return text.startswith(("https://", "http://")) and " " not in text
