"""What reports are reckoned from, read from a hub's file."""

from app.desk.appointment_index import AppointmentIndex
from app.desk.figure_index import FigureIndex
from app.domain.deal_histories import Track
from app.domain.pipelines import in_order
from app.domain.report_facts import Facts
from app.domain.send_index import SendIndex
from app.domain.settings import BY_NAME, SettingValue
from app.domain.turn_index import TurnIndex
from app.domain.turns import Episode, Turn
from storage import view
from storage.engine import Connection
from storage.measures.book import Book
from storage.view import deal_reading
from storage.view.send_figures import sent_messages


def team_setting(conn: Connection, name: str) -> SettingValue:
    """A value or its default."""
    return view.settings(conn).get(name, BY_NAME[name].default)


def hub_facts(conn: Connection, book: Book, turns: list[Turn], episodes: list[Episode]) -> Facts:
    """Of one moment of the file."""
    index = TurnIndex(book.hours, book.groups, book.standards.standard_of)
    index.load(turns, episodes)
    sends = SendIndex(book.groups)
    sends.load(sent_messages(conn))
    currency = str(team_setting(conn, "currency"))
    standard_s = book.standards.now().limit_s(is_first=True)
    return Facts(
        index, sends, deal_tracks(conn), currency, standard_s, tuple(book.down),
        lambda: AppointmentIndex().facts(conn),
    )  # fmt: skip


def deal_tracks(conn: Connection) -> tuple[Track, ...]:
    """What became of every deal."""
    pipelines = in_order(*deal_reading.saved_pipelines(conn))
    return tuple(FigureIndex().tracks(conn, tuple(pipelines)))
