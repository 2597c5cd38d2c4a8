"""Offers: those that can be had today, by trade, and who is interested."""

from datetime import date
from typing import Any

from storage import hiring, offer_pages, offer_states, offers
from storage.database import Db, Store
from tests.storage.commune import OTHER_UNIT, UNIT, Commune, all_at_once


def offer(db: Db, commune: Commune, trade: str = "mason", **said: Any) -> int:
    known: dict[str, Any] = {"unit": UNIT, "kind": "job", "title": "Phụ hồ", **said}
    return offers.add(db, organisation_id=commune.works, trade=trade, **known)


def test_offers_are_listed_by_trade_while_they_can_be_had(store: Store, commune: Commune) -> None:
    with store.transaction() as db:
        mason = offer(db, commune, pay_from=7_000_000, pay_to=9_000_000, places=3, closes_on=date(2026, 11, 23))
        course = offer(db, commune, "tailor", kind="course")
        offer(db, commune, closes_on=date(2026, 11, 22))
        offer(db, commune, unit=OTHER_UNIT)
        closed = offer(db, commune)
        assert offer_states.end(db, closed)
        assert not offer_states.end(db, closed)
        assert offer_pages.trades(db, UNIT, offer_pages.Wanted()) == {"mason": 1, "tailor": 1}
        assert {one.id for one in offers.open_offers(db, UNIT)} == {mason, course}
        assert [one.id for one in offers.open_offers(db, UNIT, "mason")] == [mason]
        assert [one.id for one in offers.open_offers(db, UNIT, kind="course")] == [course]
        assert len(offers.of_organisation(db, commune.works)) == 5
        found = offers.get(db, mason)
    assert found is not None
    assert (found.pay_from, found.pay_to, found.places) == (7_000_000, 9_000_000, 3)


def test_interest_is_shown_once_even_by_two_presses_at_once(store: Store, commune: Commune) -> None:
    with store.transaction() as db:
        mason = offer(db, commune)
    shown = all_at_once(store, 4, lambda db, _: hiring.show_interest(db, mason, commune.nam))
    assert sum(one is not None for one in shown) == 1
    with store.transaction() as db:
        assert [one.person_id for one in hiring.interested(db, mason)] == [commune.nam]


def test_interest_can_be_withdrawn_and_shown_again(store: Store, commune: Commune) -> None:
    with store.transaction() as db:
        mason = offer(db, commune)
        hiring.show_interest(db, mason, commune.nam)
        (interest,) = hiring.interests_of(db, commune.nam)
        withdrawn = hiring.move(db, interest, "withdrawn")
        assert withdrawn is not None
        assert hiring.move(db, withdrawn, "withdrawn") is None
        anew = hiring.show_interest(db, mason, commune.nam)
        assert anew is not None
        hiring.move(db, anew, "taken_on")
        assert not hiring.show_interest(db, mason, commune.nam)
        again = hiring.interest(db, interest.id)
    assert again is not None
    assert again.state == "taken_on"


def test_a_page_has_what_is_nearest_first_and_then_the_newest(store: Store, commune: Commune) -> None:
    with store.transaction() as db:
        near, old, new = (offer(db, commune, place=place) for place in ("Xóm 6", "Đô Lương", "Đô Lương"))
        wanted = offer_pages.Wanted(("job",))
        first = offer_pages.page_of(db, UNIT, wanted, near=["Xóm 6"], most=2)
        then = offer_pages.page_of(db, UNIT, wanted, near=["Xóm 6"], most=2, skipped=2)
        assert [one.id for one in (*first, *then)] == [near, new, old]
        assert offer_pages.how_many(db, UNIT, wanted) == 3
        assert offer_pages.places(db, UNIT, wanted) == [("Đô Lương", new, 2), ("Xóm 6", near, 1)]


def test_an_organisation_pages_through_what_it_has_open(store: Store, commune: Commune) -> None:
    with store.transaction() as db:
        old, new = offer(db, commune), offer(db, commune)
        offer_states.end(db, offer(db, commune))
        offer(db, commune, closes_on=date(2026, 11, 22))
        pages = [offer_pages.of_organisation(db, commune.works, most=1, skipped=skipped) for skipped in range(3)]
        assert [[one.id for one in page] for page in pages] == [[new], [old], []]
        assert offer_pages.how_many_of_organisation(db, commune.works) == 2
