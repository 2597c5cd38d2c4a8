"""What is done for somebody in care: taken in charge, given to a guardian, visited, goals set, groups chosen."""

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import (
    rule,
)

from rules.alerts import OPEN_STATES
from tests.life.lives import HERE
from tests.life.living import Living, when
from tests.life.ways_out import looked


class Care(Living):
    """Deeds of officers and guardians about the person, and of the person about their goals."""

    @when(lambda now: now.is_managed)
    @rule()
    def tells_of_the_situation(self) -> None:
        if self.now.acts:
            self.own.fills("intake_self")
        else:
            self.office.fills("intake", person=self.lives.record)
        self._done(audited=True)

    @when(lambda now: now.is_managed)
    @rule()
    def a_step_is_noted(self) -> None:
        said = looked(self.lives, self.office, f"do:charge:{self.lives.record}")
        steps = [
            button.press
            for button in said.buttons
            if button.press.startswith("go:charge_step:") and ";" in button.press
        ]
        if steps:
            self.office.answers(self.office.presses(steps[0]))
            self._done(audited=True)

    @when(lambda now: now.is_managed)
    @rule(which=st.integers(0, 2))
    def is_given_to_a_guardian(self, which: int) -> None:
        guardians = [self.lives.people[who] for who in ("tu", "sau", "binh")]
        here = [one.account_id for one in guardians if self.lives.unit_of(one) == self.now.person.unit]
        others = [account_id for account_id in here if account_id != self.now.guardian_id]
        if others:
            self.office.fills("assign", person=self.lives.record, guardian=others[which % len(others)])
            self._done(audited=True)
            assert self.now.guardian_id in others

    @when(lambda now: now.is_managed and now.guardian_id)
    @rule()
    def is_given_to_nobody(self) -> None:
        self.office.fills("assign", person=self.lives.record, guardian="nobody")
        self._done(audited=True)
        assert self.now.guardian_id is None

    @when(lambda now: now.guardian_id and now.cover("asked", "agreed") is None)
    @rule(starts=st.integers(0, 3))
    def a_guardian_asks_for_leave(self, starts: int) -> None:
        guardian = self.lives.talker(self.now.guardian_id)
        if self.lives.unit_of(guardian) != HERE:
            return
        first = self.lives.today + timedelta(days=starts)
        guardian.fills("guardian_leave", first_day=first, last_day=first + timedelta(days=4), stand_in="office")
        self._done(audited=True)

    @when(lambda now: now.guardian_id and now.cover("asked", "agreed") is None)
    @rule(starts=st.integers(0, 3))
    def an_officer_enters_a_leave(self, starts: int) -> None:
        guardian = self.lives.talker(self.now.guardian_id)
        if self.lives.unit_of(guardian) != HERE:
            return
        days = [self.lives.today + timedelta(days=day) for day in (starts, starts + 4)]
        self.office.fills("cover_enter", guardian=guardian.account_id, first_day=days[0], last_day=days[1])
        self._done(audited=True)

    @when(lambda now: now.cover("asked"))
    @rule(yes=st.booleans())
    def the_leave_is_decided(self, yes: bool) -> None:
        cover = self.now.cover("asked")
        assert cover is not None
        officer = self.lives.officer_in(cover.unit)
        officer.fills("cover_decide", cover=cover.id, answer="yes" if yes else "no")
        self._done(audited=True)

    @when(lambda now: now.cover("agreed"))
    @rule()
    def a_leave_ends_early(self) -> None:
        cover = self.now.cover("agreed")
        assert cover is not None
        self.lives.officer_in(cover.unit).presses(f"do:cover_end:{cover.id}.yes")
        self._done(audited=True)

    # seen and helped

    @when(lambda now: now.is_managed and now.acting_id)
    @rule(outcome=st.sampled_from(("met", "away", "refused")), concerns=st.booleans())
    def is_visited(self, outcome: str, concerns: bool) -> None:
        told: dict[str, Any] = {"outcome": outcome}
        if outcome == "met":
            told |= {"concerns": ["debt"] if concerns else [], "needs": ["job"] if concerns else []}
        before = len(self.now.visits)
        self.acting.reports(self.lives.record, **told)
        self._done(audited=True)
        assert len(self.now.visits) == min(before + 1, 10)

    @when(lambda now: now.is_managed and now.acting_id)
    @rule()
    def an_alarm_is_raised(self) -> None:
        self.acting.fills("alarm", about=self.lives.record, what="violence")
        self._done()
        assert any(alert.state in OPEN_STATES for alert in self.now.alerts)

    @when(lambda now: any(alert.state in ("open", "seen") for alert in now.alerts))
    @rule()
    def an_alert_is_taken(self) -> None:
        alert = next(alert for alert in self.now.alerts if alert.state in ("open", "seen"))
        self.office.presses(f"do:alert_take:{alert.id}")
        self._done(audited=True)

    @when(lambda now: any(alert.state == "taken" for alert in now.alerts))
    @rule()
    def an_alert_is_closed(self) -> None:
        alert = next(alert for alert in self.now.alerts if alert.state == "taken")
        self.office.fills("alert_close", alert=alert.id)
        self._done(audited=True)

    @when(lambda now: now.is_managed and len(now.goals) < 5)
    @rule(by_guardian=st.booleans())
    def a_goal_is_proposed(self, by_guardian: bool) -> None:
        helper = self.acting if by_guardian and self.now.acting_id else self.office
        helper.fills("goal", person=self.lives.record, helper="self")
        self._done(audited=True)
        assert self.now.goal("proposed")

    @when(lambda now: now.goal("proposed"))
    @rule()
    def a_goal_is_agreed(self) -> None:
        goal = self.now.goal("proposed")
        assert goal is not None
        if self.now.acts:
            self.own.presses(f"do:goal_yes:{goal.number}")
        elif self.now.is_managed:
            self.office.presses(f"do:goal_heard:{goal.id}")
        self._done()

    @when(lambda now: now.goal("agreed") and now.is_managed)
    @rule(by_person=st.booleans())
    def a_goal_is_ticked(self, by_person: bool) -> None:
        goal = self.now.goal("agreed")
        assert goal is not None
        if by_person and self.now.acts:
            self.own.presses(f"do:goal_reached:{goal.number}")
        else:
            self.office.presses(f"do:goal_done:{goal.id}")
        self._done()

    @when(lambda now: now.goals and now.is_managed)
    @rule()
    def a_goal_is_given_up(self) -> None:
        self.office.fills("goal_over", goal=self.now.goals[0].id)
        self._done(audited=True)

    @when(lambda now: now.is_managed and now.person.case_type == "finished")
    @rule(letter=st.sampled_from("ABCD"))
    def a_group_is_chosen(self, letter: str) -> None:
        self.office.fills("group_choice", person=self.lives.record, letter=letter)
        self._done(audited=True)
