"""Where a profile lives on this computer, and what it has joined."""

from collections.abc import Mapping
from pathlib import Path

from app.domain.ids import DeviceId, LogId, MemberId
from app.domain.members import Role
from app.domain.records import record

APP_NAME = "Comptoir"
PRACTICE_FOLDER = "practice"
MAIN_FOLDER = "main"
OWN_NUMBER = (
    "COMPTOIR_PHONE_NUMBER_ID"  # with it in the environment this computer is set up by somebody who knows how
)


@record
class Profile:
    """A folder that one program at a time opens. Practice profiles hold invented people only."""

    folder: Path
    is_practice: bool = False

    @property
    def log_path(self) -> Path:
        """The precious file: events, waiting commands, drafts, this device's token."""
        return self.folder / "log.db"

    @property
    def view_path(self) -> Path:
        """The file that may be thrown away at any time: it is projected again from the log."""
        return self.folder / "view.db"

    @property
    def key_path(self) -> Path:
        """How the key is come by; holds no secret."""
        return self.folder / "key.json"

    @property
    def lock_path(self) -> Path:
        """Locked by the program that has the profile open."""
        return self.folder / "profile.lock"

    @property
    def locked_path(self) -> Path:
        """There once this computer was shut out of its team, see `app.desk.sealing`."""
        return self.folder / "locked.json"

    @property
    def hub_folder(self) -> Path:
        """Data of the hub that runs as a child, in one-computer use."""
        return self.folder / "hub"

    @property
    def has_own_hub(self) -> bool:
        """Whether this computer runs the hub itself: it did, and the hub has not been packed for another computer."""
        return self.hub_folder.exists() and not (self.hub_folder / "hub.moved.json").exists()

    @property
    def is_hub_leaving(self) -> bool:
        """Whether the hub was packed, and this computer has not followed it to its server yet."""
        if self.has_own_hub or not self.hub_folder.exists():
            return False
        from storage.moved import is_under_way  # for the few that moved

        return is_under_way(self.hub_folder)

    def exists(self) -> bool:
        """Whether the profile was ever opened."""
        return self.log_path.exists() or self.locked_path.exists()


@record
class Joined:
    """What enrolling gave this computer. `hub_url` is without a trailing slash; `token` is secret."""

    hub_url: str
    token: str
    log_id: LogId
    device_id: DeviceId
    member_id: MemberId
    member_name: str
    role: Role


def data_folder() -> Path:
    """This person's folder for our data: local to the computer, never one that follows them to another."""
    import platformdirs

    return Path(platformdirs.user_data_dir(APP_NAME, appauthor=False, roaming=False))


def main_profile(folder: Path | None = None) -> Profile:
    """The joined profile: the given folder, else the usual one."""
    return Profile((folder or data_folder() / MAIN_FOLDER).absolute())


def practice_profile(folder: Path | None = None) -> Profile:
    """The practice profile beside it."""
    return Profile((folder or data_folder() / PRACTICE_FOLDER).absolute(), is_practice=True)


def chosen_profile(folder: Path | None) -> Profile:
    """The profile that was asked for; else the usual one where it was ever joined; else practice."""
    usual = main_profile(folder)
    return usual if folder is not None or usual.exists() else practice_profile()


def is_first_run(folder: Path | None, environ: Mapping[str, str]) -> bool:
    """Whether nothing was chosen on this computer yet, so that it is to be asked where to begin."""
    is_told = folder is not None or bool(environ.get(OWN_NUMBER))
    return not is_told and not main_profile().exists() and not practice_profile().exists()
