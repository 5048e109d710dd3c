"""What an error is to who asked: whose fault, with which status, in which words."""

import errno
import sqlite3
import sys
import traceback
from dataclasses import dataclass
from pathlib import Path

import datasette as datasette_package
from datasette.database import QueryInterrupted
from datasette.utils.asgi import Base400, Request
from datasette.views.base import DatasetteError
from markupsafe import Markup

DATASETTE = Path(datasette_package.__file__).parent
WRONG = "The address asks for something that cannot be: {error}"
TOO_LONG = "This takes too long. Ask for less, or try again in a moment."
TOO_LONG_SQL = (
    "The query reads more than there is time for. Ask for fewer rows with limit, for one day or one speaker "
    "with where, or take the whole database and ask it on your own machine."
)
OUR_FAULT = "Something went wrong on this site. It has been noted."
# What a path below a folder of static files comes to.
NO_FILE = (errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ENAMETOOLONG)
# What Datasette raises for arguments that it does not check: a number that is none, half a JSON.
UNCHECKED = (ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError, OverflowError)


@dataclass(frozen=True)
class Problem:
    status: int
    message: str
    title: str | None = None


def problem(error: Exception, request: Request) -> Problem:
    """What to answer. Whatever is this site's own fault tells nothing of it."""
    match error:
        case Base400():
            return Problem(error.status, str(error.args[0] if error.args else ""))
        case DatasetteError() if "no such table" in error.message and "sql" not in request.args:
            return Problem(404, "There is no such table")
        case DatasetteError() if error.title == "SQL Interrupted":
            return Problem(503, TOO_LONG_SQL, "This takes too long")
        case DatasetteError():  # which calls its own fault what was asked wrongly
            message = Markup(error.message) if error.message_is_html else error.message
            return Problem(400 if error.status == 500 else error.status, message, error.title)
        case QueryInterrupted():
            return Problem(503, TOO_LONG)
        case sqlite3.Error() if "no such table" in str(error):
            return Problem(404, "There is no such table")
        case sqlite3.Error() if "binding parameter" in str(error):  # a row's address with too few keys
            return Problem(404, "There is no such row")
        case sqlite3.Error() if str(error) == "interrupted":
            return Problem(503, TOO_LONG)
        case KeyError(args=("columns",)):  # the page of the database as CSV
            return Problem(404, "There is no such page")
        case sqlite3.OperationalError() | sqlite3.ProgrammingError():  # the latter for a null character
            return Problem(400, WRONG.format(error=error))
        case OSError() if error.errno in NO_FILE:
            return Problem(404, "There is no such file")
    if isinstance(error, UNCHECKED) and request.query_string and raised_in_datasette(error):
        return Problem(400, WRONG.format(error=error))
    print("".join(traceback.format_exception(error)), file=sys.stderr)
    return Problem(500, OUR_FAULT)


def raised_in_datasette(error: Exception) -> bool:
    """Whether Datasette, in reading the arguments of an address, ran into an error, and not this site."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if "/json/" not in frame.filename and "urllib" not in frame.filename]
    return bool(own) and Path(own[-1].filename).is_relative_to(DATASETTE)
