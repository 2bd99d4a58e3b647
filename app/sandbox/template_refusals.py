"""How Meta refuses a template definition: code 100, a subcode of its own, and words for people.

Meta's list of error codes names these numbers as codes; in answers they have been seen as `error_subcode` beside
100. `error_user_title` and `error_user_msg` are what WhatsApp Manager would show.
"""

from app.sandbox.graph_errors import Refusal

TOO_MANY_TEMPLATES = 2388019
BEING_DELETED = 2388023
ALREADY_EXISTS = 2388024
NOT_EDITABLE = 2388039
TOO_LONG = 2388040
LACKS_FIELDS = 2388043
WRONG_NAME = 2388046
WRONG_HEADER = 2388047
WRONG_BODY = 2388072
WRONG_FOOTER = 2388073
SAMPLE_NAME = 2388155
TOO_MANY_VARIABLES = 2388293
VARIABLE_AT_EDGE = 2388299
UNKNOWN_HANDLE = 2494102
NOT_FOUND = 2593002

TITLES = {
    TOO_MANY_TEMPLATES: "Message template limit exceeded",
    BEING_DELETED: "Message template language is being deleted",
    ALREADY_EXISTS: "Content in this language already exists",
    NOT_EDITABLE: "Message template cannot be edited",
    TOO_LONG: "Character limit exceeded",
    LACKS_FIELDS: "Message template component is missing expected fields",
    WRONG_NAME: "Name format is incorrect",
    WRONG_HEADER: "Message header format is incorrect",
    WRONG_BODY: "Message body format is incorrect",
    WRONG_FOOTER: "Message footer format is incorrect",
    SAMPLE_NAME: "Template name is already used as a sample template",
    TOO_MANY_VARIABLES: "Parameters words ratio exceeds limit",
    VARIABLE_AT_EDGE: "Leading or trailing params not allowed",
    UNKNOWN_HANDLE: "Uploaded media handle is invalid",
    NOT_FOUND: "Message template not found",
}


def refused(subcode: int, advice: str) -> Refusal:
    """Refuse with a subcode, its title and a sentence that says what is wrong."""
    return Refusal(100, message="Invalid parameter", subcode=subcode, title=TITLES[subcode], advice=advice)


def malformed(what: str) -> Refusal:
    """Refuse without a subcode: wrong types, unknown values, wrong order."""
    return Refusal(100, message="Invalid parameter", title="Invalid parameter", advice=what)
