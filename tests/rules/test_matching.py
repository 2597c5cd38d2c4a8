"""Which offers come first for whom, and with which reasons: an order made by hand, and what each thing changes."""

from dataclasses import replace
from datetime import date

import pytest

from rules.matching import Listing, Reason, Seeker, Unsuited, distance, monthly, rank
from seeds.tables import load_tables

TODAY = date(2026, 11, 23)
WEIGHTS = load_tables(TODAY).matching
DAY = TODAY.toordinal()
OLD = DAY - 20
HOME, NEXT, TOWN = (18.70, 105.50), (18.73, 105.52), (18.68, 105.69)
MILLION = 1_000_000

NAM = Seeker("17723", "xom 6", HOME, trades=frozenset({"building"}), least=7 * MILLION)
OFFERS = (
    Listing(1, "job", "building", "xom 6", ("17723",), HOME, 9 * MILLION, day=OLD),
    Listing(2, "job", "building", "thanh chuong", ("17724",), NEXT, 9 * MILLION, meals=True, day=OLD),
    Listing(3, "job", "building", "vinh", ("16681",), TOWN, 9 * MILLION, lodging=True, meals=True, day=DAY),
    Listing(4, "job", "building", "vinh", ("16681",), TOWN, 5 * MILLION, day=OLD),
    Listing(5, "job", "sewing", "xom 6", ("17723",), HOME, 8 * MILLION, day=OLD),
    Listing(6, "job", "sewing", "xom 2", ("17723",), HOME, 5 * MILLION, day=OLD),
    Listing(7, "job", "shop", "vinh", ("16681",), TOWN, 6 * MILLION, day=OLD),
    Listing(8, "job", "farming", "o dau do", (), None, 0, day=OLD),
)
# by hand: one's trade at home, then near with a meal, then in town with a bed, then at home in another trade, and so on
EXPECTED = [1, 2, 3, 5, 4, 6, 8, 7]


def ids(seeker: Seeker, offers: tuple[Listing, ...] = OFFERS) -> list[int]:
    return [match.id for match in rank(seeker, offers, WEIGHTS, DAY)]


def test_the_order_is_the_one_made_by_hand() -> None:
    assert ids(NAM) == EXPECTED


def test_the_order_does_not_hang_on_how_the_offers_come() -> None:
    assert ids(NAM, OFFERS[::-1]) == EXPECTED


def test_each_offer_says_why() -> None:
    reasons = {match.id: match.reasons for match in rank(NAM, OFFERS, WEIGHTS, DAY)}
    assert reasons[1] == (Reason("hamlet"), Reason("trade"), Reason("pay"))
    assert reasons[2] == (Reason("km", 4), Reason("trade"), Reason("pay"), Reason("meals"))
    assert Reason("lodging") in reasons[3]
    assert Reason("new") in reasons[3]
    assert reasons[6] == (Reason("commune"),)
    assert reasons[8] == ()


def test_nobody_is_promised_what_is_not_known() -> None:
    seeker = replace(NAM, spot=None)
    assert all(reason.code != "km" for match in rank(seeker, OFFERS, WEIGHTS, DAY) for reason in match.reasons)


def test_a_former_district_is_named_where_no_distance_is_known() -> None:
    somewhere = Listing(9, "job", "building", "thanh chuong", ("17723", "17724"))
    assert rank(NAM, [somewhere], WEIGHTS, DAY)[0].reasons[0] == Reason("district")


def test_who_stays_near_home_sees_the_far_last() -> None:
    assert ids(replace(NAM, reach="near"))[-3:] == [3, 4, 7]


def test_who_needs_lodging_sees_it_first() -> None:
    assert ids(replace(NAM, lodging=True))[0] == 3


def test_only_the_kinds_wanted_are_listed() -> None:
    course = Listing(10, "course", "building", "xom 6", ("17723",))
    assert ids(replace(NAM, kinds=frozenset({"course"})), (*OFFERS, course)) == [10]


@pytest.mark.parametrize(
    ("said", "last"),
    [
        (Unsuited("other_trade", "building"), {1, 2, 3, 4}),
        (Unsuited("low_pay", 6 * MILLION), {4, 6, 7}),
        (Unsuited("too_far", 10), {3, 4, 7}),
        (Unsuited("no_lodging"), {2, 4, 7}),
    ],
)
def test_what_did_not_suit_puts_the_like_last(said: Unsuited, last: set[int]) -> None:
    assert set(ids(replace(NAM, unsuited=(said,)))[-len(last) :]) == last


def test_an_offer_that_did_not_suit_is_left_out() -> None:
    assert 1 not in ids(replace(NAM, hidden=frozenset({1})))


def test_night_work_is_last_for_who_works_by_day() -> None:
    night = replace(OFFERS[0], shifts=frozenset({"night"}))
    by_day = replace(OFFERS[0], id=11, shifts=frozenset({"day"}))
    assert ids(replace(NAM, shift="day"), (night, by_day)) == [11, 1]
    assert ids(replace(NAM, shift="night"), (night, by_day)) == [1, 11]


def test_hours_that_did_not_suit_are_last() -> None:
    night = replace(OFFERS[0], shifts=frozenset({"night"}))
    assert ids(replace(NAM, unsuited=(Unsuited("bad_hours", "night"),)), (night, OFFERS[7])) == [8, 1]


def test_pay_is_compared_by_the_month() -> None:
    assert monthly(350_000, "day") == 9_100_000
    assert monthly(30_000, "hour") == 6_240_000
    assert monthly(8_000_000, "month") == 8_000_000
    assert (monthly(2_000, "piece"), monthly(None, "month")) == (0, 0)


def test_the_distance_is_a_straight_line_in_km() -> None:
    hanoi, saigon = (21.0278, 105.8342), (10.7769, 106.7009)
    assert distance(hanoi, hanoi) == 0
    assert 1130 < distance(hanoi, saigon) < 1150


def test_every_weight_that_is_asked_for_is_in_the_table() -> None:
    seeker = replace(NAM, lodging=True, shift="day", unsuited=(Unsuited("low_pay", 6 * MILLION),))
    assert rank(seeker, OFFERS, WEIGHTS, DAY)
