"""Sentences for every refusal: what did not happen, why, what to do now. Codes never reach a person."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.failures import FAILED_UNKNOWN, Step, failure_of
from app.words import gettext as _
from app.words import language
from app.words.account import about_account
from app.words.agenda_sentences import about_agenda_files
from app.words.amounts import size
from app.words.appointment_reasons import about_appointments, appointment_facts
from app.words.appointment_transfer import about_bookings
from app.words.auto_reasons import about_auto, auto_facts
from app.words.consent import about_consent
from app.words.contacts import about_contacts, field_title
from app.words.deal_transfer import refusals as about_deal_transfer
from app.words.deals import about_deals, deal_facts
from app.words.erasure import about_erasure
from app.words.file_words import about_received_files, about_sent_files
from app.words.going_quiet import about_going_quiet
from app.words.histories import about_histories
from app.words.hour_reasons import about_hours, hour_facts
from app.words.imports import about_imports
from app.words.ledger import about_ledger
from app.words.mail_problems import about_mail
from app.words.merging import about_merging
from app.words.moving import about_moving
from app.words.outgoing import about_outgoing
from app.words.outside import about_address
from app.words.quick_replies import about_quick_replies
from app.words.reasons import reason_of
from app.words.recording_words import about_recording
from app.words.safety import about_safety
from app.words.schedule import about_schedule
from app.words.seats import about_seats
from app.words.segment_reasons import about_segments
from app.words.set_up import about_set_up
from app.words.standard_reasons import about_standards
from app.words.tasks import about_tasks
from app.words.team import about_members
from app.words.team_words import about_team
from app.words.transfer import about_transfer
from app.words.typed_amounts import about_amounts


@dataclass(frozen=True, slots=True)
class FailureWords:
    """What stands under a message that did not go out or arrive, and what may be done, most useful first."""

    sentence: str
    steps: tuple[Step, ...]


def failure(code: str) -> FailureWords:
    """The sentence for one of app/domain/failures' codes; one of a newer hub counts as unknown."""
    known = failure_of(code)
    return FailureWords(reason_of(known.code) or reason_of(FAILED_UNKNOWN) or "", known.steps)


def refusal(code: str, facts: Mapping[str, str]) -> str:
    """The sentence for a refusal. Facts fill its blanks, missing ones stay empty; an unknown code is named."""
    if code == "channel_refused" and not facts.get("said"):
        code = "channel_refused_silently"
    if code == "holder_changed" and not facts.get("who"):
        code = "holder_gone"
    code, facts = appointment_facts(code, facts)
    code, facts = deal_facts(code, facts)
    code, facts = hour_facts(code, facts)
    code, facts = auto_facts(code, facts)
    known = _all()
    sentence = known.get(f"{code}_{facts['where']}") if "where" in facts else None
    sentence = sentence or known.get(code)
    if sentence is None:
        return _("This did not happen: {code}. Nothing was lost.").format(code=code)
    return sentence.format_map(_Facts(facts))


def known_codes() -> frozenset[str]:
    """Every code that has a sentence."""
    return frozenset(_all())


def _all() -> dict[str, str]:
    known: dict[str, str] = {}
    for part in parts():
        known |= part
    return known


def parts() -> tuple[dict[str, str], ...]:
    """The sentences by subject; a code belongs to one subject alone, or one sentence would hide the other."""
    files = (_about_files(), about_sent_files(), about_received_files(), about_recording(), about_imports())
    hub = (
        _about_the_hub(),
        _about_access(),
        _about_settings(),
        about_seats(),
        about_safety(),
        about_set_up(),
        about_address(),
        about_moving(),
        about_mail(),
    )
    talks = (_about_messages(), about_outgoing(), about_account(), about_schedule(), about_quick_replies())
    people = (about_contacts(), about_consent(), about_erasure(), about_merging(), about_segments())
    tables = (
        about_transfer(),
        about_deal_transfer(),
        about_bookings(),
        about_agenda_files(),
        about_amounts(),
        about_histories(),
    )
    team = (about_team(), about_members(), about_hours(), about_auto(), about_standards())
    sales = (about_deals(), about_tasks(), about_going_quiet(), about_ledger(), about_appointments())
    return (*files, *hub, *talks, *people, *tables, *team, *sales)


class _Facts(dict[str, str]):
    """Facts of a refusal; a blank that nobody filled is left out rather than breaking the sentence.

    A fact "limit_bytes" fills the blank {limit} as a person writes a size.
    """

    def __init__(self, facts: Mapping[str, str]) -> None:
        sizes = {
            name.removesuffix("_bytes"): size(int(value), language())
            for name, value in facts.items()
            if name.endswith("_bytes") and value.isdecimal()
        }
        fields = {"field": field_title(facts["field"])} if "field" in facts else {}
        super().__init__({**facts, **sizes, **fields})

    def __missing__(self, key: str) -> str:
        return ""


