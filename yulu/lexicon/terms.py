"""The strings that newspapers put in marks without quoting anybody."""

from functools import cache
from importlib.resources import files


@cache
def terms() -> frozenset[str]:
    """One a line in data/terms.txt, simplified; lines that begin with # are comments."""
    lines = (files("yulu") / "data" / "terms.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))
