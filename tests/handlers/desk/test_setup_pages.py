"""The desk's pages of set-up and state: lists taken in, calls, alert rules tried, accounts, the commune, the audit."""

from datetime import timedelta

import pytest

from handlers.desk import ailments, alert_rules, audit_log, calls, commune, list_import, staff, state
from handlers.kit.wording import Wording
from storage import attachments, due, installation, list_drafts, units
from storage.outbox import call_list
from tests.handlers.desk.opened import opened
from tests.other_unit import put_into
from tests.person import Talker, World


@pytest.fixture
def admin(world: World) -> Talker:
    return world.linked("Phạm Thị Quản", "officer", "admin")


def test_calls_are_listed_with_the_longest_waiting_first_and_without_numbers(
    world: World, admin: Talker, monkeypatch: pytest.MonkeyPatch
) -> None:
    nam, hoa = world.person_with_phone("Trần Văn Nam"), world.person_with_phone("Lê Thị Hoa")
    unit = world.deployment.unit
    for somebody in (nam, hoa):
        with world.store.transaction() as db:
            call_list.put(db, unit=unit, account_id=somebody.account_id, reason="blocked")
        world.clock.move(minutes=1)
    monkeypatch.setattr(calls, "MOST", 1)
    first = opened(admin, calls.gather)
    assert [call.who for call in first.calls] == ["Trần Văn Nam (người được giúp)"]
    assert [call.who for call in opened(admin, calls.gather, after=first.more).calls] == [
        "Lê Thị Hoa (người được giúp)"
    ]
    assert len(opened(admin, calls.sheet).rows) == 2


def test_the_rules_say_what_they_would_have_raised_last_month(world: World, admin: Talker) -> None:
    tu = world.guardian()
    nam = world.person("Trần Văn Nam", guardian=tu)
    world.clock.move(days=-30)
    for _ in range(3):
        tu.reports(nam, outcome="away", reason="nobody_knows")
        world.clock.move(days=1)
    world.clock.move(days=27)
    facts = opened(admin, alert_rules.gather)
    assert all(rule.tried is None for rule in facts.rules)
    tried = opened(admin, alert_rules.gather, **{"try": "all"})
    by_id = {rule.id: rule.tried for rule in tried.rules}
    assert (tried.month, tried.reports) == ("10/2026", 3)
    away, violence = by_id["away_again"], by_id["violence"]
    assert away is not None
    assert violence is not None
    assert (away.count, len(away.days), violence.count) == (1, 1, 0)
    sooner = opened(admin, alert_rules.gather, **{"try": "away_again", "count": 2})
    assert next(rule.tried for rule in sooner.rules if rule.id == "away_again").count == 2  # type: ignore[union-attr]


def test_every_kind_of_rule_says_what_it_would_have_raised_switched_off_or_not(world: World, admin: Talker) -> None:
    tu, sau, nam = world.guardian(), world.guardian("Phạm Văn Sáu"), world.person_with_phone()
    near, by = world.person("Lê Văn An", guardian=tu), world.person("Vũ Thị Bình", guardian=sau)
    admin.answers(admin.presses("go:alert_rule:rule=check_in_missing"), change="off")
    world.clock.move(days=-30)
    with world.store.transaction() as db:
        for kind in ("check_in_missing", "roll_call_missing", "visit_overdue_officer"):
            due.mark(db, kind, near, "2026-10", unit=world.deployment.unit)
    tu.reports(near, concerns=["alcohol"], place="12 xóm Đình")
    sau.reports(by, concerns=["family"], place="12 xóm đình")
    nam.fills("checkin", face="bad")
    nam.says("em không muốn sống nữa")
    world.clock.move(days=30)
    tried = opened(admin, alert_rules.gather, **{"try": "all"})
    raised = {rule.id: rule.tried.count for rule in tried.rules if rule.tried and rule.tried.count}
    assert (tried.reports, tried.told) == (2, 1)
    of_each_kind = ("check_in_missing", "roll_call_missing", "visit_overdue", "one_address", "face_bad", "self_harm")
    assert {rule: raised.get(rule) for rule in of_each_kind} == dict.fromkeys(of_each_kind, 1)


def test_accounts_are_found_by_name_and_role_by_those_who_look_after_them_alone(world: World, admin: Talker) -> None:
    world.guardian("Nguyễn Văn Tư")
    assert [line.name for line in opened(admin, staff.gather, which="guardian").lines] == ["Nguyễn Văn Tư"]
    assert [line.name for line in opened(admin, staff.gather, q="van tu").lines] == ["Nguyễn Văn Tư"]
    assert opened(world.officer(), staff.gather).lines == []
    with world.store.transaction() as db:
        put_into(db, admin.account_id, "17000")
    assert [line.name for line in opened(admin, staff.gather).lines] == ["Phạm Thị Quản"]


