"""What the pages of tables, of questions and of own SQL show beyond Datasette's: names in the reader's
language, columns in the order of reading, values counted with the build, examples that find something."""

import re
from collections.abc import Awaitable, Callable
from functools import partial
from sqlite3 import Connection
from typing import Any

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import Request
from jinja2 import Environment
from markupsafe import Markup

from yulu.site import dictionary
from yulu.site.examples import examples
from yulu.site.published import NEWS
from yulu.site.serving import in_news

MOST_VALUES = 8
COLUMNS = "select distinct column_name from facet_counts where table_name = ?"
COUNTED = """
select value, rows from facet_counts where table_name = ? and column_name = ? order by rows desc limit ?"""
NAMES = {
    "speaker_id": "select id, name from speakers where id in (select value from json_each(?))",
    "outlet_id": "select id, name from outlets where id in (select value from json_each(?))",
}
FIRST_SQL = """\
select day, outlet, speaker, quote, permalink
from quotes_in_full
where {condition}
order by id desc limit 50"""
_NUMBER = re.compile(r"&nbsp;<em>\d+</em>")


@hookimpl
def prepare_jinja2_environment(env: Environment) -> None:
    env.filters["titled"] = dictionary.titled
    env.filters["in_order"] = dictionary.in_order
    env.filters["named"] = lambda cell: Markup(_NUMBER.sub("", str(Markup.escape(cell))))
    env.globals["described"] = dictionary.described
    env.globals["explained"] = dictionary.explained
    env.globals["told"] = dictionary.told


@hookimpl
def extra_template_vars(
    template: str, database: str, table: str, request: Request, datasette: Datasette
) -> Callable[[], Awaitable[dict[str, Any]]] | None:
    if database != NEWS or request is None:
        return None
    if template == "table.html" and not request.query_string:
        return partial(in_news, datasette, request, partial(counted, table=table))
    if template in ("query.html", "database.html"):
        return partial(with_examples, datasette, request)
    return None


async def with_examples(datasette: Datasette, request: Request) -> dict[str, Any]:
    found = await in_news(datasette, request, examples)
    speaker = found.get("speaker", "").replace("'", "''")
    condition = f"speaker = '{speaker}'" if speaker else "kind = 'direct'"
    return {"example": found, "first_sql": FIRST_SQL.format(condition=condition)}


def counted(connection: Connection, table: str) -> dict[str, Any]:
    """For the columns of a large table their most frequent values: (value, what it is called, rows)."""
    columns = [row[0] for row in connection.execute(COLUMNS, [table])]
    values = {
        column: [(v, v, rows) for v, rows in connection.execute(COUNTED, [table, column, MOST_VALUES])]
        for column in columns
    }
    for column, sql in NAMES.items():
        if column in values:
            numbers = f"[{','.join(value for value, _, _ in values[column])}]"
            names = {str(number): name for number, name in connection.execute(sql, [numbers])}
            values[column] = [(v, names.get(v, v), rows) for v, _, rows in values[column]]
    return {"counted": values}
