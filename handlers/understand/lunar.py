"""Days named by the lunar calendar: Tết, rằm, tháng giêng, tháng chạp."""

from datetime import date, timedelta

from lunar_vn import LunarDate, lunar_to_solar, solar_to_lunar

NEAR = timedelta(days=31)


def lunar_day(day: int, month: int, today: date, lean: str, *, near: timedelta = NEAR) -> date | None:
    """Finds the solar day of a lunar one in the near year, on the side that is leant to."""
    here = solar_to_lunar(today).year
    years = (here, here - 1) if lean == "past" else (here, here + 1)
    for year in years:
        there = lunar_in_year(day, month, year)
        if there and (there <= today + near if lean == "past" else there >= today - near):
            return there
    return None


def new_year_day(day: int, today: date, lean: str) -> date | None:
    """Finds mùng 1 to 15 of Tết; 23 to 30 Tết are the last days of the old year."""
    if day >= 23:
        return lunar_day(day, 12, today, lean)
    return lunar_day(day, 1, today, lean) if 1 <= day <= 15 else None


def new_years_eve(today: date, lean: str) -> date | None:
    """Finds the last day of the old year, which is its 29th or 30th."""
    first = new_year_day(1, today + timedelta(days=1), lean)
    return first - timedelta(days=1) if first else None


def lunar_in_year(day: int, month: int, year: int) -> date | None:
    if not (1 <= month <= 12 and 1 <= day <= 30):
        return None
    try:
        there: date = lunar_to_solar(LunarDate(day, month, year))
    except ValueError:
        return None
    # the 30th of a month of 29 days would slip into the next
    return there if solar_to_lunar(there).day == day else None
