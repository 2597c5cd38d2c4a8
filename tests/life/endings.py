"""Somebody moves, their management rests, ends and begins again; communes become one; time goes by."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import (
    precondition,
    rule,
)
from sqlalchemy import select

from storage import audit, remapping
from storage.remapping import Mapping
from tests.handlers.commune import run_all
from tests.life.lives import HERE, THERE
from tests.life.living import Living, when


class Endings(Living):
    """Deeds after which others are in charge, or nobody."""

    @when(lambda now: now.is_managed and now.transfer is None)
    @rule()
    def a_move_is_proposed(self) -> None:
        if self.merged:
            return
        to = THERE if self.now.person.unit == HERE else HERE
        self.office.fills("transfer", person=self.lives.record, to_unit=to)
        self._done(audited=True)
        assert self.now.transfer

    @when(lambda now: now.transfer)
    @rule(how=st.sampled_from(("accept", "ask", "answer", "withdraw")))
    def a_move_is_answered(self, how: str) -> None:
        transfer = self.now.transfer
        assert transfer is not None
        here, there = self.lives.officer_in(transfer.unit), self.lives.officer_in(transfer.to_unit or "")
        if how == "accept":
            there.presses(f"do:transfer_accept:{transfer.id}.yes")
        elif how == "ask":
            there.fills("transfer_question", transfer=transfer.id)
        elif how == "answer" and transfer.state == "asked_back":
            here.fills("transfer_answer", transfer=transfer.id)
        elif how == "withdraw":
            here.presses(f"do:transfer_withdraw:{transfer.id}")
        self._done()
        if how in ("accept", "withdraw"):
            assert self.now.transfer is None
            self._both_sides_know(transfer.unit, transfer.to_unit or "", f"transfer {transfer.id}")
        if how == "accept":
            assert self.now.person.unit == transfer.to_unit

    def _both_sides_know(self, one: str, other: str, words: str) -> None:
        told = select(audit.audit.c.unit).where(audit.audit.c.detail.startswith(words))
        assert {one, other} <= set(self.lives.reads(lambda db: db.execute(told).scalars().all()))

    @when(lambda now: now.is_managed)
    @rule()
    def the_management_rests(self) -> None:
        self.office.fills("pause_management", person=self.lives.record)
        self._done(audited=True)
        assert self.now.person.status == "paused"

    @when(lambda now: now.is_managed)
    @rule(reason=st.sampled_from(("cleared", "moved", "died", "new_sentence")))
    def the_management_ends(self, reason: str) -> None:
        self.office.fills("end_management", person=self.lives.record, reason=reason)
        self._done(audited=True)
        assert not self.now.is_managed
        assert not self.now.acts

    @when(lambda now: not now.is_managed)
    @rule(opens=st.booleans())
    def it_begins_again(self, opens: bool) -> None:
        why = "came_back"
        self.office.presses(f"do:manage_again_yes:{self.lives.record}.{why}")
        if opens:
            self.office.presses(f"do:person_account_open:{self.lives.record}")
        self._done(audited=True)
        assert self.now.is_managed

    @precondition(lambda self: not self.merged)
    @rule(into_here=st.booleans())
    def the_communes_are_merged(self, into_here: bool) -> None:
        old, new = (THERE, HERE) if into_here else (HERE, THERE)
        with self.store.transaction() as db:
            remapping.remap(db, Mapping(old, new))
        self.merged = True
        self._done(audited=True)
        self._both_sides_know(old, new, f"{old}..{new}")

    @rule(days=st.sampled_from((1, 3, 8, 35)))
    def days_pass(self, days: int) -> None:
        self.clock.move_to((self.clock.now() + timedelta(days=days)).replace(hour=9, minute=0))
        outcome = run_all(self.lives.world)
        assert outcome.failed == 0, outcome.failures
        self._done()

    @rule(who=st.sampled_from(("own", "tu", "hung", "lan")), which=st.integers(0, 30))
    def presses_whatever_is_shown(self, who: str, which: int) -> None:
        talker = self.lives.people[who]
        talker.listen()
        buttons = talker.heard[-1].out.buttons if talker.heard else []
        if buttons:
            talker.presses(buttons[which % len(buttons)].press)
            self._done()
