"""Segments: their SQL says what the plain words say, and walks indexes."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain import segments
from app.domain.ids import MemberId
from app.domain.segment_fits import Person, When, fits
from app.domain.segments import Condition, Rule
from storage.engine import Connection
from storage.view.segments import condition, count_of, fitting
from tests.storage.segment_people import (
    COMPANIES,
    COUNTRIES,
    LANGUAGES,
    MEMBERS,
    NAMES,
    NOW,
    TAGS,
    TYPES,
    ZONE,
    person,
    view_of,
)  # fmt: skip

WHEN = When(NOW, ZONE, MemberId("m-lea"), TYPES)
PEOPLE = [person(random.Random(number)) for number in range(300)]
_VALUES = {
    "tag": (*TAGS, "nobody's"), "owner": (*MEMBERS, "me", ""), "language": (*LANGUAGES, "xx"), "country": COUNTRIES,
    "import": ("import-1", "import-2", "none"), "f-pick": ("rouge", "vert"),
}  # fmt: skip
_FIELDS = [*segments.BUILT_IN, *(segments.FIELD + one for one in TYPES), "field:gone"]


@pytest.fixture(scope="module")
def conn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    made = view_of(Path(tmp_path_factory.mktemp("segments")) / "view.db", PEOPLE)
    yield made
    made.close()


@st.composite
def conditions(draw: st.DrawFn) -> Condition:
    field = draw(st.sampled_from(_FIELDS))
    kind = segments.kind_of(field, TYPES) or "choice"
    op = draw(st.sampled_from(segments.OPS[kind]))
    if op in ("filled", "empty"):
        return Condition(field, op)
    name = field.removeprefix("field:")
    if kind in segments.SEVERAL:
        known = segments.CONSENT_STATES if kind == "consent" else _VALUES.get(name, ("rouge",))
        return Condition(
            field, op, tuple(draw(st.lists(st.sampled_from(known), min_size=1, max_size=3, unique=True)))
        )
    if op in segments.IN_DAYS:
        return Condition(field, op, (str(draw(st.integers(0, 45) | st.just(36_500))),))
    values = {
        "moment": st.sampled_from(("2026-11-26", "2026-11-25", "2026-10-20", "0001-01-02", "9999-12-31")),
        "day": st.sampled_from(("2026-11-26", "2026-12-10", "2026-10-20")),
        "text": st.sampled_from((*NAMES, *COMPANIES, "élo", "GARAGE", "%", "_", "o'c", "иван", "œ", "雷")),
        "digits": st.sampled_from(("336", "33", "0012", "9", "4477009")),
        "number": st.sampled_from(("7", "-3.5", "0", "11.99")),
        "money": st.sampled_from(("4200 EUR", "99 EUR", "5000 USD", "1 GBP")),
        "yes_no": st.sampled_from(("yes", "no")),
    }
    return Condition(field, op, (draw(values[kind]),))


RULES = st.builds(Rule, st.sampled_from(("all", "any")), st.lists(conditions(), max_size=4).map(tuple))


@given(rule=RULES)
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_sql_of_a_rule_finds_whom_its_words_mean(conn: Connection, rule: Rule) -> None:
    assert segments.rule_problem(rule, TYPES) is None
    meant = [no for no, one in enumerate(PEOPLE, 1) if fits(rule, one, WHEN)]
    assert sorted(fitting(conn, rule, WHEN)) == meant
    assert count_of(conn, rule, WHEN) == len(meant)


def one(field: str, op: segments.Op, *values: str) -> Rule:
    return Rule("all", (Condition(field, op, values),))


@pytest.mark.parametrize(
    ("rule", "index"),
    [
        (one("last", "within", "30"), "view_contact_last"),
        (one("last", "older", "90"), "view_contact_last"),
        (one("created", "since", "2026-11-01"), "view_contact_created"),
        (one("owner", "is", "m-lea"), "view_contact_owner"),
        (one("country", "is", "FR", "BE"), "view_contact_country"),
        (one("language", "is", "fr"), "view_contact_language"),
        (one("email", "filled"), "view_contact_email"),
        (one("tag", "is", "VIP"), "INTEGER PRIMARY KEY (rowid=?)"),
        (one("import", "is", "import-1"), "view_contact_event_import"),
        (one("field:f-pick", "is", "vert"), "view_contact_field_value"),
        (one("field:f-num", "over", "5"), "view_contact_field_value"),
        (one("field:f-day", "within", "30"), "view_contact_field_value"),
    ],
)
def test_a_condition_that_has_an_index_walks_it(conn: Connection, rule: Rule, index: str) -> None:
    where = condition(conn, rule, WHEN)
    plan = conn.execute(
        f"EXPLAIN QUERY PLAN SELECT count(*) FROM view_contact p WHERE {where.text}", where.values
    ).fetchall()
    said = " / ".join(str(row[3]) for row in plan)
    assert index in said
    assert "SCAN p" not in said.replace("SCAN p USING COVERING INDEX", "walk")


def test_what_nobody_has_is_found_along_a_narrow_index(conn: Connection) -> None:
    """Also what has no index of its own never reads whole contacts."""
    for rule in (one("tag", "is_not", "VIP"), one("talk", "is", "no"), one("tag", "empty")):
        where = condition(conn, rule, WHEN)
        sql = f"EXPLAIN QUERY PLAN SELECT p.no FROM view_contact p WHERE {where.text}"
        said = " / ".join(str(row[3]) for row in conn.execute(sql, where.values).fetchall())
        assert "SCAN p USING COVERING INDEX" in said or "talk" in str(rule)


def test_days_are_the_business_s_own() -> None:
    """Half past midnight in Paris is still the day before in London's time."""
    late = Person({}, last_at=NOW.replace(day=25, hour=23, minute=30))  # 26th, 0:30 in Paris
    assert fits(one("last", "within", "0"), late, WHEN)
    assert not fits(one("last", "within", "0"), late, When(NOW, "UTC"))
    assert fits(one("last", "since", "2026-11-26"), late, WHEN)
