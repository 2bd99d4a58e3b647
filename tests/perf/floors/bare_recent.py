"""The least that being usable at once costs: the same document fetched over loopback and its rows put into a file.

`python -m tests.perf.floors.bare_recent FOLDER HUB_URL TOKEN` prints the seconds: no desk, no checks, no enrolling.
"""

import http.client
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
import sqlcipher3.dbapi2 as sqlite

KEY = "5e" * 32


def run(folder: Path, hub_url: str, token: str) -> float:
    """Fetch and insert."""
    began_s = time.perf_counter()
    connection = http.client.HTTPConnection(urlsplit(hub_url).netloc)
    connection.request("GET", "/api/v1/snapshot/recent", headers={"Authorization": f"Bearer {token}"})
    document = msgspec.json.decode(connection.getresponse().read())
    conn = sqlite.connect(folder / "floor.db", isolation_level=None)
    conn.execute(f"PRAGMA key = \"x'{KEY}'\"")
    conn.execute("PRAGMA journal_mode = WAL")
    conn.execute("PRAGMA synchronous = NORMAL")
    conn.execute("BEGIN")
    for table in document["tables"]:
        conn.execute(f"CREATE TABLE {table['name']} ({', '.join(table['columns'])})")
        places = ", ".join("?" * len(table["columns"]))
        rows = ([None if isinstance(cell, dict) else cell for cell in row] for row in table["rows"])
        conn.executemany(f"INSERT INTO {table['name']} VALUES ({places})", rows)
    conn.execute("COMMIT")
    return time.perf_counter() - began_s


if __name__ == "__main__":
    sys.stdout.write(f"{run(Path(sys.argv[1]), *sys.argv[2:])}\n")
