"""Template messages against the strict fake: by user id and by phone, what they cost, and their ways to fail."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from bot.channels.registry import error_words
from bot.channels.zalo_oa.calls import Renewing
from bot.channels.zalo_oa.errors import Action
from bot.channels.zalo_oa.request import OaRequest
from bot.channels.zalo_oa.tokens import App, Tokens
from bot.channels.zalo_oa.tracking import tracked
from bot.channels.zalo_oa.zbs.channel import BY_PHONE, BY_UID, Zbs
from bot.channels.zalo_oa.zbs.errors import ACTIONS, failure_of, is_of_the_token
from bot.channels.zalo_oa.zbs.money import Till
from bot.channels.zalo_oa.zbs.templates import Templates
from bot.delivery.channel import Blocked, Down, Rejected, Retry, SendFailed, WindowClosed
from bot.delivery.failures import in_words
from handlers.kit import Outgoing
from handlers.kit.deployment import Deployment
from handlers.notify import template_use
from storage import accounts, persons
from storage.keyring import Keyring
from storage.opening import open_store
from tests.bot.channels.zalo_oa.fake import APP_ID, APP_SECRET, OA_ID, TOKENS, FakeZaloOa
from tests.bot.channels.zalo_oa.fake.server import DETAILS, LIST
from tests.bot.channels.zalo_oa.fake.templates import FakeTemplate
from tests.bot.channels.zalo_oa.zbs.registered import register_ours
from tests.conftest import StandingClock
from tests.patience import PATIENCE
from tests.warm import warmed

UNIT = "17791"
PHONE = "+84912345678"
CODES = {
    *(-100, -101, -102, -103, -104, -105, -106, -107, -108, -109, -1091, -110, -111, -112, -1121, -1122, -1124),
    *(-1123, -113, -1131, -114, -115, -116, -117, -118, -119, -120, -1201, -1202, -121, -122, -123, -128, -129),
    *(-142, -143, -124, -1241, -125, -126, -127, -130, -131, -132, -133, -134, -135, -1351, -136, -137, -1381),
    *(-138, -145, -139, -140, -141, -144, -147, -1441, -1471, -1472, -146, -148, -149, -150, -1491, -151, -152),
    *(-153, -158, -159, -160, -161, -162),
}
REMINDING = Outgoing(
    "",
    template="reminder",
    parameters={"customer_name": "bác Tư", "matter": "một lần ghé thăm hôm nay", "date": "23/11/2026"},
)


@dataclass
class Stand:
    """The channel, the platform's side, and an account with a number."""

    api: FakeZaloOa
    channel: Zbs
    ours: dict[str, FakeTemplate]
    account: str

    def use(self) -> template_use.TemplateUse:
        with self.channel.store.transaction() as db:
            return template_use.read(db)

    async def by_uid(self, out: Outgoing = REMINDING, number: int = 1, **person: object) -> str:
        user = self.api.user(wrote=True)
        for name, value in person.items():
            setattr(user.person, name, value)
        return (await self.channel.send(f"uid:{user.id}", out, number)).platform_id

    async def by_phone(self, out: Outgoing = REMINDING, number: int = 1) -> str:
        return (await self.channel.send(self.account, out, number)).platform_id


@pytest.fixture
async def api(clock: StandingClock) -> AsyncIterator[FakeZaloOa]:
    async with FakeZaloOa(now=lambda: clock.now().timestamp()) as fake:
        yield fake