def _about_files() -> dict[str, str]:
    return {
        "wrong_key": _(
            "The file {file} did not open: the key is not the one that it was locked with. "
            "Nothing was changed. Start with the right key or passphrase."
        ),
        "file_newer": _(
            "The file {file} was written by a newer Comptoir, so this one does not touch it. Install the newer version."
        ),
        "file_damaged": _(
            "The file {file} is damaged. It is kept aside; what it held will be fetched again."
        ),
        "file_locked": _("The file {file} is in use by another program. Close it, then try again."),
        "file_unreadable": _(
            "The file {file} could not be opened ({reason}). Check that this folder may be written to."
        ),
        "folder_unusable": _(
            "The folder {folder} cannot be used. Check that it exists and may be written to."
        ),
        "folder_unwritable": _(
            "Comptoir cannot write in the folder {folder} ({reason}). Choose another one."
        ),
        "disk_full": _(
            "The disk is full, so nothing more was stored. Free some space; Comptoir goes on by itself."
        ),
        "disk_low": _(
            "The disk is nearly full, so nothing more is stored. Free some space; Comptoir goes on by itself."
        ),
        "storage_slow": _("The disk answers too slowly, so this was not stored. It will be tried again."),
        "sqlite_too_old": _(
            "The database library ({version}) is too old to be safe. Install Comptoir again."
        ),
        "writer_closed": _("This was not stored, since Comptoir is closing. Start it again and repeat it."),
        "start_unknown": _(
            "Comptoir cannot be started at login: how it is started on this computer is not known. "
            "Start it by its icon or by main.py, then try again."
        ),
        "login_entry_failed": _(
            "Starting at login was not changed: {reason}. See whether your computer lets programs write there."
        ),
        "menu_entry_failed": _(
            "The menu was not changed: {reason}. See whether your computer lets programs write in your own folder."
        ),
        "menu_by_installer": _(
            "The menu was not changed: on this computer the installer looks after it. Install Comptoir again."
        ),
        "profile_in_use": _("Comptoir is already open on this computer. Use that window, or close it first."),
    }


def _about_the_hub() -> dict[str, str]:
    return {
        "port_in_use": _(
            "Port {port} is used by another program. Choose another port, or stop that program."
        ),
        "port_forbidden": _("This computer does not let Comptoir use port {port}. Choose one above 1023."),
        "port_unknown": _("{port} is not a port: ports go from 0 to 65535. Choose one above 1023."),
        "address_unusable": _(
            "The address {host} does not belong to this computer, so the hub cannot listen there."
        ),
        "hub_running": _("A hub already works on the folder {folder}. Stop it first, or use it."),
        "hub_unreachable": _(
            "The hub does not answer. What you did is kept and will be sent when it is back."
        ),
        "hub_needed": _("Nothing was done: the hub does not answer. Try again when it is back."),
        "hub_not_asked": _("The hub does not answer. This is what was synced before."),
        "no_hub_here": _("There is no hub in the folder {folder}. Check the folder after --data."),
        "hub_not_there": _(
            "No server of a team answers at {address}, so this computer has not joined. "
            "Check the address, and that the server is running."
        ),
        "hub_not_started": _(
            "The hub did not start on this computer ({reason}). Close Comptoir, then open it again."
        ),
        "hand_over_failed": _(
            "The hub of this computer did not let it in ({reason}). Close Comptoir, then open it again."
        ),
        "hub_not_ready": _("The hub is getting ready. It goes on by itself in a moment."),
        "hub_fault": _("The hub made a mistake; nothing was changed. Its log has the details."),
        "internal": _(
            "Comptoir stopped following the hub because of a mistake of its own. Close it, then open it again."
        ),
        "body_too_large": _("This was too large for the hub, so nothing was stored."),
        "body_unreadable": _("The hub could not read this request. Update Comptoir on this computer."),
        "query_unreadable": _("The hub could not read this request. Update Comptoir on this computer."),
        "too_many_commands": _("Too much was asked at once. It goes on by itself in a moment."),
        "id_reuse": _("This was not done: its id was used for something else before. Do it again."),
        "not_found": _("The hub has nothing at this address. Check that the address is a Comptoir hub."),
        "original_missing": _("The details of this message are not kept any more."),
        "hub_address_bad": _(
            "The address {address} is not one of a team’s server. It looks like https://hub.example.com."
        ),
        "hub_address_insecure": _(
            "The address {address} is not protected, so it was not used. A server elsewhere needs https://."
        ),
        "plain_http_refused": _(
            "The hub did not start: on {host} it would be reached without protection. "
            "Put it behind a TLS proxy and add --behind-tls-proxy."
        ),
        "tokens_mismatch": _(
            "There are {tokens} access tokens for {lines} business numbers. Give one token for all, or one for each."
        ),
        "data_key_malformed": _("The data key is not 64 hexadecimal characters, so nothing was opened."),
        "answer_unreadable": _(
            "The hub's answer could not be read. Check that the address is a Comptoir hub."
        ),
        "command_unreadable": _("The hub could not read this request. Update Comptoir on this computer."),
        "chain_mismatch": _(
            "The history received does not continue what this computer holds, so nothing was added. Ask the owner."
        ),
        "log_gap": _("A piece of the history is missing, so nothing was added. Ask the owner."),
        "log_changed": _(
            "The hub was restored or replaced, so this computer stopped before mixing two histories. Ask the owner."
        ),
        "view_not_whole": _("This computer is still putting its history in order. Try again in a moment."),
        "view_differs": _(
            "The hub and this Comptoir are of different versions, so the newest conversations could not come first. "
            "All of them are loaded instead."
        ),
        "update_needed": _(
            "This Comptoir is too old to read what is new. What came is kept; install the newer version."
        ),
    }


