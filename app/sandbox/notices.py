"""Webhooks about the account itself: templates, number, username. They have no metadata, and `entry.time`."""

from app.sandbox.courier import Courier
from app.sandbox.templates_store import Template
from app.sandbox.world import Json

STATUS, QUALITY = "message_template_status_update", "message_template_quality_update"
CATEGORY, COMPONENTS = "template_category_update", "message_template_components_update"


class Notices:
    """Tells the business what happened to its account."""

    def __init__(self, courier: Courier) -> None:
        self._courier = courier

    def tell(self, field: str, value: Json) -> None:
        """Queue one change, in a post of its own."""
        self._courier.send_value(field, value)

    def status(self, template: Template, event: str, *, reason: str | None = "NONE", **more: Json) -> None:
        """What became of a template: APPROVED, REJECTED, PAUSED, …; `more` are Meta's further objects."""
        value: Json = {"event": event} | _named(template) | {"reason": reason}
        self.tell(STATUS, value | {"message_template_category": template.category} | more)

    def quality(self, template: Template, previous: str) -> None:
        """A template's quality score is another one now."""
        scores = {"previous_quality_score": previous, "new_quality_score": template.quality}
        self.tell(QUALITY, scores | _named(template))

    def category(self, template: Template, **categories: str) -> None:
        """A category changed (`previous_category`, `new_category`) or will (`correct_category`)."""
        self.tell(CATEGORY, _named(template) | categories)

    def components(self, template: Template) -> None:
        """An edited text has been taken."""
        value: Json = _named(template)
        texts = {"HEADER": "message_template_title", "BODY": "message_template_element"}
        for part in template.components:
            key = (texts | {"FOOTER": "message_template_footer"}).get(part["type"])
            if key and part.get("text"):
                value[key] = part["text"]
            if part["type"] == "BUTTONS":
                value["message_template_buttons"] = [_button(button) for button in part["buttons"]]
        self.tell(COMPONENTS, value)


def _named(template: Template) -> Json:
    return {
        "message_template_id": int(template.id),  # a number here, a text in answers
        "message_template_name": template.name,
        "message_template_language": template.language,
    }


def _button(button: Json) -> Json:
    told: Json = {"message_template_button_type": button["type"]}
    for key in ("text", "url", "phone_number"):
        if key in button:
            told[f"message_template_button_{key}"] = button[key]
    return told
