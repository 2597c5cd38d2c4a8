"""What somebody wishes for: help of any kind, and a loan, each from the wish on."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.life.living import Living, when
from tests.life.ways_out import looked


class Wishes(Living):
    """Deeds about needs and loans."""

    @when(lambda now: now.is_managed)
    @rule(kind=st.sampled_from(("health_care", "papers")))
    def help_is_wished_for(self, kind: str) -> None:
        if self.now.acts:
            self.own.fills("need_ask", kind=kind)
        else:
            self.office.fills("need_for", person=self.lives.record, kind=kind)
        self._done()
        assert any(need.kind == kind for need in self.now.needs)

    @when(lambda now: now.is_managed and any(need.step == "raised" for need in now.needs))
    @rule()
    def a_need_is_taken_on(self) -> None:
        need = next(need for need in self.now.needs if need.step == "raised")
        self.office.presses(f"do:need_take:{need.id}")
        self._done(audited=True)

    @when(lambda now: now.needs)
    @rule(how=st.sampled_from(("met", "dropped")))
    def a_need_ends(self, how: str) -> None:
        need = self.now.needs[0]
        self.office.presses(f"do:need_{how}:{need.id}")
        self._done(audited=True)
        assert need.id not in {one.id for one in self.now.needs}

    @when(lambda now: now.is_managed and now.acts and now.loan is None)
    @rule()
    def a_loan_is_wished_for(self) -> None:
        self.own.answers(self.own.presses("go:loan_wish"))
        self._done()

    @when(lambda now: now.loan)
    @rule()
    def a_loan_goes_a_step_on(self) -> None:
        loan = self.now.loan
        assert loan is not None
        said = looked(self.lives, self.office, f"do:loan_case:{loan.number}")
        ways = [
            button.press for button in said.buttons if button.press.startswith(("do:loan_f", "do:loan_p", "go:loan_"))
        ]
        if ways:
            self.office.answers(self.office.presses(ways[0]))
            self._done(audited=True)

    @when(lambda now: now.loan and now.acts)
    @rule()
    def a_loan_is_taken_back(self) -> None:
        loan = self.now.loan
        assert loan is not None
        said = looked(self.lives, self.own, "do:loan_mine")
        if any(button.press.startswith("do:loan_withdraw") for button in said.buttons):
            self.own.presses(f"do:loan_withdraw:{loan.code}")
            self._done(audited=True)
            assert self.now.loan is None
