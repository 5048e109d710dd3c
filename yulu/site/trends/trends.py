"""How often a search finds quotes or articles, by month and outlet, and the SQL that tells it."""

from dataclasses import dataclass
from sqlite3 import Connection
from typing import Any

from yulu.site.chart import Chart, chart
from yulu.site.filters import Filters
from yulu.site.search import finding
from yulu.site.search.names import names_of

TYPES = ("quote", "article")
# Counted before the names of the outlets are looked up.
BY_PERIOD = """
select counted.period, outlets.name as outlet, counted.finds from (
    {found} group by period, articles.outlet_id
) as counted join outlets on outlets.id = counted.outlet_id order by counted.period, outlets.name"""
COLUMNS = "substr(articles.day, 1, {length}) as period, articles.outlet_id, count(*) as finds"
MONTH, DAY = len("2024-05"), len("2024-05-01")


@dataclass(frozen=True)
class Trends:
    """Finds of one type; `rows` are (period, outlet, finds), `sql` and `parameters` the query behind them."""

    filters: Filters
    type: str
    total: int
    rows: list[tuple[str | None, str, int]]
    chart: Chart | None
    sql: str
    parameters: dict[str, Any]


def trends(connection: Connection, filters: Filters) -> Trends:
    """Of the type that is asked for, or else of quotes."""
    wanted = filters.values.get("type", [])
    type_ = next((one for one in TYPES if one in wanted), TYPES[0])
    criteria = finding.criteria(filters.choosing(type=type_), names_of(connection))
    if not criteria.applies_to(type_):
        return Trends(filters, type_, 0, [], None, "", {})
    columns = COLUMNS.format(length=DAY if within_a_month(filters) else MONTH)
    sql = BY_PERIOD.format(found=finding.candidates(type_, criteria, columns, joined=True))
    parameters = {name: value for name, value in criteria.parameters().items() if value is not None}
    rows = [tuple(row) for row in connection.execute(sql, parameters)]
    return Trends(filters, type_, sum(row[2] for row in rows), rows, chart(rows), sql.strip(), parameters)


def within_a_month(filters: Filters) -> bool:
    """Whether all that is asked for lies in one month, of which each day can be drawn."""
    first, last = filters.values.get("from", [""])[-1], filters.values.get("to", [""])[-1]
    return len(first) >= MONTH and first[:MONTH] == last[:MONTH]
