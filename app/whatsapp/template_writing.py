"""Builds what creates or edits a template at Graph."""

from typing import Any

from app.domain.template_blanks import variables
from app.domain.template_drafts import TemplateDraft
from app.domain.templates import TemplateButton

_BUTTONS = {
    "quick_reply": "QUICK_REPLY",
    "url": "URL",
    "phone": "PHONE_NUMBER",
    "copy_code": "COPY_CODE",
    "contact_request": "REQUEST_CONTACT_INFO",
}


def create_body(draft: TemplateDraft, header_handle: str | None = None) -> dict[str, Any]:
    """A new template. `header_handle`: of the uploaded sample of a header with a file."""
    return {
        "name": draft.name,
        "language": draft.language,
        "category": draft.category.upper(),
        "parameter_format": "POSITIONAL" if draft.is_positional else "NAMED",
        "components": components(draft, header_handle),
    }


def edit_body(
    draft: TemplateDraft, header_handle: str | None = None, category: str | None = None
) -> dict[str, Any]:
    """An edit replaces all components; name and language stay. `category`: another one, unless it is approved."""
    changed = {"category": category.upper()} if category else {}
    return {**changed, "components": components(draft, header_handle)}


def components(draft: TemplateDraft, header_handle: str | None) -> list[dict[str, Any]]:
    """Head, body, foot, buttons, with their samples."""
    parts = [*_header(draft, header_handle), _body(draft)]
    if draft.footer:
        parts.append({"type": "FOOTER", "text": draft.footer})
    if draft.buttons:
        parts.append({"type": "BUTTONS", "buttons": [_button(button) for button in draft.buttons]})
    return parts


def _header(draft: TemplateDraft, handle: str | None) -> list[dict[str, Any]]:
    header = draft.header
    if header is None:
        return []
    part: dict[str, Any] = {"type": "HEADER", "format": header.format.upper()}
    if header.format == "text":
        part["text"] = header.text
        names = variables(header.text or "")
        if names and draft.is_positional:
            part["example"] = {"header_text": [header.sample]}
        elif names:
            sample = {"param_name": names[0], "example": header.sample}
            part["example"] = {"header_text_named_params": [sample]}
    elif handle is not None:
        part["example"] = {"header_handle": [handle]}
    return [part]


def _body(draft: TemplateDraft) -> dict[str, Any]:
    part: dict[str, Any] = {"type": "BODY", "text": draft.body.strip()}
    names = variables(draft.body)
    if names and draft.is_positional:
        by_name = dict(zip(names, draft.samples, strict=False))
        part["example"] = {"body_text": [[by_name[name] for name in sorted(names, key=int)]]}
    elif names:
        pairs = zip(names, draft.samples, strict=False)
        part["example"] = {
            "body_text_named_params": [{"param_name": name, "example": sample} for name, sample in pairs]
        }
    return part


def _button(button: TemplateButton) -> dict[str, Any]:
    part: dict[str, Any] = {"type": _BUTTONS[button.kind]}
    if button.kind == "copy_code":
        return part | {"example": button.sample}
    if button.kind == "contact_request":
        return part
    part["text"] = button.text.strip()
    if button.kind == "url":
        part["url"] = button.url
        if button.sample:
            part["example"] = [button.sample]
    if button.kind == "phone":
        part["phone_number"] = (button.number or "").replace(" ", "")
    return part
