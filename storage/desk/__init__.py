"""log.db, a desk's precious file: events as they came, who sits here, commands on their way,
drafts, notes.

Plain functions on a connection, for jobs of a Writer; the caller owns the transaction. Opening an existing file imports
no SQLAlchemy.
"""

from storage.desk.ballast import drop_ballast as drop_ballast
from storage.desk.ballast import hold_ballast as hold_ballast
from storage.desk.file import create as create
from storage.desk.file import is_sound as is_sound
from storage.desk.log import append as append
from storage.desk.log import cursor as cursor
from storage.desk.log import kinds_besides as kinds_besides
from storage.desk.log import page as page
from storage.desk.migrations import adopt as adopt
from storage.desk.notes import all_drafts as all_drafts
from storage.desk.notes import drafts as drafts
from storage.desk.notes import notes as notes
from storage.desk.notes import save_drafts as save_drafts
from storage.desk.notes import save_notes as save_notes
from storage.desk.outbox import StoredCommand as StoredCommand
from storage.desk.outbox import add_commands as add_commands
from storage.desk.outbox import command_ids as command_ids
from storage.desk.outbox import commands as commands
from storage.desk.outbox import drop_commands as drop_commands
from storage.desk.outbox import mark_expired as mark_expired
from storage.desk.outbox import mark_tried as mark_tried
from storage.desk.rescue import Rescued as Rescued
from storage.desk.rescue import rescue as rescue
from storage.desk.seats import NOBODY as NOBODY
from storage.desk.seats import PLACE as PLACE
from storage.desk.seats import StoredSeat as StoredSeat
from storage.desk.seats import add_seats as add_seats
from storage.desk.seats import move_belongings as move_belongings
from storage.desk.seats import remove_seat as remove_seat
from storage.desk.seats import seats as seats
from storage.desk.seats import set_joined as set_joined
from storage.desk.seats import set_next_seq as set_next_seq
from storage.desk.seats import set_pin as set_pin
from storage.desk.seats import set_tries as set_tries
from storage.desk.seats import set_used as set_used
from storage.desk.seats import take_seat as take_seat
