"""Every command and the function that runs it, by name: a command is imported when it is used, never before."""

import io
import sys

COMMANDS = {
    "hub": "app.terminal.hub_command:run",
    "sandbox": "app.terminal.sandbox_command:run",
    "log": "app.terminal.log_command:run",
    "invite": "app.terminal.members_command:run_invite",
    "devices": "app.terminal.members_command:run_devices",
    "revoke": "app.terminal.members_command:run_revoke",
    "backup": "app.terminal.safety_command:run_backup",
    "restore": "app.terminal.safety_command:run_restore",
    "salvage": "app.terminal.safety_command:run_salvage",
    "webhook": "app.terminal.webhook_command:run",
    "move-out": "app.terminal.move_command:run_move_out",
    "move-in": "app.terminal.move_command:run_move_in",
    "move-to": "app.terminal.move_command:run_move_to",
    "doctor": "app.terminal.doctor_command:run",
    "erase": "app.terminal.erase_command:run",
    "members": "app.terminal.members_command:run_members",
    "remove": "app.terminal.members_command:run_remove",
    "join": "app.terminal.join_command:run",
    "sync": "app.terminal.desk_command:run_sync",
    "inbox": "app.terminal.desk_command:run_inbox",
    "thread": "app.terminal.desk_command:run_thread",
    "search": "app.terminal.search_command:run",
    "say": "app.terminal.desk_command:run_say",
    "claim": "app.terminal.team_command:run_claim",
    "assign": "app.terminal.team_command:run_assign",
    "note": "app.terminal.team_command:run_note",
    "tag": "app.terminal.team_command:run_tag",
    "snooze": "app.terminal.team_command:run_snooze",
    "close": "app.terminal.team_command:run_close",
    "decode-pictures": "ui.media.decoder:run",  # the window's own helper, see there
    "check-spelling": "app.terminal.spelling_command:run",  # likewise
    "read-export": "app.terminal.read_export_command:run",
    "import-chat": "app.terminal.import_command:run",
    "contacts": "app.terminal.contacts_command:run",
    "deals": "app.terminal.deals_command:run",
    "appointments": "app.terminal.appointments_command:run",
    "history": "app.terminal.history_command:run",
    "integrate": "app.terminal.integrate_command:run",
    "report": "app.terminal.report_command:run",
}


def speak_utf8() -> None:
    """A console of another encoding must not break a customer's name."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
