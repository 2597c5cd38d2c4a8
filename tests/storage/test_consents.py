"""Consent: the last word counts, and every word is kept."""

from storage import consents
from storage.database import Store
from tests.storage.commune import Commune
from tests.storage.conftest import Clock


def test_the_last_word_counts_and_all_are_kept(store: Store, commune: Commune, clock: Clock) -> None:
    for given in (True, False, True, False):
        with store.transaction() as db:
            consents.record(db, commune.own_account, "jobs", given, version="2026-11", chat_id=commune.chat)
        clock.move(minutes=1)
    with store.transaction() as db:
        assert consents.current(db, commune.own_account) == {"jobs": False}
        assert not consents.agrees(db, commune.own_account, "jobs")
        assert [consent.given for consent in consents.history(db, commune.own_account)] == [True, False, True, False]


def test_what_was_never_asked_is_not_given(store: Store, commune: Commune) -> None:
    with store.transaction() as db:
        assert consents.current(db, commune.own_account) == {}
        assert not consents.agrees(db, commune.own_account, "loans")


def test_two_answers_in_one_message_keep_their_order(store: Store, commune: Commune) -> None:
    with store.transaction() as db:
        consents.record(db, commune.own_account, "jobs", True, version="1")
        consents.record(db, commune.own_account, "jobs", False, version="1")
        assert consents.agreed(db, [commune.own_account], "jobs") == set()


def test_those_who_agree_are_found_by_purpose(store: Store, commune: Commune) -> None:
    with store.transaction() as db:
        consents.record(db, commune.own_account, "jobs", True, version="1")
        consents.record(db, commune.guardian, "jobs", False, version="1")
        everybody = [commune.own_account, commune.guardian, commune.officer]
        assert consents.agreed(db, everybody, "jobs") == {commune.own_account}
        assert consents.agreed(db, everybody, "loans") == set()
