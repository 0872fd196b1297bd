"""TIMEX3 values from days, units and counts."""

from datetime import date, timedelta

SIZES = {"decade": (10, "Y"), "century": (100, "Y"), "fortnight": (2, "W"), "quarter": (3, "M"), "night": (1, "D")}
_LETTERS = {"day": "D", "week": "W", "month": "M", "year": "Y", "weekend": "D"}
_CLOCK = {"hour": "H", "minute": "M", "second": "S"}
_HALVES = {"hour": "PT30M", "day": "PT12H", "year": "P6M", "decade": "P5Y", "century": "P50Y"}
_UNKNOWN = {"decade": "PXDE", "century": "PXCE", "quarter": "PXQ", "fortnight": "PXW", "night": "PXD"}


def duration(unit: str, count: float | None) -> str:
    """``P3D``, ``PT2H``, ``P50Y`` for five decades; without a count ``PXD``."""
    if count == 0.5 and unit in _HALVES:
        return _HALVES[unit]
    if unit in _CLOCK:
        return f"PT{_written(count)}{_CLOCK[unit]}"
    if count is None and unit in _UNKNOWN:
        return _UNKNOWN[unit]
    size, letter = SIZES.get(unit, (1, _LETTERS.get(unit, "D")))
    return f"P{_written(None if count is None else count * size)}{letter}"


def _written(count: float | None) -> str:
    if count is None:
        return "X"
    return str(int(count)) if float(count).is_integer() else f"{count:g}"


def week(day: date) -> str:
    """The ISO week, ``2023-W45``."""
    iso = day.isocalendar()
    return f"{iso.year:04}-W{iso.week:02}"


def shifted(day: date, days: int) -> date | None:
    """A day so many days away; ``None`` outside the calendar."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def month_shifted(day: date, months: int) -> str | None:
    """``YYYY-MM`` so many months away."""
    index = day.year * 12 + day.month - 1 + months
    return f"{index // 12:04}-{index % 12 + 1:02}" if 12 <= index < 120000 else None


def moved(day: date, unit: str, count: float) -> str | None:
    """The day, week, month or year that lies ``count`` units from a day, as precise as the unit; ``None`` for hours."""
    if unit in _CLOCK:
        return None
    size, letter = SIZES.get(unit, (1, _LETTERS.get(unit, "D")))
    steps = count * size
    if letter == "D":
        there = shifted(day, int(steps))
        return there.isoformat() if there else None
    if letter == "W":
        there = shifted(day, int(7 * steps))
        return week(there) if there else None
    if letter == "M" or not float(steps).is_integer():
        return month_shifted(day, int(steps * (1 if letter == "M" else 12)))
    return f"{day.year + int(steps):04}" if 1 <= day.year + steps <= 9999 else None
