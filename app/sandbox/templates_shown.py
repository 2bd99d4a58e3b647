"""How Graph shows a template."""

from collections.abc import Sequence

from app.sandbox.fields import Value, plain, show
from app.sandbox.health import health_of_template
from app.sandbox.templates_store import Json, Template

NODE_TYPE = "WhatsAppMessageTemplate"
USUAL = ("name", "parameter_format", "components", "language", "status", "category")
EMPTY = ("sub_category", "library_template_name", "degrees_of_freedom_spec", "message_template_type")


def shown(template: Template, fields: str | None, *, usual: Sequence[str] = USUAL) -> Json:
    """The fields that are asked for. Raises Refusal 100 for one that templates do not have."""
    return show(fields, usual, _known(template), NODE_TYPE, template.id)


def _known(template: Template) -> dict[str, Value]:
    row = {
        "name": template.name,
        "status": template.status,
        "category": template.category,
        "language": template.language,
        "components": template.components,
        "parameter_format": template.parameter_format,
        "quality_score": _quality(template),
        "rejected_reason": template.rejected_reason,
        "rejection_info": template.rejection,
        "previous_category": template.previous_category,
        "correct_category": template.correct_category,
        "message_send_ttl_seconds": template.ttl_s,
        "cta_url_link_tracking_opted_out": template.is_tracking_off,
        "last_updated_time": int(max([template.created_at, *template.edited_at])),
    }
    row |= dict.fromkeys(EMPTY)
    known: dict[str, Value] = plain(row, *row)
    known["health_status"] = lambda _: health_of_template(template)
    return known


def _quality(template: Template) -> Json:
    return {"score": template.quality, "date": int(template.quality_at or template.created_at)}
