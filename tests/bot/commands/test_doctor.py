"""The doctor: what it finds about keys, database and Telegram, what it advises, and how it ends."""

import asyncio
import os
from pathlib import Path

import pytest

from bot import descriptors
from bot.channels.telegram.channel import Telegram
from tests.bot.channels.telegram.fake import TOKEN, FakeTelegram
from tests.bot.commands.console import Console
from tests.patience import until

pytestmark = pytest.mark.wall_clock
PUBLIC = "https://donghanh.example"
SECRET = "not-for-anybody-else"


def lines(output: str) -> dict[str, str]:
    """What was found by its subject, the marks with it."""
    return {line[2:].partition(":")[0]: line for line in output.splitlines() if line[:1] in "✓–✗"}


def test_a_fresh_machine_is_well_and_nothing_is_made(console: Console) -> None:
    said = console.works("doctor", database_url="sqlite:///var/donghanh.db")
    assert "is not there yet" in said
    assert not Path("var").exists()


def test_a_running_commune_is_well(console: Console) -> None:
    console.works("invite", "--phone", "0912345678", "--name", "Nguyễn Văn A", "--role", "guardian")
    said = lines(console.works("doctor"))
    assert said["database"].startswith("✓")
    assert said["keys"].startswith("✓")
    assert said["telegram"].startswith("–")


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_keys_that_others_may_read(console: Console) -> None:
    console.works("invite", "--phone", "0912345678", "--name", "Nguyễn Văn A", "--role", "guardian")
    Path("var/keys.json").chmod(0o644)
    said = console.run("doctor")
    assert said.exit_code == 1
    assert "chmod 600" in said.output


def test_keys_that_are_gone_and_keys_of_another_database(console: Console) -> None:
    console.works("invite", "--phone", "0912345678", "--name", "Nguyễn Văn A", "--role", "guardian")
    Path("var/keys.json").rename("elsewhere.json")
    assert "is gone" in console.fails("doctor")
    console.works("migrate", keys_file="fresh.json", database_url="sqlite:///other.db")
    assert "does not open the database" in console.fails("doctor", keys_file="fresh.json")
    Path("fresh.json").write_text("{")
    assert "is not a keys file" in console.fails("doctor", keys_file="fresh.json")


def test_a_database_without_tables_and_one_that_is_away(console: Console) -> None:
    Path("empty.db").touch()
    assert "python -m bot migrate" in console.fails("doctor", database_url="sqlite:///empty.db")
    away = console.fails("doctor", database_url="postgresql://dh:very-secret@127.0.0.1:1/dh")
    assert "not reachable" in away
    assert "very-secret" not in away


class TestTelegram:
    async def doctor(self, console: Console, telegram: FakeTelegram, **settings: str) -> tuple[int, str]:
        given = {"telegram_token": TOKEN, "telegram_api": telegram.url, **settings}
        result = await asyncio.to_thread(lambda: console.run("doctor", **given))
        assert TOKEN not in result.output
        assert SECRET not in result.output
        return result.exit_code, "\n".join(
            line for line in result.output.splitlines() if "telegram" in line or "→" in line
        )

    async def by_webhook(self, console: Console, telegram: FakeTelegram, **more: str) -> tuple[int, str]:
        return await self.doctor(console, telegram, telegram_secret=SECRET, public_url=PUBLIC, **more)

    async def set_webhook(self, telegram: FakeTelegram, url: str) -> None:
        channel = Telegram(TOKEN, telegram.url)
        await channel.start()
        await channel.set_webhook(url, SECRET)
        await channel.stop()

    async def test_polling(self, console: Console, telegram: FakeTelegram) -> None:
        code, said = await self.doctor(console, telegram)
        assert code == 0
        assert "@donghanh_test_bot" in said
        assert "polling, no webhook is set" in said

    async def test_polling_while_a_webhook_is_set(self, console: Console, telegram: FakeTelegram) -> None:
        await self.set_webhook(telegram, f"{PUBLIC}/hooks/telegram")
        code, said = await self.doctor(console, telegram)
        assert code == 0
        assert "but a webhook is set" in said

    async def test_a_token_that_does_not_work(self, console: Console, telegram: FakeTelegram) -> None:
        wrong = "5000000001:AAanotherTokenThatBotFatherTookBack000"
        code, said = await self.doctor(console, telegram, telegram_token=wrong)
        assert code == 1
        assert "@BotFather" in said
        assert wrong not in said

    async def test_a_webhook_that_is_not_set_or_set_elsewhere(self, console: Console, telegram: FakeTelegram) -> None:
        code, said = await self.by_webhook(console, telegram)
        assert (code, "none is set" in said) == (1, True)
        await self.set_webhook(telegram, "https://elsewhere.example/hooks/telegram")
        code, said = await self.by_webhook(console, telegram)
        assert (code, "another address is set" in said) == (1, True)

    async def test_a_webhook_that_works(self, console: Console, telegram: FakeTelegram) -> None:
        await self.set_webhook(telegram, f"{PUBLIC}/hooks/telegram")
        code, said = await self.by_webhook(console, telegram)
        assert code == 0
        assert "webhook set, 0 updates wait" in said

    async def test_a_webhook_that_fails(self, console: Console, telegram: FakeTelegram) -> None:
        telegram.updates.reach[PUBLIC] = "http://127.0.0.1:1"
        await self.set_webhook(telegram, f"{PUBLIC}/hooks/telegram")
        telegram.user().says("xin chào")
        await until(lambda: telegram.updates.deliveries)
        code, said = await self.by_webhook(console, telegram)
        assert code == 1
        assert "the webhook fails: Connection failed" in said

    async def test_webhook_mode_without_a_public_address(self, console: Console, telegram: FakeTelegram) -> None:
        code, said = await self.doctor(console, telegram, telegram_secret=SECRET)
        assert (code, "DONGHANH_PUBLIC_URL" in said) == (1, True)

    async def test_an_api_that_is_away_or_answers_nonsense(self, console: Console, telegram: FakeTelegram) -> None:
        code, said = await self.doctor(console, telegram, telegram_api="http://127.0.0.1:1")
        assert (code, "does not answer" in said, "BotFather" in said) == (1, True, False)
        telegram.fails("getMe", status=502)
        code, said = await self.doctor(console, telegram)
        assert (code, "does not answer" in said) == (1, True)


@pytest.mark.parametrize(("most", "mark"), [(1000, "✗"), (2000, "–"), (65_536, "✓")])
def test_too_few_open_files_are_told(console: Console, monkeypatch: pytest.MonkeyPatch, most: int, mark: str) -> None:
    monkeypatch.setattr(descriptors, "limits", lambda: (most, most))
    assert lines(console.run("doctor").output)["open files"].startswith(mark)


def test_a_web_server_in_front_that_is_not_named_and_figures_that_nobody_can_read(console: Console) -> None:
    assert "DONGHANH_TRUSTED_PROXIES" in console.works("doctor", public_url=PUBLIC)
    said = console.works("doctor", public_url=PUBLIC, trusted_proxies="127.0.0.1")
    assert "web server in front" not in said
    assert "/bao-tin" in said
    assert "DONGHANH_METRICS_TOKEN" in said
