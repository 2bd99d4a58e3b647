"""Why a segment was not kept, or something was not done to many contacts."""

from app.words import gettext as _


def about_segments() -> dict[str, str]:
    """By code."""
    return {
        "segments_full": _(
            "The segment was not kept: there are {limit} already. Delete one that nobody uses."
        ),
        "rule_long": _("The segment was not kept: it has more than {limit} conditions. Take some away."),
        "rule_field": _(
            "The segment was not kept: it looks at something that is not known. Choose another field."
        ),
        "rule_op": _(
            "The segment was not kept: one of its conditions asks what this field cannot answer. Change it."
        ),
        "rule_value": _(
            "The segment was not kept: the value of a condition means nothing there. Write another."
        ),
        "rule_value_missing": _("The segment was not kept: a condition has no value. Write or choose one."),
        "rule_value_long": _(
            "The segment was not kept: a condition has too many values or a very long one. Shorten it."
        ),
        "too_many_contacts": _(
            "Nothing was changed: no more than {limit} contacts fit into one step. Choose fewer."
        ),
    }
