"""Days and hours as people in Việt Nam count them."""

from datetime import UTC, date, datetime, time, timedelta, timezone

# Việt Nam has kept UTC+7 without summer time since 1975, so no time zone database is needed.
ZONE = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
MINUTE, HOUR, DAY, WEEK = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1), timedelta(days=7)


def local(moment: datetime) -> datetime:
    """Turns an aware moment into the hour of Việt Nam. Raises ValueError for one without a time zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(ZONE)


def local_day(moment: datetime) -> date:
    """Finds the day that a moment falls on in Việt Nam."""
    return local(moment).date()


def at(day: date, hour: time) -> datetime:
    """Gives the aware UTC moment of an hour of a day in Việt Nam."""
    return datetime.combine(day, hour, ZONE).astimezone(UTC)