def test_the_commune_and_the_state_are_told_without_a_word_of_any_message_and_without_a_key(
    world: World, admin: Talker
) -> None:
    with world.store.transaction() as db:
        units.put(db, code=world.deployment.unit, name="Kim Bảng", kind="xa")
        units.add_organisation(db, unit=world.deployment.unit, kind="police", name="Công an xã", phone="+84383123456")
        installation.put(db, installation.BACKED_UP, (db.now - timedelta(days=9)).isoformat())
    here = opened(admin, commune.gather)
    assert (here.place, here.hours) == ("xã Kim Bảng", ("21:00", "06:30"))
    assert [(office.name, office.officers) for office in here.offices] == [("Công an xã", 0)]
    assert opened(admin, commune.sheet).rows[0] == ("Công an xã", "0383 123 456", 0)
    now = opened(admin, state.gather)
    assert [channel.name for channel in now.channels] == ["trang web"]
    assert (now.backup_days, now.key) == (9, world.store.keyring.current)


def test_what_ails_a_part_or_a_channel_is_told_with_its_cure_whatever_its_code(admin: Talker) -> None:
    wording = Wording(admin.world.deployment.texts, "vi")
    for code in ("token", "token_lost", "operator_-115", "failing: OSError", "silent", "http_502"):
        assert ailments.of_channel(wording, is_here=True, code=code).cure, code
    assert "http_502" in ailments.of_channel(wording, is_here=True, code="http_502").words
    for part, code in (("keys", "gone"), ("disk", "low"), ("delivery.telegram.poll", "silent")):
        assert ailments.of_part(wording, part, code).cure
    assert "delivery.telegram.poll" in ailments.of_part(wording, "delivery.telegram.poll", "silent").words


class TestAudit:
    def test_rows_are_found_by_who_and_what_and_day_page_by_page(
        self, world: World, admin: Talker, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        hung = world.officer("Lê Văn Hùng")
        nam = world.person("Trần Văn Nam")
        hung.presses(f"do:person_card:{nam}")
        world.clock.move(days=1)
        hung.presses(f"do:person_card:{nam}")
        by_hung = opened(admin, audit_log.gather, who="hung", kind="person")
        assert {line.who for line in by_hung.lines} == {"Lê Văn Hùng"}
        looks = [line for line in by_hung.lines if line.did == "Xem hồ sơ"]
        assert len(looks) >= 2
        day = f"{world.clock.now().date() - timedelta(days=1)}"  # type: ignore[attr-defined]
        first_day = opened(admin, audit_log.gather, who="hung", kind="person", until=day)
        assert 0 < len(first_day.lines) < len(by_hung.lines)
        monkeypatch.setattr(audit_log, "MOST", 1)
        page = opened(admin, audit_log.gather, subject=nam)
        further = opened(admin, audit_log.gather, subject=nam, after=page.more)
        assert page.lines[0].number > further.lines[0].number

    def test_who_is_meant_is_asked_where_several_are_called_so(self, world: World, admin: Talker) -> None:
        world.guardian("Nguyễn Văn Tư")
        world.officer("Trần Văn Tư")
        facts = opened(admin, audit_log.gather, who="văn tư")
        assert (len(facts.meant), facts.lines) == (0 if facts.nobody else 2, [])
        assert opened(admin, audit_log.gather, who="Ai Đó Lạ").nobody


def test_a_list_that_waits_shows_its_questions_side_by_side_and_an_answer_stays(world: World, admin: Talker) -> None:
    assert opened(admin, list_import.gather).state == "none"
    admin.presses("go:list_file")
    admin.sends("file", name="ds.xlsx")
    assert opened(admin, list_import.gather).state == "reading"
    asked = {"row": 3, "code": "perhaps_known", "says": "?", "listed": "An · 1991", "known": "An · 1990"}
    seen = {"kind": "persons", "sure": 2, "new": 1, "unclear": 1, "unknown": ["Ghi"], "sheets": []}
    with world.store.transaction() as db:
        [draft] = list_drafts.of_account(db, admin.account_id)
        attachments.stored(db, draft.attachment_id, media_type="", size=1)
        questions = [{**asked, "answers": ["same", "other"]}]
        list_drafts.keep(db, draft, {"shown": {**seen, "questions": questions}})
    facts = opened(admin, list_import.gather)
    assert (facts.state, facts.open_questions) == ("shown", 2)
    [question] = facts.questions
    assert (question.listed, question.known) == ("An · 1991", "An · 1990")
    admin.presses(question.answers[0].press)
    after = opened(admin, list_import.gather)
    assert (after.questions[0].answered, after.open_questions) == ("Cùng người", 1)
    admin.presses(facts.headings[0].choices[0].press)
    assert opened(admin, list_import.gather).state == "reading"
