"""What a build did, in a line."""

from collections.abc import Mapping
from dataclasses import dataclass

from yulu.verdicts.record import NOTHING_SAID, Record


@dataclass(frozen=True)
class Report:
    """The rows of every table, files seen, files skipped by reason, seconds taken."""

    rows: Mapping[str, int]
    files: int
    skipped: Mapping[str, int]
    seconds: float
    verdicts: Record = NOTHING_SAID
    unchanged: bool = False  # nothing was different from the last build, so nothing was written

    def __str__(self) -> str:
        counts = {"files": self.files} | {
            name: self.rows[name] for name in ("articles", "quotes", "speakers", "images")
        }
        reasons = ", ".join(f"{n:,} {reason}" for reason, n in sorted(self.skipped.items()))
        skipped = f"{sum(self.skipped.values()):,} skipped" + (f" ({reasons})" if reasons else "")
        verdicts = [str(self.verdicts)] if self.verdicts else []
        unchanged = ["nothing changed"] if self.unchanged else []
        return ", ".join(
            [
                *(f"{n:,} {name}" for name, n in counts.items()),
                skipped,
                *verdicts,
                *unchanged,
                f"{self.seconds:.1f} s",
            ]
        )

    def as_data(self) -> dict[str, object]:
        """For programs that read logs."""
        return {
            "files": self.files,
            "rows": self.rows,
            "skipped": dict(self.skipped),
            "problems": [str(problem) for problem in self.verdicts.problems],
            "unchanged": self.unchanged,
            "seconds": round(self.seconds, 3),
        }
