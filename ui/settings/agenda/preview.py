"""A reminder as a customer gets it, about an invented appointment of tomorrow."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.agenda import ReminderStep, Resource, Service
from app.domain.appointments import Appointment
from app.domain.contents import Content
from app.domain.errors import Refused
from app.domain.ids import ContactId
from app.words import gettext as _
from app.words.appointment_around import Around, Said
from app.words.appointment_texts import ask_words, reminder_words
from ui.appointments.when import zone_of
from ui.conversation.template_offer.preview import BubblePreview
from ui.kit import Kit
from ui.widgets.labels import Label, Paragraph

SOMEBODY: Final = ContactId("preview")
AT: Final = time(14, 30)


class ReminderPreview(QWidget):
    """The words that go out while one may write freely; after that the template's go out."""

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit, theme = kit, kit.theme
        self.bubble = BubblePreview(theme, kit.formats)
        self.about = Paragraph(
            theme,
            _("So within 24 hours of their last message. After that the template goes out in its place."),
            role="small",
            ink="text_muted",
        )  # fmt: skip
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(Label(theme, _("As a customer gets it"), role="small", ink="text_muted"))
        column.addWidget(self.bubble)
        column.addWidget(self.about)
        column.addStretch(1)

    def show_step(self, service: Service, step: ReminderStep | None) -> None:
        """One of its reminders; nothing where it has none, or where a blank cannot be filled."""
        said = self._said(service, step) if step is not None else None
        if said is None:
            self.bubble.clear()
        else:
            self.bubble.show_message(said.text, said.content or Content(), said.kind)
        self.setVisible(said is not None)

    def _said(self, service: Service, step: ReminderStep) -> Said | None:
        around, one = self._sample(service)
        if step.is_ask:
            said = ask_words("preview", [one], around, None, is_open=True, text=step.text)
        else:
            said = reminder_words([one], around, None, is_open=True, text=step.text)
        return None if isinstance(said, Refused) else said

    def _sample(self, service: Service) -> tuple[Around, Appointment]:
        kit, desk = self._kit, self._kit.desk
        zone, now = zone_of(desk.agenda().zone), kit.clock.now()
        day = now.astimezone(zone).date() + timedelta(days=1)
        there: dict[str, Resource] = {one.resource_id: one for one in desk.resources()}
        doers = [one for one in service.resource_ids if one in there] or list(there)
        whom = next((one for one in doers if there[one].kind == "person"), doers[0] if doers else "")
        service_id = service.service_id or "preview"
        one = Appointment(
            "preview", datetime.combine(day, AT, zone).astimezone(UTC), max(service.length_min, 1), whom, service_id,
            contact_id=SOMEBODY,
        )  # fmt: skip
        business = str(desk.setting("business_name"))
        names, services = {SOMEBODY: "Camille Martin"}, {service_id: service}
        return Around(now, zone, kit.formats.language, business, names, services, there), one
