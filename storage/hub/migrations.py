"""Brings an older hub.db to today's revision, in the transaction that opens it (decision 047).

Each step only adds: columns with a default. What is in the file stays as it is, and a failure leaves all of it.
"""

from collections.abc import Sequence

from storage.hub.tables import Connection

# What has to be done to a file of revision n (first: 1) to make it one of n + 1.
STEPS: Sequence[tuple[str, ...]] = (
    (  # a message of any kind may wait to go out, not texts alone
        "ALTER TABLE send ADD COLUMN kind TEXT NOT NULL DEFAULT 'text'",
        "ALTER TABLE send ADD COLUMN content TEXT",
        "ALTER TABLE send ADD COLUMN reply_to TEXT",
    ),
    (  # invitations are listed, can be withdrawn, and bring a member one more computer
        "ALTER TABLE invite ADD COLUMN invite_id TEXT",
        "ALTER TABLE invite ADD COLUMN member_id TEXT",
        "ALTER TABLE invite ADD COLUMN made_us INTEGER",
        "ALTER TABLE invite ADD COLUMN made_by TEXT",
        "ALTER TABLE invite ADD COLUMN made_on TEXT",
        "ALTER TABLE invite ADD COLUMN used_by TEXT",
        "ALTER TABLE invite ADD COLUMN withdrawn_us INTEGER",
    ),
)


def migrate(conn: Connection, revision: int) -> None:
    """Take every step from `revision` on."""
    for step in STEPS[revision - 1 :]:
        for statement in step:
            conn.execute(statement)
