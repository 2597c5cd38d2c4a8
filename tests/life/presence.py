"""Where somebody is and is to be: roll-calls, leave to be away, appointments."""

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import (
    rule,
)

from rules.roll_call import owes
from tests.life.living import Living, when


class Presence(Living):
    """Deeds about days and hours."""

    @when(lambda now: now.is_managed and not now.is_counted and owes(now.person.case_type))
    @rule(how=st.sampled_from(("came", "excuse")))
    def the_roll_is_called(self, how: str) -> None:
        if how == "came":
            self.office.presses(f"do:roll_call_came:{self.lives.record}")
        else:
            self.office.fills("roll_call_excuse", person=self.lives.record)
        self._done(audited=True)
        assert self.now.is_counted

    @when(lambda now: now.is_managed and now.is_counted)
    @rule()
    def a_roll_call_is_struck(self) -> None:
        self.office.presses(f"do:roll_call_strike:{self.lives.record}")
        self._done(audited=True)
        assert not self.now.is_counted

    @when(lambda now: now.is_managed and now.acts and owes(now.person.case_type) and not now.absence("asked"))
    @rule(days=st.integers(0, 9))
    def asks_to_be_away(self, days: int) -> None:
        first = max([self.lives.today, *(one.until_on for one in self.now.absences)]) + timedelta(days=1)
        self.own.fills("absence_request", from_on=first, until_on=first + timedelta(days=days))
        self._done(audited=True)
        assert self.now.absence("asked")

    @when(lambda now: now.absence("asked") and now.is_managed)
    @rule(decision=st.sampled_from(("allowed", "refused")))
    def the_absence_is_decided(self, decision: str) -> None:
        asked = self.now.absence("asked")
        assert asked is not None
        self.office.fills("absence_decision", absence=asked.id, decision=decision)
        self._done(audited=True)

    @when(lambda now: now.absence("asked") and now.acts)
    @rule()
    def takes_the_request_back(self) -> None:
        asked = self.now.absence("asked")
        assert asked is not None
        self.own.presses(f"do:absence_take_back:{asked.id}")
        self._done(audited=True)
        assert self.now.absence("asked") is None

    @when(lambda now: now.absence("allowed"))
    @rule(by_officer=st.booleans())
    def comes_back(self, by_officer: bool) -> None:
        away = self.now.absence("allowed")
        assert away is not None
        if away.from_on > self.lives.today:
            return
        if by_officer or not self.now.acts:
            self.office.presses(f"do:absence_is_back:{away.number}")
        else:
            self.own.presses(f"do:absence_back:{away.id}")
        self._done(audited=True)
        assert next(one for one in self.now.absences if one.id == away.id).state == "back"

    @when(lambda now: now.is_managed)
    @rule(day=st.integers(1, 5))
    def times_are_offered(self, day: int) -> None:
        first = self.lives.today + timedelta(days=day)
        times: dict[str, Any] = {
            "first": f"9h ngày {first:%d/%m/%Y}",
            "second": f"14h ngày {first:%d/%m/%Y}",
            "third": None,
        }
        self.office.fills("appointment", person=self.lives.record, **times)
        self._done(audited=True)
        assert self.now.appointment("offered")

    @when(lambda now: now.appointment("offered") and now.acts)
    @rule(other=st.booleans())
    def a_time_is_taken(self, other: bool) -> None:
        made = self.now.appointment("offered")
        assert made is not None
        if other:
            self.own.fills("appointment_other", appointment=made.id)
        else:
            self.own.presses(f"do:appointment_take:{made.id}.0")
        self._done(audited=made.offered[0] > self.clock.now() or other)

    @when(lambda now: now.appointments)
    @rule(how=st.sampled_from(("off", "kept", "missed")))
    def an_appointment_ends(self, how: str) -> None:
        made = self.now.appointments[0]
        self.office.presses(f"do:appointment_{how}:{made.number}")
        self._done(audited=True)
