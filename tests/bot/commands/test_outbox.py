"""`outbox`: what waits tells why, what was given up waits once more, and nobody's words or names are shown."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from bot.channels.registry import error_words
from bot.channels.zalo_oa.errors import ACTIONS
from bot.commands.message_history import Around, line, moment, why_not_yet
from bot.delivery.failures import in_words
from handlers.kit import Outgoing
from storage import accounts, chats, conversations, outbox
from storage.audit import audit
from storage.chats import Chat
from storage.database import VIETNAM, Db
from storage.leases import open_lease
from storage.outbox import call_list
from storage.outbox.message_history import Message, Reader
from storage.outbox.sending import take
from tests.bot.commands.console import Console
from tests.bot.delivery.post import UNIT

pytestmark = pytest.mark.wall_clock
SECRET_WORDS = "Bác Tư ghé anh Nam nhé"
NAME = "Trần Văn Tư"
NINE = datetime(2026, 11, 23, 9, 0, tzinfo=VIETNAM).astimezone(UTC)


@pytest.fixture
def desk(console: Console) -> Console:
    console.works("migrate")
    return console


def someone(db: Db, channel: str = "zalo_oa", account_id: int | None = None) -> Chat:
    account = account_id or accounts.add(db, unit=UNIT, name=NAME, roles=("guardian",))
    chat = chats.add(db, channel, f"địa chỉ {db.new_id()}")
    chats.link(db, chat.id, account)
    found = chats.get(db, chat.id)
    assert found is not None
    return found


def put(db: Db, chat: Chat, kind: str = "alert", lane: int = outbox.ALERT, hours: int = 24) -> int:
    life = db.now + timedelta(hours=hours)
    return outbox.put(db, chat, Outgoing(SECRET_WORDS).to_json(), lane=lane, kind=kind, expires_at=life)


def change(console: Console, message_id: int, **values: object) -> None:
    with console.look() as db:
        db.execute(update(outbox.outbox).where(outbox.outbox.c.id == message_id).values(**values))


def state_of(console: Console, message_id: int) -> tuple[str, int, str | None]:
    table = outbox.outbox
    with console.look() as db:
        row = db.execute(select(table.c.state, table.c.attempts, table.c.failure).where(table.c.id == message_id)).one()
    return row.state, row.attempts, row.failure


def one(console: Console, state: str = "queued", **values: object) -> int:
    with console.look() as db:
        message_id = put(db, someone(db))
    change(console, message_id, state=state, **values)
    return message_id


class TestList:
    def test_each_in_one_line_and_the_counts_last(self, desk: Console) -> None:
        with desk.look() as db:
            chat = someone(db)
            waits, gone = put(db, chat), put(db, chat, "digest", outbox.REMINDER)
        change(desk, waits, attempts=2, failure="Retry:-32")
        change(desk, gone, state="dead", attempts=10, failure="Down:ClientConnectorError")
        said = desk.works("outbox list").splitlines()
        assert len(said) == 2
        assert said[0].startswith(f"{waits} alert to zalo_oa, lane alert, account {chat.account_id}: queued ")
        assert "tried 2×, last -32 (too many at once), dies " in said[0]
        assert said[1] == "1 queued, 0 sending, 0 held, 1 dead, 0 dropped"
        dead = desk.works("outbox list --state dead").splitlines()[0]
        assert dead.endswith(
            "tried 10×, as often as we do, given up: ClientConnectorError (the platform was not reached)"
        )

    def test_the_oldest_first_and_no_more_than_asked_for(self, desk: Console) -> None:
        with desk.look() as db:
            chat = someone(db)
            made = [put(db, chat) for _ in range(5)]
        said = desk.works("outbox list --limit 3").splitlines()
        assert [int(each.split()[0]) for each in said[:-1]] == made[:3]

    def test_by_channel_kind_and_age(self, desk: Console) -> None:
        with desk.look() as db:
            put(db, someone(db, "telegram"), "digest")
            wanted, old = put(db, someone(db)), put(db, someone(db))
        change(desk, old, created_at=datetime.now(UTC) - timedelta(days=3))

        def found(*more: str) -> set[int]:
            return {int(each.split()[0]) for each in desk.works("outbox list", *more).splitlines()[:-1]}

        assert found("--channel", "zalo_oa", "--kind", "alert") == {wanted, old}
        assert found("--channel", "zalo_oa", "--since", "2h") == {wanted}
        assert found("--channel", "zalo_oa", "--since", "hôm qua") == {wanted}
        assert found("--channel", "zalo_oa", "--since", "4d") == {wanted, old}
        assert found("--state", "sent") == set()

    def test_what_arrived_and_was_seen(self, desk: Console) -> None:
        now = datetime.now(UTC)
        one(desk, "sent", sent_at=now, delivered_at=now, seen_at=now, attempts=1)
        said = desk.works("outbox list --state sent")
        assert ": sent " in said
        assert ", delivered " in said
        assert ", seen " in said

    def test_nothing_personal_is_shown(self, desk: Console) -> None:
        message = one(desk, "dead", failure="Blocked:-213")
        for said in (desk.works("outbox list --state dead"), desk.works("outbox explain", str(message))):
            assert "Tư" not in said
            assert "địa chỉ" not in said

    @pytest.mark.parametrize(("wrong", "why"), [("--state lost", "no such state"), ("--since whenever", "neither")])
    def test_what_is_not_understood_is_said(self, desk: Console, wrong: str, why: str) -> None:
        assert why in desk.fails(f"outbox list {wrong}")


class TestExplain:
    def said(self, console: Console, message_id: int) -> str:
        return console.works("outbox explain", str(message_id), zalo_oa_id="1", **ACCOUNT)

    def test_a_number_that_is_not_there(self, desk: Console) -> None:
        assert "there is no message 7" in desk.fails("outbox explain 7")

    def test_a_channel_that_is_off(self, desk: Console) -> None:
        assert "zalo_oa is off here" in desk.works("outbox explain", str(one(desk)))

    def test_the_quiet_hours_a_dialogue_and_a_human(self, desk: Console) -> None:
        with desk.look() as db:
            chat = someone(db)
            message = put(db, chat, "digest", outbox.REMINDER)
            talk = conversations.get(db, chat.party_id)
            assert talk is not None
            talk.form = "visit_report"
            conversations.save(db, [(talk, chat.id)])
            chats.hush(db, chat.channel, chat.address, db.now + timedelta(minutes=30))
        change(desk, message, not_before=datetime.now(UTC) + timedelta(hours=1))
        said = self.said(desk, message)
        assert "for the hours in which nobody is disturbed" in said
        assert "in the middle of a dialogue" in said
        assert "writes to its reader by hand" in said

    def test_what_was_held_back(self, desk: Console) -> None:
        said = self.said(desk, one(desk, "held", failure="WindowClosed:-230"))
        assert "last: -230 (the reader has been silent for seven days)" in said
        assert "held back: it leaves when its reader writes" in said

    def test_what_it_became_in_another_chat(self, desk: Console) -> None:
        with desk.look() as db:
            first = someone(db)
            second = someone(db, "telegram", first.account_id)
            message = put(db, first)
        with desk.look() as db:
            (sending,) = take(db, "zalo_oa", outbox.ALERT, 5)
            outbox.put(db, second, {}, lane=0, kind="alert", expires_at=sending.expires_at)
        change(desk, message, state="dead", failure="Blocked:-213")
        assert "went on as " in self.said(desk, message)
        assert "alert to telegram" in self.said(desk, message)

    def test_what_it_became_on_the_call_list(self, desk: Console) -> None:
        with desk.look() as db:
            chat = someone(db)
            message = put(db, chat)
            assert chat.account_id is not None
            call_list.put(db, unit=UNIT, account_id=chat.account_id, reason="alert")
        change(desk, message, state="dead", failure="Blocked:-213")
        assert "on the call list: its reader waits to be called" in self.said(desk, message)

    def test_whether_anybody_sends(self, console_on_each: Console) -> None:
        console_on_each.works("migrate")
        message = one(console_on_each, not_before=datetime.now(UTC) - timedelta(hours=1))
        said = self.said(console_on_each, message)
        store = console_on_each.open()
        lease = open_lease(store, "delivery:zalo_oa")
        lease.hold()
        held = self.said(console_on_each, message)
        lease.release()
        postgresql = not store.sqlite
        store.close()
        assert ("no process sends on zalo_oa" in said) == postgresql
        assert "no process sends on zalo_oa" not in held
        assert "or no process sends: is it running?" in held


ACCOUNT = {"zalo_oa_app_id": "2", "zalo_oa_app_secret": "x", "zalo_oa_secret": "y"}


class TestRetry:
    def test_what_was_given_up_waits_once_more_as_if_never_tried(self, desk: Console) -> None:
        message = one(desk, "dead", attempts=10, failure="Down:timeout", expires_at=NINE)
        assert "1 wait to be sent again" in desk.works("outbox retry", str(message))
        assert state_of(desk, message) == ("queued", 0, None)
        with desk.look() as db:
            (sending,) = take(db, "zalo_oa", outbox.ALERT, 5)
            assert sending.expires_at > db.now + timedelta(hours=23)
            actions = db.execute(select(audit.c.action)).scalars().all()
        assert "outbox.retried" in actions

    def test_all_of_a_channel_lately(self, desk: Console) -> None:
        ours = [one(desk, "dead", failure="Down:timeout") for _ in range(3)]
        old = one(desk, "dead", created_at=datetime.now(UTC) - timedelta(days=2))
        dropped = one(desk, "dropped", failure="too_late")
        assert "3 wait to be sent again" in desk.works("outbox retry --dead --channel zalo_oa --since 12h")
        assert {state_of(desk, message)[0] for message in ours} == {"queued"}
        assert (state_of(desk, old)[0], state_of(desk, dropped)[0]) == ("dead", "dropped")

    @pytest.mark.parametrize(
        ("state", "why"), [("sent", "sent already"), ("sending", "on its way now"), ("queued", "waits already")]
    )
    def test_nothing_is_sent_twice(self, desk: Console, state: str, why: str) -> None:
        message = one(desk, state)
        assert why in desk.works("outbox retry", str(message))
        assert state_of(desk, message)[0] == state

    def test_who_asked_us_to_stop_is_left_alone(self, desk: Console) -> None:
        message = one(desk, "dead")
        with desk.look() as db:
            db.execute(update(chats.chats).values(state="stopped"))
        assert "has asked us to stop" in desk.works("outbox retry", str(message))
        assert state_of(desk, message)[0] == "dead"

    def test_what_went_on_in_another_chat_is_not_said_again(self, desk: Console) -> None:
        with desk.look() as db:
            first = someone(db)
            second = someone(db, "telegram", first.account_id)
            message = put(db, first)
            outbox.put(db, second, {}, lane=0, kind="alert", expires_at=db.outgoing[0]["expires_at"])
        change(desk, message, state="dead", failure="Blocked:-213")
        assert "it went on as" in desk.works("outbox retry", str(message))

    def test_it_is_to_be_said_which(self, desk: Console) -> None:
        assert "say which" in desk.fails("outbox retry")
        assert "7: there is no such message" in desk.works("outbox retry 7")


class TestDrop:
    def test_what_waits_is_not_sent_any_more(self, desk: Console) -> None:
        waits, held = one(desk), one(desk, "held")
        assert "2 will not be sent" in desk.works("outbox drop", str(waits), str(held))
        assert state_of(desk, waits)[::2] == ("dropped", "operator")
        assert state_of(desk, held)[::2] == ("dropped", "operator")

    @pytest.mark.parametrize("state", ["sent", "sending", "dead"])
    def test_what_is_on_its_way_is_not_called_back(self, desk: Console, state: str) -> None:
        message = one(desk, state)
        assert f"not dropped, it is {state}" in desk.works("outbox drop", str(message))
        assert state_of(desk, message)[0] == state

    def test_many_only_for_sure(self, desk: Console) -> None:
        with desk.look() as db:
            chat = someone(db)
            made = [put(db, chat, "digest", outbox.REMINDER) for _ in range(30)]
            alert = put(db, chat)
        assert "30 messages will not be sent" in desk.fails("outbox drop --kind digest")
        assert state_of(desk, made[0])[0] == "queued"
        assert "30 will not be sent" in desk.works("outbox drop --kind digest --yes")
        assert state_of(desk, made[29])[0] == "dropped"
        assert state_of(desk, alert)[0] == "queued"

    def test_it_is_to_be_said_which(self, desk: Console) -> None:
        assert "say which" in desk.fails("outbox drop")


def a_message(**changed: object) -> Message:
    times = {"not_before": NINE, "expires_at": NINE + timedelta(days=1), "created_at": NINE}
    ids = {"id": 1042, "chat_id": 3, "account_id": 4, "subject_id": None}
    how = {"channel": "zalo_oa", "lane": 0, "kind": "alert", "state": "queued", "attempts": 0, "resent": False}
    ends = {"sent_at": None, "failure": None, "delivered_at": None, "seen_at": None}
    return Message(**{**ids, **times, **how, **ends, **changed})  # type: ignore[arg-type]


def test_a_line_as_it_is_read() -> None:
    again = a_message(attempts=2, failure="Retry:-32", not_before=NINE + timedelta(minutes=5))
    assert line(again, NINE) == (
        "1042 alert to zalo_oa, lane alert, account 4: queued 09:00, tried 2×, last -32 (too many at once), "
        "again at 09:05, dies 09:00 tomorrow"
    )


@pytest.mark.parametrize(
    ("when", "said"),
    [
        (NINE, "09:00"),
        (NINE - timedelta(hours=10), "23:00 yesterday"),
        (NINE + timedelta(days=2), "09:00 on 25/11"),
        (NINE + timedelta(days=60), "09:00 on 22/1/2027"),
    ],
)
def test_moments_are_those_of_viet_nam(when: datetime, said: str) -> None:
    assert moment(when, NINE) == said


def test_there_is_always_a_reason() -> None:
    around = Around(Reader("active", in_dialogue=False, hushed_until=None), True, None, [], None)
    assert why_not_yet(a_message(), around, NINE) == ["it leaves with the next ones"]
    assert "its time is over" in why_not_yet(a_message(), around, NINE + timedelta(days=2))[0]
    alone = Around(None, True, False, [], None)
    assert why_not_yet(a_message(), alone, NINE) == ["no process sends on zalo_oa: start `python -m bot serve`"]


@pytest.mark.parametrize(
    ("channel", "failure", "said"),
    [
        ("zalo_oa", "WindowClosed:-230", "-230 (the reader has been silent for seven days)"),
        ("zalo_oa", "Down:operator_-320", "operator_-320 (the account has no purse for templates)"),
        ("zbs", "Rejected:-118", "-118 (the number has no Zalo)"),
        ("zalo_bot", "Down:token", "the token is refused"),
        ("telegram", "Blocked:Forbidden", "Forbidden (the reader blocked the bot)"),
        ("telegram", "Down:store_OperationalError", "store_OperationalError (our own database was away)"),
        ("web", "Rejected:odd", "odd (the platform will never take it)"),
        ("web", "too_late", "too late to be of use"),
        ("web", "stopped", "the service was stopped"),
        ("zbs", "Rejected:template_missing", "the template is not registered at the platform"),
        ("web", "new_code", "new_code"),
    ],
)
def test_failures_in_plain_words(channel: str, failure: str, said: str) -> None:
    assert in_words(error_words(channel), failure) == said


def test_one_word_with_three_stories() -> None:
    said = [in_words(error_words("web"), "stopped", state) for state in ("queued", "held", "dropped")]
    assert len(set(said)) == 3


def test_every_code_of_the_official_account_has_its_words() -> None:
    without = [code for code in ACTIONS if "out of order" in in_words(error_words("zalo_oa"), f"Down:{code}")]
    assert without == []
