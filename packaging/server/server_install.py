"""`comptoir-server install`: a machine becomes the team's server, also again; `set` and `uninstall`."""

from __future__ import annotations

import secrets
from pathlib import Path

from server_checks import IMPORT_LINE, check_machine, check_root, warnings
from server_hub import DATA, STATE, UNIT, Hub
from server_machine import PORT, USER, Failed, Machine, last_json, refuse
from server_release import Releases
from server_settings import (
    DATA_KEY,
    SECRET_NAMES,
    SERVER_FILE,
    VERIFY_TOKEN,
    Settings,
    asked_secrets,
    asked_settings,
)
from server_words import gettext as _

HERE = Path(__file__).resolve().parent
PROGRAM = "/usr/local/sbin/comptoir-server"
UNITS = ("comptoir-hub.service", "comptoir-backup.service", "comptoir-backup.timer")
UNIT_FOLDER = "/etc/systemd/system"
JOURNAL = "/etc/systemd/journald@comptoir.conf"
CADDYFILE = "/etc/caddy/Caddyfile"
SITE = "/etc/caddy/comptoir.caddy"
CERTIFICATE_S = 90.0
LOOK_S = 2.0
PACKAGES = ("caddy", "python3", "python3-venv", "ca-certificates")
ARRIVING = "hub.arriving.json"  # in the data: the hub waits for the computer that it came from
UNTOUCHED = "root * /usr/share/caddy"  # in the Caddyfile that the distribution brings: a welcome page
OUR_CADDYFILE = f"""# Written by comptoir-server. A failed request is not logged: its address may carry a secret.
{{
	log default {{
		exclude http.log.error
	}}
}}

{IMPORT_LINE}
"""


