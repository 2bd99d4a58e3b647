"""Lists of appointments that are brought in from other software: the events of such an import.

What a row does is told by events of its own, each with `import_id` (appointment.booked, .moved, .changed, …).
"""

from typing import ClassVar

from app.domain.ids import ImportId, MemberId
from app.domain.records import record


@record
class AppointmentsImportBegan:
    """appointments_import.began. `fingerprint`: the same rows give the same one; `days`: those that the list covers."""

    KIND: ClassVar[str] = "appointments_import.began"
    VERSION: ClassVar[int] = 1
    import_id: ImportId
    file_name: str
    fingerprint: str
    total: int
    days: tuple[str, ...] = ()
    member_id: MemberId | None = None


@record
class AppointmentsImportEnded:
    """appointments_import.ended: every row was brought; `gone` were on the last list and are not on this one."""

    KIND: ClassVar[str] = "appointments_import.ended"
    VERSION: ClassVar[int] = 1
    import_id: ImportId
    added: int
    changed: int
    same: int
    gone: int


@record
class AppointmentsImportUndone:
    """appointments_import.undone: so many are gone and so many as before; the others were touched since."""

    KIND: ClassVar[str] = "appointments_import.undone"
    VERSION: ClassVar[int] = 1
    import_id: ImportId
    removed: int
    kept: int
    restored: int
    left: int
    member_id: MemberId | None = None


APPOINTMENTS_IMPORT_EVENTS = (AppointmentsImportBegan, AppointmentsImportEnded, AppointmentsImportUndone)
AppointmentsImportEvent = AppointmentsImportBegan | AppointmentsImportEnded | AppointmentsImportUndone