@pytest.fixture
async def stand(api: FakeZaloOa, sqlite_url: str, clock: StandingClock, deployment: Deployment) -> AsyncIterator[Stand]:
    store = warmed(open_store(sqlite_url, Keyring.fresh(), clock.now))
    tokens = Tokens(store, App(OA_ID, APP_ID, APP_SECRET, api.url), "refresh-0")
    oa, business = OaRequest(api.url), OaRequest(api.url)
    asking = Renewing(tokens, is_of_the_token)
    templates = Templates(asking, business, deployment.tables.templates, clock.now)
    channel = Zbs(asking, oa, business, templates, Till(store))
    with store.transaction() as db:
        account_id = accounts.add(db, unit=UNIT, name="Nguyễn Văn Tư", roles=("guardian",), phone=PHONE)
    for part in (oa, tokens, channel):
        await part.start()
    yield Stand(api, channel, register_ours(api), f"phone:{account_id}")
    for part in (channel, tokens, oa):
        await part.stop()
    store.close()


class TestSending:
    async def test_by_user_id(self, stand: Stand) -> None:
        user = stand.api.user(wrote=True)
        receipt = await stand.channel.send(f"uid:{user.id}", REMINDING, 7)
        assert receipt.platform_id == user.screen.message_id
        assert user.screen.template == "dong-hanh-nhac-viec"
        assert user.screen.text.startswith("Chào bác Tư, Đồng Hành có lời nhắc ngày 23/11/2026 về một lần")
        assert stand.api.asked(BY_UID)[0].content == {
            "user_id": user.id,
            "template_id": stand.ours["reminder"].id,
            "template_data": dict(REMINDING.parameters),
        }
        assert stand.api.rejected == []

    async def test_by_phone(self, stand: Stand) -> None:
        user = stand.api.user(phone="84912345678")
        receipt = await stand.by_phone(number=7)
        assert receipt == user.screen.message_id
        asked = stand.api.asked(BY_PHONE)[0].content
        assert (asked["phone"], asked["tracking_id"]) == ("84912345678", "dh-7")
        assert stand.api.rejected == []

    async def test_by_the_number_that_the_commune_knows_of_a_person(self, stand: Stand) -> None:
        user = stand.api.user(phone="84987654321")
        with stand.channel.store.transaction() as db:
            account_id = accounts.add(db, unit=UNIT, name="Trần Văn Nam", roles=("person",))
            person: dict[str, Any] = {
                "case_type": "finished",
                "came_home_on": db.today,
                "hamlet": "xóm 6",
                "pronoun": "anh",
            }
            persons.add(db, unit=UNIT, name="Trần Văn Nam", account_id=account_id, phone="+84987654321", **person)
        await stand.channel.send(f"phone:{account_id}", REMINDING, 1)
        assert user.screen.text

    async def test_sent_again_after_a_crash_it_is_tracked_as_the_same(self, stand: Stand) -> None:
        stand.api.user(phone="84912345678")
        stand.api.drops(BY_PHONE, after=True)
        with pytest.raises(Down):
            await stand.by_phone(number=2**62)
        await stand.by_phone(number=2**62)
        first, again = (request.content["tracking_id"] for request in stand.api.asked(BY_PHONE))
        assert first == again
        assert len(first) <= 48
        assert tracked(first) == 2**62

    @pytest.mark.parametrize("foreign", ["", "dh-", "dh-x", "order-88213", "dh--1", "dh-" + "9" * 40, None, 7])
    def test_what_others_track_is_not_ours(self, foreign: object) -> None:
        assert tracked(foreign) is None

    @pytest.mark.parametrize("address", ["phone:1", "phone:", "phone:x", "somewhere", ""])
    async def test_nobody_there(self, stand: Stand, address: str) -> None:
        with pytest.raises(Rejected, match="no_phone"):
            await stand.channel.send(address, REMINDING, 1)
        assert stand.api.asked(BY_PHONE) == []

    async def test_a_store_that_is_away_is_no_fault_of_the_platform(
        self, stand: Stand, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def away(_self: Zbs, _address: str) -> str:
            raise OperationalError("select phone", {}, Exception())

        monkeypatch.setattr(Zbs, "_read_phone", away)
        with pytest.raises(Down, match="store_OperationalError"):
            await stand.by_phone()

    async def test_what_is_no_template_is_not_sent(self, stand: Stand) -> None:
        for out in (Outgoing("chào bác"), replace(REMINDING, template="another")):
            with pytest.raises(Rejected, match="no_template"):
                await stand.by_uid(out)
        assert stand.api.sent == []


class TestTemplates:
    """Found by the name under which the operator registered them."""

    @pytest.mark.parametrize(
        ("status", "why"),
        [("PENDING_REVIEW", "pending"), ("REJECT", "rejected"), ("DISABLE", "disabled"), ("DRAFT", "disabled")],
    )
    async def test_one_that_is_not_approved_is_not_tried(self, stand: Stand, status: str, why: str) -> None:
        stand.ours["reminder"].status = status
        with pytest.raises(Rejected, match=f"template_{why}"):
            await stand.by_uid()
        assert stand.api.asked(BY_UID) == []

    async def test_one_that_nobody_registered(self, stand: Stand) -> None:
        del stand.api.shop.templates[stand.ours["reminder"].id]
        with pytest.raises(Rejected, match="template_missing"):
            await stand.by_uid()

    async def test_one_that_takes_something_else(self, stand: Stand) -> None:
        stand.ours["reminder"].takes["place"] = 30
        with pytest.raises(Rejected, match="template_parameters"):
            await stand.by_uid()
        found = await stand.channel.templates.named("reminder")
        assert found.unlike == ("place",)
        assert stand.api.asked(BY_UID) == []

    async def test_one_that_takes_less(self, stand: Stand) -> None:
        stand.ours["reminder"].takes["matter"] = 10
        with pytest.raises(Rejected, match="template_too_long"):
            await stand.by_uid()
        assert stand.api.rejected == []

    @pytest.mark.parametrize("name", ["DONG-HANH-Nhac-Viec ", "dong-hanh-nhac-viec"])
    async def test_of_several_the_newest_that_is_approved(self, stand: Stand, name: str) -> None:
        old = stand.ours["reminder"]
        for created, status in ((old.created + 1, "ENABLE"), (old.created + 2, "REJECT")):
            stand.api.shop.register(name, old.body, old.takes, created=created, status=status)
        await stand.by_uid()
        wanted = next(one for one in stand.api.shop.templates.values() if one.created == old.created + 1)
        assert stand.api.asked(BY_UID)[0].content["template_id"] == wanted.id

    async def test_among_hundreds_of_others(self, stand: Stand) -> None:
        del stand.api.shop.templates[stand.ours["reminder"].id]
        for number in range(250):
            stand.api.shop.register(f"khuyen-mai-{number}", "Chào <ten>", {"ten": 30})
        stand.api.shop.register("dong-hanh-nhac-viec", stand.ours["reminder"].body, stand.ours["reminder"].takes)
        await stand.by_uid()
        assert len(stand.api.asked(LIST)) == 3
        assert stand.api.rejected == []

    async def test_looked_up_once_for_all_who_ask_and_again_when_it_is_old(
        self, stand: Stand, clock: StandingClock
    ) -> None:
        await asyncio.gather(*(stand.by_uid(number=number) for number in range(5)))
        assert (len(stand.api.asked(LIST)), len(stand.api.asked(DETAILS))) == (1, 4)
        clock.move(hours=2)
        await stand.by_uid()
        assert len(stand.api.asked(LIST)) == 1
        clock.move(hours=2)
        await stand.by_uid()
        assert len(stand.api.asked(LIST)) == 2

    async def test_a_list_that_does_not_come_is_asked_for_again(self, stand: Stand) -> None:
        stand.api.babbles(LIST)
        with pytest.raises(Down):
            await stand.by_uid()
        await stand.by_uid()
        assert len(stand.api.sent) == 1

    async def test_a_list_that_hangs_holds_up_no_ending(self, stand: Stand) -> None:
        stand.api.hangs(LIST)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.1):
                await stand.by_uid()
        async with asyncio.timeout(PATIENCE / 2):
            await stand.channel.stop()

    async def test_an_account_without_a_purse_keeps_nobody_waiting(self, stand: Stand, clock: StandingClock) -> None:
        stand.api.fails(LIST, code=-136)
        for _ in range(3):
            with pytest.raises(Rejected, match="template_list_-136"):
                await stand.by_uid()
        assert len(stand.api.asked(LIST)) == 1
        assert "lacks something" in in_words(error_words("zbs"), "Rejected:template_list_-136")
        clock.move(minutes=2)
        await stand.by_uid()
        assert len(stand.api.sent) == 1