class Install:
    """Steps that each do nothing where it was done before."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine
        self._settings = Settings(machine)
        self._releases = Releases(machine)
        self._hub = Hub(machine)

    def run(self, domain: str, release: Path, move_file: Path | None = None) -> None:
        """Everything. Raises Failed with what did not happen; what worked before goes on working."""
        machine, domain = self._machine, domain.strip().rstrip(".").lower()
        is_again = self._releases.current is not None
        check_machine(machine, domain, is_again=is_again)
        if move_file is not None and (self._hub.data / ARRIVING).exists() and self._hub.has_data:
            move_file = None  # an earlier run took it in
        if move_file is not None and self._hub.has_data:
            refuse(_("Nothing was changed: this server has a hub with data already, so no file is taken in."))
        if move_file is not None and not move_file.is_file():
            refuse(_("Nothing was changed: there is no file {file}.").format(file=move_file))
        for warning in warnings(machine, domain):
            machine.say(warning)
            is_known = self._settings.read(SERVER_FILE).get("COMPTOIR_DOMAIN") == domain
            if not is_known and not machine.is_sure(_("Go on all the same?")):
                refuse(_("Nothing was changed."))
        self._packages()
        self._user()
        self._ask(domain, is_moving=move_file is not None)
        current = self._releases.current
        if current is None:
            current = self._releases.add(release)
            self._releases.use(current, None)
        if move_file is not None:
            self._move_in(current, move_file)
        self.place(current)
        self._serve(domain)
        self._next_steps(domain, current, is_moving=machine.health() == "waiting")

    def place(self, release: Path) -> None:
        """The units, the limits of the log and the command itself, as a release brings them."""
        machine, brought = self._machine, release / "packaging" / "server"
        for name in UNITS:
            machine.write(machine.path(f"{UNIT_FOLDER}/{name}"), (brought / name).read_text("utf-8"))
        machine.write(machine.path(JOURNAL), (brought / "journald@comptoir.conf").read_text("utf-8"))
        machine.path(PROGRAM).parent.mkdir(parents=True, exist_ok=True)
        machine.link(machine.path(PROGRAM), "/opt/comptoir/current/packaging/server/comptoir-server")
        machine.run("systemctl", "daemon-reload")

    def set(self, name: str) -> None:
        """Type one setting or secret anew, and let the hub take it."""
        check_root(self._machine)
        given = name.strip()
        names = [known for known, _question in asked_settings()]
        if given.lower() in SECRET_NAMES:
            self._set_secret(given.lower())
        elif given.upper() in names:
            value = self._machine.ask(dict(asked_settings())[given.upper()])
            self._settings.change(**{given.upper(): self._settings.checked(given.upper(), value)})
        else:
            known = [*names, *(known.upper() for known in SECRET_NAMES)]
            refuse(
                _("{name} is nothing that can be set. Known are: {names}").format(
                    name=name, names=", ".join(known)
                )
            )
        if self._releases.current is None:
            return
        word = self._hub.start()
        if word not in ("ok", "waiting"):
            refuse(
                _("{name} was changed, but the hub is not well since ({word}). Look at: {command}").format(
                    name=name, word=word or _("no answer"), command=LOG
                )
            )
        self._machine.say(_("{name} was changed, and the hub works with it.").format(name=name))

    def lead(self) -> None:
        """Let WhatsApp deliver here; where that is not allowed, say what to paste, and raise Failed."""
        check_root(self._machine)
        release = self._releases.current
        if release is None:
            raise Failed(_("Comptoir is not installed here. Begin with: comptoir-server install DOMAIN"))
        try:
            self._lead(release)
        except Failed:
            self._to_paste()
            raise

    def uninstall(self) -> None:
        """Take the services away; data, settings and secrets stay."""
        check_root(self._machine)
        machine = self._machine
        for unit in ("comptoir-backup.timer", UNIT):
            machine.run("systemctl", "disable", "--now", unit)
        for name in UNITS:
            machine.path(f"{UNIT_FOLDER}/{name}").unlink(missing_ok=True)
        for file in (JOURNAL, SITE, PROGRAM):
            machine.path(file).unlink(missing_ok=True)
        caddyfile = machine.path(CADDYFILE)
        if caddyfile.exists():
            lines = caddyfile.read_text("utf-8").splitlines(keepends=True)
            machine.write(caddyfile, "".join(line for line in lines if line.strip() != IMPORT_LINE))
        machine.run("systemctl", "daemon-reload")
        machine.run("systemctl", "reload-or-restart", "caddy.service")
        machine.say(
            _(
                "The hub is no service any more. Its data are still in {data}, settings and secrets in {settings}."
            ).format(data=DATA, settings="/etc/comptoir")
        )

    # --- the steps ---

    def _packages(self) -> None:
        machine = self._machine
        missing = [name for name in PACKAGES if machine.run("dpkg", "-s", name).returncode]
        if not missing:
            return
        why = _("The packages {names} could not be installed, so nothing else was changed.").format(
            names=", ".join(missing)
        )
        machine.say(_("Installing {names} from your system’s packages …").format(names=", ".join(missing)))
        env = {"DEBIAN_FRONTEND": "noninteractive"}
        machine.must(why, "apt-get", "update", "-q", env=env)
        machine.must(why, "apt-get", "install", "-y", "-q", "--no-install-recommends", *missing, env=env)

    def _user(self) -> None:
        machine, why = self._machine, _("The user of the hub could not be made.")
        if machine.run("id", USER).returncode:
            machine.must(
                why, "useradd", "--system", "--user-group", "--no-create-home", "--home-dir", DATA,
                "--shell", "/usr/sbin/nologin", USER,
            )  # fmt: skip
        for folder in (DATA, STATE):
            machine.path(folder).mkdir(parents=True, exist_ok=True)
        self._hub.own(machine.path(DATA))

    def _ask(self, domain: str, *, is_moving: bool) -> None:
        """Only what is not known yet."""
        settings, machine = self._settings, self._machine
        settings.change(SERVER_FILE, COMPTOIR_DOMAIN=domain)
        settings.change(COMPTOIR_PUBLIC_URL=f"https://{domain}")
        if is_moving:
            key = machine.ask_secret(_("The data key that the other computer showed. It is not shown:"))
            settings.keep_secret(DATA_KEY, settings.checked(DATA_KEY, key).lower())
        for name, question in asked_settings():
            if not settings.read().get(name):
                settings.change(**{name: settings.checked(name, machine.ask(question))})
        for name, question in asked_secrets():
            if not settings.secret(name):
                settings.keep_secret(name, settings.checked(name, machine.ask_secret(question)))
        if not settings.secret(VERIFY_TOKEN):
            settings.keep_secret(VERIFY_TOKEN, secrets.token_urlsafe(24))
        if not settings.secret(DATA_KEY):
            if self._hub.has_data:
                refuse(
                    _(
                        "There are data, and their key is missing. Set it: comptoir-server set comptoir_data_key"
                    )
                )
            machine.say(
                _(
                    "The key of your data is below. Keep it in another place, on paper or in a password safe: without "
                    "it nobody, not even you, opens the data or a copy of them."
                )
            )
            machine.say(f"\n    {settings.new_data_key()}\n")
        settings.fill_optional()

    def _move_in(self, release: Path, file: Path) -> None:
        machine = self._machine
        taken = machine.path(f"{STATE}/arriving")
        taken.mkdir(parents=True, exist_ok=True)
        self._hub.own(taken)
        inside = taken / "hub.file"
        inside.unlink(missing_ok=True)
        try:
            with file.open("rb") as source, inside.open("wb") as target:
                while piece := source.read(1 << 20):
                    target.write(piece)
            if machine.root == Path("/"):
                machine.must(_("The file could not be made ready."), "chown", f"{USER}:{USER}", str(inside))
            told = self._releases.run(
                release, "move-in", "--data", str(self._hub.data), "--from", str(inside), key=self._hub.key
            )
        except Failed:
            self._settings.keep_secret(DATA_KEY, "")  # perhaps it was mistyped: the next run asks again
            raise
        finally:
            inside.unlink(missing_ok=True)
            taken.rmdir()
        machine.say(
            _("The hub of the other computer is here, with {n} entries.").format(
                n=last_json(told).get("events")
            )
        )

    def _serve(self, domain: str) -> None:
        machine = self._machine
        why = _("The hub could not be made a service.")
        machine.must(why, "systemctl", "enable", UNIT, "comptoir-backup.timer")
        machine.run("systemctl", "start", "comptoir-backup.timer")
        word = self._hub.start()
        if word not in ("ok", "waiting"):
            refuse(
                _("Everything is in place, but the hub is not well ({word}). Look at: {command}").format(
                    word=word or _("no answer"), command=LOG
                )
            )
        self._web(domain)

    def _web(self, domain: str) -> None:
        """Caddy serves the domain; what it served before stays, and comes back when the new file is not right."""
        machine = self._machine
        site, caddyfile = machine.path(SITE), machine.path(CADDYFILE)
        template = (HERE / "comptoir.caddy").read_text("utf-8")
        before = {path: path.read_text("utf-8") if path.exists() else None for path in (site, caddyfile)}
        known = before[caddyfile] or ""
        machine.write(site, template.replace("DOMAIN", domain).replace("PORT", str(PORT)))
        if IMPORT_LINE not in known.splitlines():
            is_ours = not known.strip() or UNTOUCHED in known
            machine.write(
                caddyfile, OUR_CADDYFILE if is_ours else known.rstrip("\n") + f"\n\n{IMPORT_LINE}\n"
            )
        try:
            why = _("Caddy does not take the settings for {domain}; they were taken back.").format(
                domain=domain
            )
            machine.must(why, "caddy", "validate", "--adapter", "caddyfile", "--config", str(caddyfile))
            why = _("Caddy could not be started; its settings were taken back.")
            machine.must(why, "systemctl", "enable", "caddy.service")
            machine.must(why, "systemctl", "reload-or-restart", "caddy.service")
        except Failed:
            for path, text in before.items():
                path.unlink() if text is None else machine.write(path, text)
            raise

    def _next_steps(self, domain: str, release: Path, *, is_moving: bool) -> None:
        machine, address = self._machine, f"https://{domain}"
        if not is_moving:
            self._wait_for_https(domain)
            self._led_or_told(release)
        machine.say("")
        machine.say(_("The hub works at {address}. What is left to do:").format(address=address))
        place = _("- A place for copies on another machine or disk: comptoir-server backup --to PLACE")
        if is_moving:
            there = _(
                "- On the computer that it came from: go on in its window, with {address} (or: main.py move-to "
                "{address})"
            )
            machine.say(there.format(address=address))
            machine.say(_("- Then here, so that WhatsApp delivers to this server: comptoir-server webhook"))
        elif not self._has_owner(release):
            told = self._releases.run(
                release, "invite", "--data", str(self._hub.data), "--role", "owner", key=self._hub.key
            )
            machine.say(
                _(
                    "- On your computer, “Join my team” with the address {address} and this code (24 hours):"
                ).format(address=address)
            )
            machine.say(f"\n    {last_json(told).get('code')}\n")
        machine.say(place)

    def _wait_for_https(self, domain: str) -> None:
        """The first certificate takes some seconds to come."""
        machine = self._machine
        machine.say(_("Waiting for the certificate of {domain} …").format(domain=domain))
        began_s = machine.monotonic_s()
        while not machine.is_served(domain):
            if machine.monotonic_s() - began_s > CERTIFICATE_S:
                machine.say(
                    _(
                        "https://{domain} does not answer as seen from here. Look whether ports 80 and 443 of this "
                        "machine are reached from outside: journalctl -u caddy -n 50"
                    ).format(domain=domain)
                )
                return
            machine.pause(LOOK_S)

    def _led_or_told(self, release: Path) -> None:
        try:
            self._lead(release)
        except Failed as failure:
            self._machine.say(str(failure))
            self._to_paste()

    def _lead(self, release: Path) -> None:
        told = self._releases.run(release, "webhook", env=self._settings.whole())
        address = last_json(told).get("callback_url")
        self._machine.say(_("WhatsApp delivers to {address}.").format(address=address))

    def _to_paste(self) -> None:
        machine, address = self._machine, self._settings.read().get("COMPTOIR_PUBLIC_URL", "")
        machine.say(
            _(
                "In Meta’s page, developers.facebook.com, your app, “WhatsApp”, “Configuration”, paste as “Callback "
                "URL” and “Verify token”, then “Subscribe” to “messages”, “message_template_status_update”, "
                "“account_update” and “phone_number_quality_update”:"
            )
        )
        machine.say(f"\n    {address}/webhooks/whatsapp\n    {self._settings.secret(VERIFY_TOKEN)}\n")

    def _has_owner(self, release: Path) -> bool:
        try:
            told = self._releases.run(release, "members", "--data", str(self._hub.data), key=self._hub.key)
        except Failed:
            return False
        return '"owner"' in told

    def _set_secret(self, name: str) -> None:
        settings, machine = self._settings, self._machine
        if name == DATA_KEY and self._hub.has_data and settings.secret(name):
            refuse(
                _(
                    "The data are locked with the key that is set; another one would not open them. "
                    "Nothing was changed."
                )
            )
        question = dict(asked_secrets()).get(name, _("{name} (it is not shown):").format(name=name.upper()))
        settings.keep_secret(name, settings.checked(name, machine.ask_secret(question)))


LOG = "journalctl --namespace=comptoir -u comptoir-hub -n 50"
