"""Sentences and names about contacts: fields, and why something about a person did not happen."""

from app.words import gettext as _


def about_contacts() -> dict[str, str]:
    """By code. `field`: a title, or the key of a built-in field."""
    return {
        "contact_exists": _("Not added: {name} has this number already. Open that contact instead."),
        "contact_empty": _("Not added: there is no name, number or e-mail. Write at least one of them."),
        "contact_tags_full": _("The tag was not set: a contact has {limit} at most. Remove one first."),
        "note_unknown": _("This note is not there any more."),
        "field_unknown": _("Not kept: this field does not exist any more. Look at the contact again."),
        "field_too_many": _("Not kept: no more than {limit} fields can be changed at once."),
        "field_long": _("{field} was not kept: it is too long. Write 500 characters at most."),
        "field_text": _("{field} was not kept: it holds signs that cannot be shown. Write it again."),
        "field_phone": _(
            "{field} was not kept: this is no whole phone number. Write it with + and the country, as in "
            "+33 6 12 34 56 78."
        ),
        "field_email": _("{field} was not kept: this is no e-mail address. It looks like name@example.com."),
        "field_language": _("{field} was not kept: this language is not known. Choose one from the list."),
        "field_country": _("{field} was not kept: this country is not known. Choose one from the list."),
        "field_number": _("{field} was not kept: this is no number. Write digits, as in 12 or 3.5."),
        "field_money": _("{field} was not kept: this is no amount. Write a number, as in 42.50."),
        "field_date": _("{field} was not kept: this is no date. Choose one in the calendar."),
        "field_choice": _("{field} was not kept: this is none of its choices. Choose one from the list."),
        "field_yes_no": _("{field} was not kept: it is either yes or no."),
        "field_nameless": _("The field was not kept, since it has no name. Give it one."),
        "field_title_long": _(
            "The field was not kept: its name has more than {limit} characters. Shorten it."
        ),
        "field_title_taken": _(
            "The field was not kept: there is one called {title} already. Choose another name."
        ),
        "fields_full": _("The field was not kept: there are {limit} already. Remove one that nobody uses."),
        "field_type_fixed": _(
            "The kind of {title} cannot change, since people have values in it. Make a new field."
        ),
        "field_choices": _("{title} was not kept: give it choices, each of them once."),
    }


def field_title(key: str) -> str:
    """What a built-in field is called."""
    titles = {
        "name": _("Name"),
        "phone": _("Phone"),
        "email": _("E-mail"),
        "company": _("Company"),
        "language": _("Language"),
        "country": _("Country"),
        "title": _("Title"),
        "person": _("Person"),
        "reason": _("Reason"),
        "close_on": _("Expected close"),
    }
    return titles.get(key, key)
