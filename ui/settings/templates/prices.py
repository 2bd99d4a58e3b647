"""What the imported card says that a category costs, and where the card comes from."""

from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.errors import ComptoirError, Refused
from app.domain.ledger import Rates
from app.domain.ledger_checks import FIRST_DAY, NAME_MAX_CHARS
from app.domain.prices import LARGEST_BYTES, RateCard, read_card
from app.words import gettext as _
from app.words import ngettext, sentences
from app.words.amounts import money
from ui.contacts.consent.day import written_day
from ui.kit import Kit
from ui.widgets.button import Button
from ui.widgets.file_dialog import FileDialog
from ui.widgets.labels import Paragraph


def price_range(card: RateCard, category: str, kit: Kit) -> str:
    """What a category costs for the business's own country: that of its number; "" when it is not known."""
    today = kit.clock.now().date()
    numbers = [
        line.display_number for line in kit.desk.lines().values() if line.is_known and line.display_number
    ]
    digits = ["".join(char for char in number if char.isdigit()) for number in numbers]
    price = next((found for one in digits if (found := card.price(one, category, today))), None)
    return "" if price is None else money(price.amount, price.currency, kit.formats.language)


class PricesPart(QWidget):
    """A sentence on what is known of prices, and the import of a card. `changed` when another one was taken."""

    changed = Signal()

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self.words = Paragraph(kit.theme, role="small", ink="text_muted")
        self.error = Paragraph(kit.theme, role="small", ink="danger")
        self.button = Button(kit.theme, _("Import prices…"), height="small", icon="upload")
        self.dialog: QFileDialog | None = None
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.words, 1)
        row.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 8)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.error)
        self.button.clicked.connect(self._ask)
        self.settle()

    def settle(self, error: str = "") -> None:
        """What is known now."""
        card = self._kit.desk.rate_card()
        words = _(
            "WhatsApp bills each delivered template by category and country. No prices have been imported."
        )
        if card.rates:
            countries = len({rate.code for rate in card.rates})
            words = ngettext(
                "Prices of {n} country are known.", "Prices of {n} countries are known.", countries
            ).format(n=countries)
            newest = self._kit.desk.rate_tables()[-1].from_day
            if newest > FIRST_DAY:
                since = written_day(newest)
                words += " " + _("The newest table holds from {day}, older ones until then.").format(
                    day=since
                )
            if card.skipped:
                words += " " + ngettext(
                    "{n} line of the file was not used.", "{n} lines of the file were not used.", card.skipped
                ).format(n=card.skipped)
        self.words.set_text(words)
        self.error.set_text(error)
        self.error.setVisible(bool(error))

    def take_file(self, path: Path) -> None:
        """Read a card and share it with the team."""
        try:
            with path.open("rb") as opened:
                text = opened.read(LARGEST_BYTES + 1).decode("utf-8", "replace")
        except OSError as error:
            self.settle(
                sentences.refusal("file_unreadable", {"file": path.name, "reason": error.strerror or ""})
            )
            return
        read = read_card(text)
        if isinstance(read, Refused):
            self.settle(sentences.refusal(read.code, read.facts))
        else:
            self._kit.tasks.spawn(self._keep(text, path.name), "prices")

    def _ask(self) -> None:
        self.dialog = FileDialog(self, _("Import prices"))
        self.dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        self.dialog.setNameFilters([_("Tables (*.csv *.tsv *.txt)"), _("All files (*)")])
        self.dialog.fileSelected.connect(lambda name: self.take_file(Path(name)))
        self.dialog.open()

    async def _keep(self, text: str, name: str) -> None:
        """The first table holds for all times, a later one from this month on: prices change on the 1st."""
        desk, tables = self._kit.desk, self._kit.desk.rate_tables()
        today = self._kit.clock.now().astimezone(ZoneInfo(self._kit.formats.zone)).date()
        day = today.replace(day=1) if tables else FIRST_DAY
        version = next((one.version for one in tables if one.from_day == day), 0)
        try:
            await desk.save_entry(Rates(day, text, name[:NAME_MAX_CHARS], version))
        except ComptoirError as error:
            self.settle(sentences.refusal(error.code, error.facts))
            return
        self.settle()
        self.changed.emit()
