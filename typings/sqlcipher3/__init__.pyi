"""sqlcipher3 0.6: the DB-API module is `sqlcipher3.dbapi2`; it is no subclass of Python's own sqlite3."""

from sqlcipher3 import dbapi2 as dbapi2
