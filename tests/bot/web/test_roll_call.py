"""The office's screen: the code of the minute for whoever stands before it, and nothing of anybody."""

from datetime import timedelta

from storage import accounts, roll_call_codes
from storage.accounts import Account
from tests.bot.web.conftest import NOW, Client, Service


def officer(service: Service) -> Account:
    with service.store.transaction() as db:
        account_id = accounts.add(db, unit="17791", name="Lê Văn Hùng", roles=("officer",))
        account = accounts.get(db, account_id)
    assert account is not None
    return account


def path_of(service: Service, account: Account, until: timedelta = timedelta(hours=10)) -> str:
    with service.store.transaction() as db:
        return f"/roll-call/{roll_call_codes.screen_name(db, account, NOW + until)}"


async def test_the_screen_shows_the_code_of_the_minute_with_a_qr_and_comes_anew(
    client: Client, service: Service
) -> None:
    page = await client.get(path_of(service, officer(service)))
    text = await page.text()
    with service.store.transaction() as db:
        code = roll_call_codes.code_now(db, "17791")
    assert page.status == 200
    assert code in text
    assert "<svg" in text
    assert 'http-equiv="refresh"' in text
    assert "Hùng" not in text


async def test_a_screen_ends_with_its_day_and_with_its_officer(client: Client, service: Service) -> None:
    account = officer(service)
    path = path_of(service, account)
    assert (await client.get(path_of(service, account, timedelta(0)))).status == 404
    assert (await client.get(path[:-1] + ("0" if path[-1] != "0" else "1"))).status == 404
    assert (await client.get("/roll-call/nonsense")).status == 404
    with service.store.transaction() as db:
        accounts.set_status(db, account.id, "closed", None, "left")
    assert (await client.get(path)).status == 404


async def test_the_screen_speaks_english_when_asked(client: Client, service: Service) -> None:
    page = await client.get(path_of(service, officer(service)) + "?lang=en")
    assert "Scan with your phone" in await page.text()
