"""From which business number one writes: chosen where there are several, and known where there is one."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.ids import LineId
from app.domain.lines import Line
from app.words import gettext as _
from app.words.phones import phone
from app.words.typed_numbers import country_of, country_of_zone
from ui.kit import Kit
from ui.plain import isolated, shown_name
from ui.widgets.button import Button


def own_lines(kit: Kit) -> list[Line]:
    """The team's numbers in a lasting order; strays are none."""
    return sorted((line for line in kit.desk.lines().values() if line.is_known), key=lambda one: one.line_id)


def line_words(kit: Kit, line: Line) -> str:
    """What a number is called: itself, else the name that customers see."""
    if line.display_number:
        return phone(f"+{line.display_number}")
    profile = kit.desk.line_profile(line.line_id)
    return (
        shown_name(profile.verified_name)
        if profile is not None and profile.verified_name
        else _("Your number")
    )


def home_country(kit: Kit, line_id: LineId | None) -> str:
    """Where a number without a country belongs: the line's country, else the one of the business's time zone."""
    line = kit.desk.lines().get(line_id) if line_id is not None else None
    found = country_of(line.display_number) if line is not None and line.display_number else None
    return found or country_of_zone(str(kit.desk.setting("time_zone"))) or ""


class LineButton(Button):
    """Says the number and opens the others; hidden where there is only one. `changed` when another is chosen."""

    changed = Signal()

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit.theme, "", kind="quiet", height="small", trailing="chevron-down", parent=parent)
        self._kit = kit
        self._lines = own_lines(kit)
        self._line = self._lines[0] if self._lines else None
        self._was_chosen = False
        self.setVisible(len(self._lines) > 1)
        self.clicked.connect(self._open)
        self._show()

    @property
    def line_id(self) -> LineId | None:
        """The number; None where the team has none yet."""
        return self._line.line_id if self._line is not None else None

    def propose(self, line_id: LineId) -> None:
        """Where somebody wrote last, unless the person has chosen another one by hand."""
        found = next((line for line in self._lines if line.line_id == line_id), None)
        if found is not None and not self._was_chosen:
            self._line = found
            self._show()

    def _show(self) -> None:
        if self._line is not None:
            self.set_face(_("From {number}").format(number=isolated(line_words(self._kit, self._line))))

    def _open(self) -> None:
        from ui.widgets.menu import Menu  # the names of numbers are read by a first paint too

        menu = Menu(self._kit.theme, _("Your numbers"), self)
        for line in self._lines:
            menu.add(line_words(self._kit, line), self._chooses(line), is_checked=line == self._line)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.open_below(self)

    def _chooses(self, line: Line) -> Callable[[], None]:
        def choose() -> None:
            self._line, self._was_chosen = line, True
            self._show()
            self.changed.emit()

        return choose
