"""Times as Moodle's grading worksheet tells them: "Wednesday, 10 June 2026, 2:14 PM", without a zone."""

from __future__ import annotations

import re
from datetime import datetime

_MONTHS = {
    name: number
    for names in (
        "january february march april may june july august september october november december",
        "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    )
    for number, name in enumerate(names.split(), start=1)
}
# British, American and Russian ways
_MOMENT = re.compile(
    r"(?:(?P<day>\d{1,2})\s+(?P<month>[^\W\d]+)|(?P<month_>[^\W\d]+)\s+(?P<day_>\d{1,2})),?\s+(?P<year>\d{4})"
    r"\D{1,6}?(?P<hour>\d{1,2}):(?P<minute>\d\d)(?:\s*(?P<half>[ap])\.?m)?",
    re.IGNORECASE,
)


def moment(told: str) -> datetime | None:
    """The time, to the minute and without a zone; None for what is none."""
    found = _MOMENT.search(told)
    month = _MONTHS.get((found["month"] or found["month_"]).casefold()) if found else None
    if found is None or month is None:
        return None
    hour = int(found["hour"])
    if found["half"]:
        hour = hour % 12 + 12 * (found["half"].casefold() == "p")
    try:
        return datetime(int(found["year"]), month, int(found["day"] or found["day_"]), hour, int(found["minute"]))  # noqa: DTZ001 - the worksheet names no zone
    except ValueError:
        return None
