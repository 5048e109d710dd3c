"""CSV that spreadsheets open as it is: a byte order mark, without which Excel garbles Chinese."""

import csv
import io
from collections.abc import Iterable

BYTE_ORDER_MARK = "\ufeff"
CONTENT_TYPE = "text/csv; charset=utf-8"


def lines(rows: Iterable[Iterable[object]]) -> str:
    """Rows as lines of CSV. The mark goes before the first of a file."""
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()
