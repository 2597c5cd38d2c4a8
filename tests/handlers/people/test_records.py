"""How records read: to whom, at which level of detail, and without listing what could have been chosen."""

import pytest

from handlers.checkins.check_in import check_in
from handlers.kit import Choice, Form
from handlers.kit.viewer import Viewer
from handlers.kit.wording import Wording
from handlers.matters import REGISTRY
from handlers.visits.report import visit_report
from rules.standing import Standing
from storage import accounts, assignments, hiring, persons
from tests.handlers.work.offering import offers_a_job, partner_of, withdraws
from tests.person import Talker, World
from tests.storage.commune import who

VISIT = {
    "person": "1",
    "visited_on": "2026-11-20",
    "kind": "home",
    "outcome": "met",
    "work": "steady",
    "mood": "good",
    "concerns": ["debt", "alcohol"],
    "needs": [],
    "note": "đang phụ hồ",
    "place": None,
}
CHECKIN = {"face": "good", "helps": ["job"], "words": "đang phụ hồ"}
WHOLE = ["kind", "outcome", "work", "mood", "concerns", "needs", "note"]
NOBODYS: list[str] = []


def read_by(world: World, talker: Talker, person_id: int) -> Viewer:
    with world.look() as db:
        person = persons.get(db, person_id)
        assert person is not None
        return Viewer.of(db, Wording.to(world.deployment.texts, who(db, talker.account_id)), person)


def before(world: World, standing: Standing) -> Viewer:
    """Somebody who stands so to a person of the commune."""
    tu, hung, nam = world.guardian(), world.officer(), world.person_with_phone()
    partner, works = partner_of(world)
    with world.store.transaction() as db:
        person = persons.by_account(db, nam.account_id)
        assert person is not None
        assignments.assign(db, person.id, tu.account_id, by=None)
    job = offers_a_job(world, works)
    with world.store.transaction() as db:
        hiring.show_interest(db, job, person.id)
    talkers = {"officer": hung, "guardian": tu, "self": nam, "partner": partner}
    return read_by(world, talkers.get(standing) or world.linked("Vũ Thị Lành", "guardian"), person.id)


@pytest.mark.parametrize("standing", ["officer", "guardian", "self", "partner", "nobody"])
def test_one_place_says_how_somebody_stands_to_a_person(world: World, standing: Standing) -> None:
    assert before(world, standing).standing == standing


def test_an_officer_of_another_commune_and_a_closed_account_are_nobody(world: World) -> None:
    hung, tu = world.officer(), world.guardian()
    person = world.person(guardian=tu)
    with world.store.transaction() as db:
        persons.change(db, person, unit="17792")
        accounts.set_status(db, tu.account_id, "closed", by=None)
    assert [read_by(world, one, person).standing for one in (hung, tu)] == ["nobody", "nobody"]


def test_a_partner_of_whom_nothing_may_be_known_any_more_is_nobody(world: World) -> None:
    partner, works = partner_of(world)
    nam = world.person_with_phone()
    job = offers_a_job(world, works)
    with world.store.transaction() as db:
        person = persons.by_account(db, nam.account_id)
        assert person is not None
        hiring.show_interest(db, job, person.id)
    withdraws(world, nam, "jobs")
    assert read_by(world, partner, person.id).standing == "nobody"


SEEN: dict[Standing, tuple[list[str], list[str]]] = {
    "author": (["person", "visited_on", *WHOLE, "place"], ["face", "helps", "words"]),
    "officer": (WHOLE, ["face", "helps", "words"]),
    "guardian": (WHOLE, NOBODYS),
    "self": (["kind", "outcome", "work", "mood", "needs"], ["face", "helps", "words"]),
    "partner": (NOBODYS, NOBODYS),
    "nobody": (NOBODYS, NOBODYS),
}


@pytest.mark.parametrize("standing", SEEN)
def test_who_sees_which_answer(world: World, standing: Standing) -> None:
    visit, checkin = SEEN[standing]
    with world.look() as db:
        viewer = Viewer(db, Wording(world.deployment.texts, "vi"), standing)
        for form, answers, expected in ((visit_report, VISIT, visit), (check_in, CHECKIN, checkin)):
            labels = [line.label for line in form.shown(answers, viewer)]
            assert labels == [viewer.text(form.by_id[name].key("label")) for name in expected]


def officer_of(world: World) -> Viewer:
    with world.look() as db:
        return Viewer(db, Wording(world.deployment.texts, "vi"), "officer")


def test_the_one_line_says_what_matters_in_the_order_of_the_form(world: World) -> None:
    viewer = officer_of(world)
    assert visit_report.in_short(VISIT, viewer) == "Gặp được · Tốt · Uống nhiều rượu bia · Nợ tín dụng đen"
    away = {**VISIT, "outcome": "away", "reason": "at_work"}
    assert visit_report.in_short(away, viewer) == "Đi vắng · Đang đi làm"


def test_words_are_a_note_and_what_was_sent_along_has_its_number(world: World) -> None:
    viewer = officer_of(world)
    [words] = visit_report.shown(VISIT, viewer, "listed")
    [photo] = visit_report.shown({**VISIT, "note": {"attachment": 7, "kind": "photo"}}, viewer, "listed")
    assert (words.value, words.note, words.attachments) == ("đang phụ hồ", True, ())
    assert (photo.value, photo.note, photo.attachments) == ("có ảnh kèm theo", True, (7,))


@pytest.mark.parametrize(
    "odd",
    [{}, {"outcome": "away"}, {"mood": 5}, {"concerns": "debt"}, {"outcome": "met", "note": {"a": 1}, "kind": None}],
)
def test_whatever_an_older_form_has_left_still_reads(world: World, odd: dict[str, object]) -> None:
    assert isinstance(visit_report.shown(odd, officer_of(world)), list)


def test_an_answer_that_is_no_longer_offered_is_shown_as_far_as_it_has_words(world: World) -> None:
    fewer = Form("visit_report", Choice("mood", ("fair",), detail="brief"), submit=visit_report.submit)
    viewer = officer_of(world)
    assert fewer.in_short({"mood": "good"}, viewer) == "Tốt"
    assert fewer.in_short({"mood": "never_heard_of"}, viewer) == "…"


def test_every_list_that_is_read_back_can_name_one_of_its_choices() -> None:
    """Choices with codes have their texts; others must be able to name one without the list."""
    by_codes = {("visit_report", "reason"), ("visit_correction", "reason")}
    nameless = [
        (form.id, question.id)
        for form in REGISTRY.forms.values()
        for question in form.questions
        if form.review and isinstance(question, Choice) and callable(question.source) and question.named is None
    ]
    assert set(nameless) == by_codes


def test_an_officer_names_nobody_of_another_commune(world: World) -> None:
    hung, person = world.officer(), world.person("Trần Văn Nam")
    named = REGISTRY.forms["assign"].by_id["person"]
    with world.store.transaction() as db:
        viewer = Viewer(db, Wording.to(world.deployment.texts, who(db, hung.account_id)), "author")
        assert named.show(str(person), {}, viewer) == "Trần Văn Nam · xóm 6"
        persons.change(db, person, unit="17792")
        assert named.show(str(person), {}, viewer) == "…"