def _about_access() -> dict[str, str]:
    return {
        "keyring_unavailable": _(
            "This computer has no usable keyring, so the files have no key. "
            "Give a passphrase by COMPTOIR_PASSPHRASE, or start in a terminal that can ask for it."
        ),
        "passphrase_needed": _(
            "A passphrase is needed: set {variable}, or start in a terminal that can ask for it."
        ),
        "key_missing": _("The key of this computer's files is missing ({file}). Join again with a new code."),
        "key_file_damaged": _(
            "The file {file} is damaged, so the passphrase cannot be used. Join again with a new code."
        ),
        "invite_unknown": _(
            "This code is not known. Codes work once and for 24 hours; ask the owner for a new one."
        ),
        "invite_used": _("This code was used already. Ask the owner for a new one."),
        "invite_expired": _("This code is older than 24 hours. Ask the owner for a new one."),
        "device_revoked": _(
            "This computer may not use the team's inbox any more, and nothing of it is kept here. "
            "Ask the owner for a new code; what you wrote and never sent comes back with it."
        ),
        "token_missing": _("The hub did not recognise this computer. Join again with a new code."),
        "token_unknown": _("The hub did not recognise this computer. Join again with a new code."),
        "admin_only": _("Only the hub's own computer may ask for this."),
        "device_name_missing": _("This computer was not let in, since it gave no name for itself."),
        "device_unknown": _("No computer with this id is known: {device}. The command devices lists them."),
        "not_joined": _(
            "This computer has not joined a team yet. Use the command join with a code from the owner."
        ),
        "already_joined": _(
            "This computer has joined a team already. Choose another profile folder to join a second one."
        ),
        "role_unknown": _("There is no role {role}. The roles are owner, manager and rep."),
        "role_missing": _("Your role does not allow this. Ask the owner or a manager."),
        "too_many_requests": _("Too much was asked at once. It goes on by itself in a moment."),
    }


def _about_messages() -> dict[str, str]:
    return {
        "text_empty": _("The message was not sent, since it is empty."),
        "text_too_long": _(
            "The message was not sent: it has {length} characters, and WhatsApp takes {limit}."
        ),
        "window_closed": _(
            "The message was not sent: more than 24 hours have passed since the customer's last message, "
            "and WhatsApp then takes templates only. Your text is kept."
        ),
        "newer_answer": _(
            "The message was not sent: {who} has answered meanwhile. Read it, then send yours if it is needed."
        ),
        "newer_message": _("The conversation stays open: the customer has written meanwhile."),
        "too_late": _("It is too late to take this message back: it has gone to WhatsApp."),
        "too_old": _("This was not done, since its time had passed. Do it again if it is still wanted."),
        "conversation_unknown": _("This conversation is not known."),
        "message_unknown": _("This message is not known."),
        "needs_rejected": _("This did not happen, since what had to come first was refused."),
        "message_id_taken": _("The message was not sent, since one with the same id exists."),
        "recipient_unknown": _("The message was not sent: no number and no id of this customer is known."),
        "line_not_ours": _(
            "The message was not sent: this business number is not set up at the hub any more."
        ),
        "not_repeatable": _("This message cannot be sent again: it is still on its way or has arrived."),
        "not_yours": _("Only who wrote this can change it or take it back."),
        "not_unconfirmed": _("This message is not waiting for a decision any more."),
        "person_unknown": _(
            "Nobody is known as {person}. Use + and the whole number, an id, or @ and the username."
        ),
        "person_ambiguous": _("Several people are known as {person}. Choose one of these conversations:"),
    }


def _about_settings() -> dict[str, str]:
    return {
        "setting_unknown": _("This setting does not exist in this version of Comptoir."),
        "setting_of_device": _("This setting belongs to each computer, not to the team."),
        "setting_type": _("This setting needs another kind of value."),
        "setting_choice": _("This value is not one of the choices."),
        "setting_range": _("This number is outside what the setting allows."),
    }
