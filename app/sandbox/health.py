"""`health_status`: whether the account, the number or a template can send, and why not."""

from app.sandbox.account import PORTFOLIO_ID, Account
from app.sandbox.templates_store import Json, Template

AVAILABLE, LIMITED, BLOCKED = "AVAILABLE", "LIMITED", "BLOCKED"
ORDER = (AVAILABLE, LIMITED, BLOCKED)
NO_PAYMENT = 131042
PAUSED, DISABLED, NOT_REGISTERED = 132015, 132016, 133010
NOT_APPROVED = 132001


def health_of_account(account: Account) -> Json:
    """Of the account, with the business and the app that it belongs to."""
    return _whole([_waba(account), _entity("BUSINESS", PORTFOLIO_ID), _app(account)])


def health_of_number(account: Account) -> Json:
    """Of the number, and of what stands above it."""
    number = _entity("PHONE_NUMBER", account.business.phone_number_id)
    if not account.is_registered:
        number = _failing(number, BLOCKED, NOT_REGISTERED, "The number is not registered.", "Register it.")
    elif account.number["status"] != "CONNECTED":
        words = f"The number is {account.number['status']}."
        number = _failing(number, BLOCKED, 131031, words, "Ask WhatsApp's business support.")
    elif account.number["quality_rating"] == "RED":
        number = _entity("PHONE_NUMBER", account.business.phone_number_id, LIMITED)
        number["additional_info"] = ["Your quality rating is low."]
    return _whole([number, *health_of_account(account)["entities"]])


def health_of_template(template: Template) -> Json:
    """Of one template."""
    entity = _entity("MESSAGE_TEMPLATE", template.id)
    if not template.is_sendable:
        code = {"PAUSED": PAUSED, "DISABLED": DISABLED}.get(template.status, NOT_APPROVED)
        words = f"The template is {template.status}."
        entity = _failing(entity, BLOCKED, code, words, "Edit the template, or use another one.")
    return _whole([entity])


def _waba(account: Account) -> Json:
    entity = _entity("WABA", account.business.waba_id)
    if account.waba["account_review_status"] != "APPROVED":
        return _failing(entity, BLOCKED, 131031, "The account is not approved.", "Ask for a review.")
    if not account.has_payment:
        words = "There is no valid payment method."
        return _failing(entity, LIMITED, NO_PAYMENT, words, "Add a payment method.")
    return entity


def _app(account: Account) -> Json:
    if account.is_published:
        return _entity("APP", account.app_id)
    entity = _entity("APP", account.app_id, LIMITED)
    return entity | {"additional_info": ["The app is in development mode: publish it to receive messages."]}


def _entity(kind: str, entity_id: str, can_send: str = AVAILABLE) -> Json:
    return {"entity_type": kind, "id": entity_id, "can_send_message": can_send}


def _failing(entity: Json, can_send: str, code: int, words: str, solution: str) -> Json:
    error = {"error_code": code, "error_description": words, "possible_solution": solution}
    return entity | {"can_send_message": can_send, "errors": [error]}


def _whole(entities: list[Json]) -> Json:
    """A chain sends only as well as its weakest part."""
    worst = max((one["can_send_message"] for one in entities), key=ORDER.index)
    return {"can_send_message": worst, "entities": entities}
