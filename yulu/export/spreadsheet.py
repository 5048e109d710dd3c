"""CSV that spreadsheets open as it is: with a byte order mark, without which Excel garbles Chinese, and
without formulas, which an article could bring in.
"""

import csv
import io
from collections.abc import Iterable

BYTE_ORDER_MARK = "\ufeff"
CONTENT_TYPE = "text/csv; charset=utf-8"
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def harmless(cell: object) -> object:
    """The cell; text that a spreadsheet would take for a formula gets an apostrophe before it."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def lines(rows: Iterable[Iterable[object]]) -> str:
    """Rows as lines of CSV. The mark goes before the first of a file."""
    out = io.StringIO()
    csv.writer(out).writerows(map(harmless, row) for row in rows)
    return out.getvalue()