class TestMoney:
    async def test_each_is_counted_with_its_price(self, stand: Stand) -> None:
        stand.api.user(phone="84912345678")
        assert stand.use() == template_use.TemplateUse(0, 0, None, None, None)
        await asyncio.gather(*(stand.by_uid(number=number) for number in range(3)))
        await stand.by_phone()
        now = stand.use()
        assert (now.sent, now.dong) == (4, 3 * 560 + 800)
        assert (now.most, now.remaining, now.used, now.bought) == (500, 499, 1, 4997)

    async def test_what_was_refused_costs_nothing(self, stand: Stand) -> None:
        with pytest.raises(SendFailed):
            await stand.by_phone()
        assert (stand.use().sent, stand.use().dong) == (0, 0)

    async def test_what_could_not_be_noted_is_noted_with_the_next(
        self, stand: Stand, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def away(*_: object) -> None:
            raise OperationalError("", {}, Exception())

        with monkeypatch.context() as patch:
            patch.setattr(Till, "_write", away)
            await stand.by_uid()
        assert stand.use().sent == 0
        await stand.by_uid()
        assert (stand.use().sent, stand.use().dong) == (2, 1120)

    async def test_stopping_notes_what_is_left_to_note(self, stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
        def away(*_: object) -> None:
            raise OperationalError("", {}, Exception())

        with monkeypatch.context() as patch:
            patch.setattr(Till, "_write", away)
            await stand.by_uid()
        await stand.channel.stop()
        assert (stand.use().sent, stand.use().dong) == (1, 560)
        await stand.channel.stop()
        assert stand.use().sent == 1

    @pytest.mark.parametrize("quota", [None, [], {}, {"remain": "nhiều"}, {"remain": True}, {"dailyQuota": -1}])
    async def test_a_quota_that_makes_no_sense_is_none(self, stand: Stand, quota: object) -> None:
        await stand.channel.till.sold(560, quota)
        now = stand.use()
        assert (now.sent, now.most, now.remaining, now.bought) == (1, None, None, None)

    async def test_yesterdays_rest_says_nothing_today(self, stand: Stand, clock: StandingClock) -> None:
        stand.api.user(phone="84912345678")
        await stand.by_phone()
        clock.move(days=1)
        now = stand.use()
        assert (now.most, now.remaining, now.used) == (500, None, 0)


class TestTokens:
    @pytest.mark.parametrize("by_phone", [True, False])
    async def test_one_that_is_refused_is_exchanged_once(
        self, stand: Stand, clock: StandingClock, *, by_phone: bool
    ) -> None:
        stand.api.user(phone="84912345678")
        await stand.by_uid()
        clock.move(minutes=11)
        stand.api.state.access.clear()
        await (stand.by_phone() if by_phone else stand.by_uid())
        assert len(stand.api.asked(TOKENS)) == 2

    async def test_and_no_oftener(self, stand: Stand) -> None:
        stand.api.user(phone="84912345678")
        stand.api.fails(BY_PHONE, code=-124, times=5)
        with pytest.raises(Down, match="token"):
            await stand.by_phone()
        assert len(stand.api.asked(BY_PHONE)) <= 2
        assert len(stand.api.asked(TOKENS)) <= 2


NOON, NIGHT = datetime(2026, 11, 23, 5, 0, tzinfo=UTC), datetime(2026, 11, 23, 16, 30, tzinfo=UTC)


class TestFailures:
    def test_every_code_of_the_list_is_known(self) -> None:
        assert CODES - ACTIONS.keys() == set()

    @pytest.mark.parametrize("code", sorted(ACTIONS))
    def test_each_is_one_of_the_five_and_names_itself(self, code: int) -> None:
        failure = failure_of(code, NOON)
        assert isinstance(failure, Retry | Blocked | WindowClosed | Rejected | Down)
        assert len(failure.code) <= 40
        assert str(code) in failure.code or failure.code == "token"

    @pytest.mark.parametrize(
        ("codes", "kind"),
        [
            ((-133, -234, -32), Retry),
            ((-139, -141, -134, -217), Blocked),
            ((-230, -232, -144, -147, -160, -218, -1471), WindowClosed),
            ((-108, -109, -110, -114, -118, -119, -1121, -1122, -116, -140, -249, -213, -227), Rejected),
            ((-100, -200, -1123, -9999), Down),
        ],
    )
    def test_what_becomes_of_the_message(self, codes: tuple[int, ...], kind: type[SendFailed]) -> None:
        assert {type(failure_of(code, NOON)) for code in codes} == {kind}

    @pytest.mark.parametrize("code", [-115, -320, -321, -120, -131, -117, -146, -135, -126, -101, -125, -212, 112])
    def test_what_only_an_operator_mends_says_so(self, code: int) -> None:
        failure = failure_of(code, NOON)
        assert isinstance(failure, Down)
        assert failure.code == f"operator_{code}"

    @pytest.mark.parametrize("code", [-133, -234])
    def test_at_night_it_waits_for_the_morning(self, code: int) -> None:
        failure = failure_of(code, NIGHT)
        assert isinstance(failure, Retry)
        hours = failure.after / 3600
        assert 6.5 < hours < 6.8
        assert not failure.everybody

    def test_each_is_told_in_plain_words(self) -> None:
        assert [code for code in ACTIONS if "out of order" in in_words(error_words("zbs"), f"Down:{code}")] == []
        for problem in ("missing", "pending", "rejected", "disabled", "parameters", "too_long"):
            assert "template" in in_words(error_words("zbs"), f"Rejected:template_{problem}")

    def test_only_a_token_is_exchanged(self) -> None:
        assert {code for code, action in ACTIONS.items() if action is Action.REFRESH} == {-124, -216, -220}

    async def test_as_the_platform_says_it(self, stand: Stand) -> None:
        with pytest.raises(Rejected, match="-118"):
            await stand.by_phone()
        stand.api.user(phone="84912345678").person.refuses_templates = True
        with pytest.raises(Blocked, match="-141"):
            await stand.by_phone()
        with pytest.raises(Rejected, match="-227"):
            await stand.by_uid(away=True)
        with pytest.raises(WindowClosed, match="-232"):
            await stand.by_uid(last_in=None)
        stand.ours["reminder"].by_uid = False
        with pytest.raises(Rejected, match="-249"):
            await stand.by_uid()
        stand.ours["reminder"].by_uid = True
        stand.api.shop.money = 0
        with pytest.raises(Down, match="operator_-115"):
            await stand.by_uid()

    async def test_a_year_without_a_word(self, stand: Stand, clock: StandingClock) -> None:
        user = stand.api.user(wrote=True)
        clock.move(days=364)
        await stand.channel.send(f"uid:{user.id}", REMINDING, 1)
        clock.move(days=2)
        with pytest.raises(WindowClosed, match="-232"):
            await stand.channel.send(f"uid:{user.id}", REMINDING, 2)

    async def test_too_many_a_minute(self, stand: Stand) -> None:
        stand.api.state.per_minute = len(stand.api.state.calls)
        with pytest.raises(Retry) as failure:
            await stand.by_uid()
        assert failure.value.everybody
