"""Who may see whom, by role; every look and every refusal is written down."""

import pytest

from storage import access, accounts, assignments, audit, consents, hiring, offers, persons
from storage.access import NotAllowed
from storage.alerts import raise_alert
from storage.database import Db, Store
from tests.storage.commune import OTHER_UNIT, UNIT, Commune, who

EVERYBODY = ("guardian", "stand_in", "officer", "second_officer", "partner", "own_account")
MAY_SEE_NAM = {"guardian", "officer", "second_officer", "own_account"}


def entries(db: Db) -> list[tuple[str, int | None, int | None, str]]:
    rows = db.execute(audit.audit.select().order_by(audit.audit.c.id))
    return [(row.action, row.actor, row.subject, row.detail) for row in rows]


@pytest.mark.parametrize("role", EVERYBODY)
def test_a_person_is_seen_by_those_who_have_a_part_in_it(store: Store, commune: Commune, role: str) -> None:
    with store.transaction() as db:
        viewer = who(db, getattr(commune, role))
        seen = [person.id for person in access.visible_persons(db, viewer)]
        nam = persons.get(db, commune.nam)
        assert nam is not None
        assert access.may_see(db, viewer, nam) == (role in MAY_SEE_NAM)
        assert seen == ([commune.nam] if role in MAY_SEE_NAM else [])


@pytest.mark.parametrize("role", EVERYBODY)
def test_a_look_is_written_down_granted_or_not(store: Store, commune: Commune, role: str) -> None:
    viewer_id = getattr(commune, role)
    with store.transaction() as db:
        viewer = who(db, viewer_id)
        if role in MAY_SEE_NAM:
            assert access.look(db, viewer, commune.nam, "card").id == commune.nam
        else:
            with pytest.raises(NotAllowed):
                access.look(db, viewer, commune.nam, "card")
    with store.transaction() as db:
        action = "person.looked" if role in MAY_SEE_NAM else "person.refused"
        assert entries(db)[-1] == (action, viewer_id, commune.nam, "card")


def test_nobody_learns_whether_a_number_is_somebody(store: Store, commune: Commune) -> None:
    with store.transaction() as db:
        with pytest.raises(NotAllowed) as unknown:
            access.look(db, who(db, commune.partner), 12345, "card")
        with pytest.raises(NotAllowed) as hidden:
            access.look(db, who(db, commune.partner), commune.nam, "card")
    assert type(unknown.value) is type(hidden.value)
    assert "Nam" not in str(hidden.value)


def test_sight_ends_with_the_assignment(store: Store, commune: Commune) -> None:
    with store.transaction() as db:
        assignments.assign(db, commune.nam, commune.stand_in, commune.officer)
        assert access.visible_persons(db, who(db, commune.guardian)) == []
        assert [one.id for one in access.visible_persons(db, who(db, commune.stand_in))] == [commune.nam]
        with pytest.raises(NotAllowed):
            access.look(db, who(db, commune.guardian), commune.nam, "card")


def test_an_officer_sees_their_own_commune_only(store: Store, commune: Commune) -> None:
    with store.transaction() as db:
        elsewhere = accounts.add(db, unit=OTHER_UNIT, name="Vi Văn Xa", roles=("officer",))
        assert access.visible_persons(db, who(db, elsewhere)) == []
        with pytest.raises(NotAllowed):
            access.look(db, who(db, elsewhere), commune.nam, "card")


def test_a_closed_account_sees_nobody(store: Store, commune: Commune) -> None:
    with store.transaction() as db:
        for account in (commune.officer, commune.guardian, commune.own_account):
            accounts.set_status(db, account, "closed", by=None)
            assert access.visible_persons(db, who(db, account)) == []


def test_several_roles_see_what_each_sees_once(store: Store, commune: Commune) -> None:
    with store.transaction() as db:
        accounts.set_roles(db, commune.guardian, ("guardian", "officer", "person"), by=None)
        assert [one.id for one in access.visible_persons(db, who(db, commune.guardian))] == [commune.nam]


def test_a_search_looks_among_those_one_may_see(store: Store, commune: Commune) -> None:
    with store.transaction() as db:
        assert [one.id for one in access.find(db, who(db, commune.guardian), "nam")] == [commune.nam]
        assert access.find(db, who(db, commune.stand_in), "nam") == []


def test_a_partner_sees_only_who_is_interested_and_agrees(store: Store, commune: Commune) -> None:
    with store.transaction() as db:
        partner = who(db, commune.partner)
        mason = offers.add(db, unit=UNIT, organisation_id=commune.works, kind="job", trade="mason", title="Phụ hồ")
        hiring.show_interest(db, mason, commune.nam)
        assert access.applicants(db, partner) == []
        consents.record(db, commune.own_account, "jobs", True, version="1")
        (applicant,) = access.applicants(db, partner)
        assert (applicant.given, applicant.born, applicant.offer_id) == ("Nam", 1990, mason)
        assert not hasattr(applicant, "case_type")
        assert (applicant.phone, applicant.hamlet) == (None, "")
        assert "Nam" not in repr(applicant)
        assert access.applicants(db, who(db, commune.guardian)) == []
        consents.record(db, commune.own_account, "jobs", False, version="1")
        assert access.applicants(db, partner) == []


def test_a_partner_sees_nobody_of_anothers_offer(store: Store, commune: Commune) -> None:
    with store.transaction() as db:
        consents.record(db, commune.own_account, "jobs", True, version="1")
        mason = offers.add(db, unit=UNIT, organisation_id=commune.works, kind="job", trade="mason", title="Phụ hồ")
        hiring.show_interest(db, mason, commune.nam)
        other = accounts.add(db, unit=UNIT, name="Võ Khác", roles=("partner",), organisation_id=commune.works + 1)
        assert access.applicants(db, who(db, other), mason) == []
        (applicant,) = access.applicants(db, who(db, commune.partner), mason)
        now = hiring.interest(db, applicant.interest_id)
        assert now is not None
        hiring.move(db, now, "withdrawn")
        assert access.applicants(db, who(db, commune.partner), mason) == []


def test_the_story_of_an_alert_is_for_the_officers_of_its_commune(store: Store, commune: Commune) -> None:
    with store.transaction() as db:
        alert, _ = raise_alert(
            db, unit=UNIT, level="high", reason="alarm", person_id=commune.nam, raised_by=None, climb_at=None
        )
        seen_by = {role for role in EVERYBODY if access.may_see_alert(who(db, getattr(commune, role)), alert)}
        stranger = accounts.add(db, unit=OTHER_UNIT, name="Vi Văn Xa", roles=("officer",))
        assert not access.may_see_alert(who(db, stranger), alert)
    assert seen_by == {"officer", "second_officer"}
