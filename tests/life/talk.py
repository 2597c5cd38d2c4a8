"""What is said and written about somebody: threads, tasks, reports of the quarter, the family's part."""

from contextlib import suppress
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import (
    rule,
)

from storage import family
from tests.life.living import Living, when

# begun by one, while another deed may take their ground away
OF_GUARDIANS = ("visit_report", "quarter_report", "alarm")
LEFT_OPEN = (*OF_GUARDIANS, "assign", "end_management", "transfer", "task", "group_choice")


class Talk(Living):
    """Deeds of those who talk about the person."""

    @when(lambda now: now.is_managed and now.acting_id)
    @rule(by_guardian=st.booleans())
    def they_write_about_the_person(self, by_guardian: bool) -> None:
        writer = self.acting if by_guardian else self.office
        writer.presses(f"go:thread_write:to=p{self.lives.record}")
        writer.says("dạo này thế nào, có gì phải lo không")
        self._done(audited=True)
        assert self.now.thread

    @when(lambda now: now.thread)
    @rule()
    def a_thread_is_closed(self) -> None:
        thread = self.now.thread
        assert thread is not None
        self.office.presses(f"do:thread_close:{thread.id}")
        self.office.says("cảm ơn nhiều")
        self._done(audited=True)

    @when(lambda now: now.is_managed)
    @rule(to_guardian=st.booleans())
    def a_task_is_given(self, to_guardian: bool) -> None:
        doer = self.now.guardian_id if to_guardian and self.now.guardian_id else self.office.account_id
        by = self.lives.today + timedelta(days=3)
        self.office.fills("task", person=self.lives.record, who=doer, by=by)
        self._done(audited=True)

    @when(lambda now: now.task)
    @rule()
    def a_task_is_done(self) -> None:
        task = self.now.task
        assert task is not None
        self.lives.talker(task.account_id).presses(f"do:task_done:{task.id}")
        self._done(audited=True)

    @when(lambda now: now.report("waiting", "returned") and now.is_managed and now.acting_id)
    @rule()
    def a_report_is_sent(self) -> None:
        report = self.now.report("waiting", "returned")
        assert report is not None
        self.acting.presses(f"go:quarter_report:report={report.id}")
        self.acting.presses("quarter_report:*:!send")
        self._done(audited=True)
        assert next(one for one in self.now.reports if one.id == report.id).state == "sent"

    @when(lambda now: now.report("sent") and now.is_managed)
    @rule(back=st.booleans())
    def a_report_is_read(self, back: bool) -> None:
        report = self.now.report("sent")
        assert report is not None
        if back:
            self.office.answers(self.office.presses(f"go:quarter_return:report={report.id}"))
        else:
            self.office.presses(f"do:quarter_accept:{report.id}.{report.version}")
        self._done(audited=True)
        assert next(one for one in self.now.reports if one.id == report.id).state != "sent"

    @when(lambda now: now.report("accepted") and now.is_managed)
    @rule()
    def a_report_is_opened_again(self) -> None:
        report = self.now.report("accepted")
        assert report is not None
        self.office.answers(self.office.presses(f"go:quarter_reopen:report={report.id}"))
        self._done(audited=True)

    # others who help

    @when(lambda now: now.is_managed and now.acts and not now.relative)
    @rule(items=st.sampled_from((("visits",), ("write", "visits"))))
    def the_family_helps(self, items: tuple[str, ...]) -> None:
        with self.store.transaction() as db:
            family.allow(
                db,
                unit=self.now.person.unit,
                person_id=self.lives.record,
                account_id=self.lives.people["wife"].account_id,
                relation="partner",
                items=items,
                said_yes_on=db.today,
                how="chat",
                by=self.own.account_id,
            )
        self._done(audited=True)

    @when(lambda now: now.is_managed and now.relative and "write" in now.relative.items)
    @rule()
    def the_family_writes_in_the_name(self) -> None:
        self.lives.people["wife"].fills("proxy_checkin", person=self.lives.record, face="fair")
        self._done(audited=True)

    @when(lambda now: now.relative and now.acts)
    @rule()
    def the_family_helps_no_more(self) -> None:
        relative = self.now.relative
        assert relative is not None
        self.own.presses(f"do:family_end:{relative.id}")
        self._done(audited=True)
        assert self.now.relative is None

    @when(lambda now: now.is_managed and not now.acts and now.acting_id)
    @rule()
    def the_guardian_writes_in_the_name(self) -> None:
        self.office.fills("write_for", person=self.lives.record, said_yes_on=self.lives.today, how="met")
        self.acting.fills("proxy_checkin", person=self.lives.record, face="fair")
        self._done(audited=True)

    # forms that lie open while others act

    @rule(who=st.sampled_from(("tu", "sau", "binh", "hung", "lan")), form=st.sampled_from(LEFT_OPEN))
    def a_form_is_left_half_done(self, who: str, form: str) -> None:
        of_guardian = who in ("tu", "sau", "binh")
        if of_guardian == (form in OF_GUARDIANS):
            self.lives.people[who].presses(f"go:{form}:person={self.lives.record}")
            self._done()

    @rule(who=st.sampled_from(("tu", "sau", "binh", "hung", "lan", "own")))
    def somebody_goes_on_with_it(self, who: str) -> None:
        """Answers whatever is asked to the end; where an answer does not hold any more, it can be left."""
        talker = self.lives.people[who]
        if self.lives.world.asked(talker) is None:
            return
        with suppress(AssertionError):
            talker.answers()
        if self.lives.world.asked(talker) is not None:
            assert talker.says("hủy")
        assert self.lives.world.asked(talker) is None, talker.sees
        self._done()
