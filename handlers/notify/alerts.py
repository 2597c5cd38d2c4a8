"""Alerts: told at once to whoever is on duty, a step up when nobody takes them; the story stays behind the button."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from functools import partial

from handlers.kit import Button, Outgoing
from handlers.kit.deployment import Deployment
from handlers.kit.wording import Wording, capital
from handlers.notify import alert_rules, crisis_planning, digest_readers, notices
from handlers.notify.withdrawal import mark_done, withdraw
from handlers.people.offices import with_office
from rules import alerts as rules
from rules import quiet
from rules.deadlines import next_working_morning
from rules.local_time import MINUTE
from storage import accounts, alerts, units
from storage.accounts import Account
from storage.alerts import Alert
from storage.database import Db
from storage.persons import Person

REPEAT_PAUSE = timedelta(minutes=10)
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
        _tell_taker_of_repeat(db, deployment, alert, lifted=is_news)
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


def next_climb(db: Db, deployment: Deployment, unit: str, level: str, step: int = 0) -> datetime | None:
    """Says when an alert goes a step up; what is told in the morning has its time from then on."""
    since = next_working_morning(db.now, deployment.free_days) if _waits_for_morning(db, deployment, level) else db.now
    return rules.climb_at(level, since, deployment.free_days, step=step, minutes=_minutes(db, unit))


def _minutes(db: Db, unit: str) -> dict[str, int]:
    """Gives how long an alert of each level may wait, where the commune has set it."""
    commune = units.get(db, unit)
    return dict(commune.settings.get("climb_minutes", {})) if commune else {}


def look_for_taker(db: Db, deployment: Deployment, alert: Alert) -> bool:
    """Asks those of the present step; if none of them can be reached, those of the next. Says if anybody was."""
    can_wait = _waits_for_morning(db, deployment, alert.level)
    for step in range(alert.step, len(rules.STEPS)):
        asked = _asked_at(db, alert, step)
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


def _waits_for_morning(db: Db, deployment: Deployment, level: str) -> bool:
    """Says whether an alert of this level is told in the morning only, and wakes nobody at night."""
    return level == "normal" and quiet.earliest_send(db.now, False, deployment.free_days, deployment.quiet) > db.now


def _asked_at(db: Db, alert: Alert, step: int) -> list[Account]:
    """Lists who is asked at a step: those on duty, then all officers of the commune, then those in charge too."""
    roster = accounts.officers_of(db, alert.unit)
    if step == 0 and roster:
        return _without_raiser(roster, alert.raised_by)
    asked = accounts.officers_of(db, alert.unit, on_duty=False)
    if rules.STEPS[step] == "admin":
        asked_already = {officer.id for officer in asked}
        asked += [officer for officer in _in_charge(db, alert.unit) if officer.id not in asked_already]
    return _without_raiser(asked, alert.raised_by)


def why_asked(db: Db, alert: Alert, officer: Account) -> str:
    """Says why an officer is told of an alert: `roster`, for they are on duty, or `everybody`, for nobody else was."""
    roster = accounts.officers_of(db, alert.unit)
    return "roster" if any(on_duty.id == officer.id for on_duty in roster) else "everybody"


def _without_raiser(asked: list[Account], raised_by: int | None) -> list[Account]:
    """Leaves out whoever raised it, unless there is nobody else."""
    return [officer for officer in asked if officer.id != raised_by] or asked


def _in_charge(db: Db, unit: str) -> list[Account]:
    commune = units.get(db, unit)
    above = accounts.with_role(db, commune.parent, "admin") if commune and commune.parent else []
    return [*accounts.with_role(db, unit, "admin"), *above]


def _request(db: Db, deployment: Deployment, alert: Alert, reader: Account) -> notices.Telling:
    """Words number, level and place, and by when; buttons only for those who may see what is behind them."""

    def telling(wording: Wording) -> Outgoing:
        key = alert.level if alert.step == 0 else f"still.{alert.level}"
        if not _is_officer_of(reader, alert.unit):
            key = "in_charge"
        text = wording.text(
            f"notice.alert.{key}",
            number=alert.code,
            where=where(alert),
            within=_within(db, deployment, alert, wording),
        )
        return Outgoing(text, buttons(wording, alert) if key != "in_charge" else ())

    return telling


def _is_officer_of(reader: Account, unit: str) -> bool:
    return "officer" in reader.roles and reader.unit == unit


def where(alert: Alert) -> str:
    return f" · {alert.hamlet}" if alert.hamlet else ""


def _within(db: Db, deployment: Deployment, alert: Alert, wording: Wording) -> str:
    """Says how soon: «trong 10 phút», «trong 2 giờ», «trước 07:30 thứ Hai 24/11»."""
    end = alert.climb_at or next_climb(db, deployment, alert.unit, alert.level)
    minutes = round((end - db.now) / MINUTE) if end else MINUTES_OF_HOUR
    if end is None or minutes < 2 * MINUTES_OF_HOUR:
        return wording.text("notice.alert.within_minutes", minutes=max(minutes, 1))
    if minutes <= 8 * MINUTES_OF_HOUR:
        return wording.text("notice.alert.within_hours", hours=minutes // MINUTES_OF_HOUR)
    return wording.text("notice.alert.before", when=wording.moment(end, db.today))


def buttons(wording: Wording, alert: Alert) -> tuple[Button, ...]:
    return tuple(
        Button(
            wording.text(f"alert.button.{name}"),
            f"do:alert_{name}:{alert.id}",
            role="command",
            typed=wording.text(f"alert.typed.{name}", number=alert.code),
        )
        for name in ("see", "take", "why")
    )


def tell_others(
    db: Db, deployment: Deployment, alert: Alert, by: Account, key: str, *, but: int = 0, **fields: object
) -> None:
    """Tells all who were asked, `but` this account, and the colleague who raised it, what one of them has done."""
    asked = {officer.id for step in range(alert.step + 1) for officer in _asked_at(db, alert, step)}
    raiser = accounts.get(db, alert.raised_by)
    if raiser is not None and _is_officer_of(raiser, alert.unit):
        asked.add(raiser.id)

    def telling(wording: Wording) -> Outgoing:
        at = wording.moment(db.now, db.today)
        text = wording.text(
            f"notice.alert.{key}",
            number=alert.code,
            where=where(alert),
            who=with_office(db, wording, by),
            at=at,
            **fields,
        )
        return Outgoing(text, buttons(wording, alert) if key == "given_back" else ())

    if key != "given_back":
        _take_back_requests(db, deployment, alert, asked, key)
    for account_id in sorted(asked - {by.id, but}):
        _tell_news(db, deployment, account_id, telling, alert)


def _take_back_requests(db: Db, deployment: Deployment, alert: Alert, asked: set[int], key: str) -> None:
    """Calls off requests to take the alert that have not left, and marks those that were read; it can still be seen."""
    withdraw(db, "alert", alert.id, key)
    officers = accounts.several(db, asked).values() if key == "taken" else []
    may_look = {
        officer.id: buttons(Wording.to(deployment.texts, officer), alert)[:1]
        for officer in officers
        if _is_officer_of(officer, alert.unit)
    }
    fields = {"number": alert.code, "where": where(alert)}
    mark_done(db, deployment, "alert", alert.id, asked, key=f"alert_{key}", buttons=may_look, **fields)


def tell_raiser(db: Db, deployment: Deployment, alert: Alert, by: Account) -> None:
    """Tells a guardian who was worried, or somebody who asked for help, that it has arrived and with whom."""
    raiser = accounts.get(db, alert.raised_by)
    if raiser is None or _is_officer_of(raiser, alert.unit):
        return

    def telling(wording: Wording) -> Outgoing:
        # by name alone: the office would tell whoever looks at the phone what it is about
        who = wording.called(by)
        return Outgoing(wording.text("notice.alert.help_is_coming", who=who, Who=capital(who)))

    _tell_news(db, deployment, raiser.id, telling, alert)


def tell_guardian_of_end(db: Db, deployment: Deployment, alert: Alert, outcome: str) -> None:
    """Tells a guardian who raised it how it ended: what kind of end it was, and nothing of what was found.

    Whoever cried for help themself is spoken to by a human, and not told that their matter is closed.
    """
    raiser = accounts.get(db, alert.raised_by)
    if raiser is None or "guardian" not in raiser.roles or _is_officer_of(raiser, alert.unit):
        return

    def telling(wording: Wording) -> Outgoing:
        return Outgoing(wording.text(f"notice.alert.ended.{outcome}"))

    _tell_news(db, deployment, raiser.id, telling, alert)


def _tell_taker_of_repeat(db: Db, deployment: Deployment, alert: Alert, *, lifted: bool) -> None:
    """Tells whoever has it in hand of more of the same, though not of every message."""
    before = [event for event in alerts.events(db, alert.id) if event.kind in ("opened", "repeated", "lifted")][:-1]
    if alert.taken_by is None or not (lifted or db.now - before[-1].at >= REPEAT_PAUSE):
        return

    def telling(wording: Wording) -> Outgoing:
        text = wording.text("notice.alert.again", number=alert.code, where=where(alert))
        return Outgoing(text, buttons(wording, alert)[:1])

    _tell_news(db, deployment, alert.taken_by, telling, alert)


def _tell_news(db: Db, deployment: Deployment, account_id: int, telling: notices.Telling, alert: Alert) -> None:
    can_wait = _waits_for_morning(db, deployment, alert.level)
    notices.tell(db, deployment, account_id, "alert_news", telling, subject_id=alert.id, can_wait=can_wait)
