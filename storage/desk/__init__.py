"""log.db, the desktop's precious file: the replica of the log, commands on their way, drafts, notes.

Plain statements on plain connections; SQLAlchemy is imported only when a new file's tables must be made.
"""

from storage.desk.drafts import drafts as drafts
from storage.desk.drafts import save_drafts as save_drafts
from storage.desk.events import append as append
from storage.desk.events import cursor as cursor
from storage.desk.events import page as page
from storage.desk.file import REVISION as REVISION
from storage.desk.file import create as create
from storage.desk.file import is_sound as is_sound
from storage.desk.file import rescue as rescue
from storage.desk.notes import notes as notes
from storage.desk.notes import save_notes as save_notes
from storage.desk.outbox import StoredCommand as StoredCommand
from storage.desk.outbox import add_commands as add_commands
from storage.desk.outbox import command_ids as command_ids
from storage.desk.outbox import commands as commands
from storage.desk.outbox import drop_commands as drop_commands
from storage.desk.outbox import mark_expired as mark_expired
from storage.desk.outbox import mark_tried as mark_tried
