"""Alerts: told at once to whoever is on duty, a step up when nobody takes them; the story stays behind the button."""

from collections.abc import Collection, Sequence
from functools import partial

from handlers.kit import Outgoing
from handlers.kit.deployment import Deployment
from handlers.kit.wording import Wording
from handlers.notify import alert_rules, crisis_planning, digest_readers, notices
from handlers.notify.alert_news import buttons, tell_taker_of_repeat, where
from handlers.notify.alert_roster import asked_at, is_officer_of, next_climb, waits_for_morning
from rules import alerts as rules
from rules import quiet
from rules.local_time import MINUTE
from storage import alerts
from storage.accounts import Account
from storage.alerts import Alert
from storage.database import Db
from storage.persons import Person

MINUTES_OF_HOUR = 60


def raise_alert(
    db: Db,
    deployment: Deployment,
    *,
    unit: str,
    level: str,
    reason: str,
    person_id: int | None,
    raised_by: int | None,
    about: str | None = None,
    note: str | None = None,
    attachment_ids: Collection[int] = (),
    hamlet: str = "",
    rule: str = "",
    visit_ids: Sequence[int] = (),
) -> Alert:
    """Raises an alert, or joins it to the open one of the same person and reason; the roster hears of what is new.

    `rule`: what has raised it, if not the rule of the reason's own name; `visit_ids`: the reports it rests on.
    """
    alert, is_news = alerts.raise_alert(
        db,
        unit=unit,
        level=level,
        reason=reason,
        person_id=person_id,
        raised_by=raised_by,
        climb_at=next_climb(db, deployment, unit, level),
        about=about,
        note=note,
        hamlet=hamlet,
    )
    alerts.attach(db, alert.id, attachment_ids, raised_by)
    alerts.note_cause(db, alert.id, rule or reason, visit_ids)
    crisis_planning.begin(db, deployment, alert)
    if alert.state == "taken":
        tell_taker_of_repeat(db, deployment, alert, lifted=is_news)
    elif is_news:
        look_for_taker(db, deployment, alert)
    return alert


def raise_about(db: Db, deployment: Deployment, person: Person, reason: str, raised_by: int | None = None) -> Alert:
    """Raises an alert about a person, at the level that the unit's rule of this name has."""
    return raise_alert(
        db,
        deployment,
        unit=person.unit,
        level=alert_rules.of_unit(db, deployment, person.unit).level_of(reason),
        reason=reason,
        person_id=person.id,
        raised_by=raised_by,
    )


def raise_silence(db: Db, deployment: Deployment, person: Person, reason: str) -> None:
    """Raises an alert about something that should have come, unless the unit has switched that off."""
    if not alert_rules.of_unit(db, deployment, person.unit).is_off(reason):
        raise_about(db, deployment, person, reason)


def add_words(
    db: Db, deployment: Deployment, alert: Alert, raised_by: int, words: str, attachment_ids: Collection[int] = ()
) -> None:
    """Adds words, or what was sent along, to an open alert, sealed; whoever has taken it hears that there is more."""
    raise_alert(
        db,
        deployment,
        unit=alert.unit,
        level=alert.level,
        reason=alert.reason,
        person_id=alert.person_id,
        raised_by=raised_by,
        about=alert.about,
        note=words or None,
        attachment_ids=attachment_ids,
    )


def climb(db: Db, deployment: Deployment, alert: Alert) -> None:
    """Moves an alert that nobody has taken in time a step up, and tells those of the next step."""
    step = alert.step + 1
    if not alerts.climbed(db, alert.id, next_climb(db, deployment, alert.unit, alert.level, step)):
        return
    risen = alerts.get(db, alert.id)
    if risen is not None:
        look_for_taker(db, deployment, risen)


def look_for_taker(db: Db, deployment: Deployment, alert: Alert) -> bool:
    """Asks those of the present step; if none of them can be reached, those of the next. Says if anybody was."""
    can_wait = waits_for_morning(db, deployment, alert.level)
    for step in range(alert.step, len(rules.STEPS)):
        asked = asked_at(db, alert, step)
        hearing = _hear_in_digest(db, deployment, alert, asked)
        asked = [officer for officer in asked if officer.id not in hearing]
        request = partial(_request, db, deployment, alert)
        told = notices.tell_each(db, deployment, asked, "alert", request, subject_id=alert.id, can_wait=can_wait)
        if told or hearing:
            return True
    return False


def _hear_in_digest(db: Db, deployment: Deployment, alert: Alert, asked: list[Account]) -> set[int]:
    """Finds whose digest names it as early as a message of its own would leave: a normal one takes no second."""
    if alert.level != "normal":
        return set()
    leaves = quiet.earliest_send(db.now, False, deployment.free_days, deployment.quiet)
    return digest_readers.officers_told_by_digest(db, deployment, asked, alert.unit, leaves)


def _request(db: Db, deployment: Deployment, alert: Alert, reader: Account) -> notices.Telling:
    """Words number, level and place, and by when; buttons only for those who may see what is behind them."""

    def telling(wording: Wording) -> Outgoing:
        key = alert.level if alert.step == 0 else f"still.{alert.level}"
        if not is_officer_of(reader, alert.unit):
            key = "in_charge"
        text = wording.text(
            f"notice.alert.{key}",
            number=alert.code,
            where=where(alert),
            within=_within(db, deployment, alert, wording),
        )
        return Outgoing(text, buttons(wording, alert) if key != "in_charge" else ())

    return telling


def _within(db: Db, deployment: Deployment, alert: Alert, wording: Wording) -> str:
    """Says how soon: «trong 10 phút», «trong 2 giờ», «trước 07:30 thứ Hai 24/11»."""
    end = alert.climb_at or next_climb(db, deployment, alert.unit, alert.level)
    minutes = round((end - db.now) / MINUTE) if end else MINUTES_OF_HOUR
    if end is None or minutes < 2 * MINUTES_OF_HOUR:
        return wording.text("notice.alert.within_minutes", minutes=max(minutes, 1))
    if minutes <= 8 * MINUTES_OF_HOUR:
        return wording.text("notice.alert.within_hours", hours=minutes // MINUTES_OF_HOUR)
    return wording.text("notice.alert.before", when=wording.moment(end, db.today))
