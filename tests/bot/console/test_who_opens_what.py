"""Every address of the desk for every role: who sees it, who is refused, and that a stranger's commune is nobody's."""

import re

from handlers.desk.page import DeskPage
from handlers.desk.pages import PAGES
from storage import accounts, persons, units
from tests.bot.console.conftest import UNIT, Desk

OTHER = "17792"
LINK = re.compile(r'href="(/console/[^"#]+)"')
SITS = {
    "officer": {"officer"},
    "committee": {"officer"},
    "border": {"officer"},
    "province": {"province"},
    "admin": {"officer", "admin"},
}
NEVER_SITS = ("person", "guardian", "family", "partner", "volunteer")


def pattern(page: DeskPage) -> re.Pattern[str]:
    return re.compile(re.sub(r"{\w+}", "[^/.]+", f"/console/{page.path}"))


async def addresses(desk: Desk) -> dict[str, DeskPage]:
    """Every page's address, of those about somebody or something one that the lists lead to."""
    desk.opens("admin")
    found = {f"/console/{page.path}": page for page in PAGES if "{" not in page.path}
    led_to = await links_on(desk, set(found))
    led_to |= await links_on(desk, led_to - set(found))
    for page in PAGES:
        if "{" in page.path:
            fits = (link for link in sorted(led_to - set(found)) if pattern(page).fullmatch(link))
            found |= dict.fromkeys(list(fits)[:1], page)
    return found


async def links_on(desk: Desk, pages: set[str]) -> set[str]:
    """The pages that these lead to, without what is downloaded."""
    links = {link.partition("?")[0] for page in pages for link in LINK.findall(await desk.sees(page))}
    return {link for link in links if "." not in link}


def somebody(desk: Desk, role: str, unit: str = UNIT) -> int:
    with desk.store.transaction() as db:
        return accounts.add(db, unit=unit, name="Hoàng Thị Ngoài", roles=(role,), phone=None)


def names(desk: Desk) -> set[str]:
    with desk.store.transaction() as db:
        staff = {account.name for account in accounts.of_unit(db, UNIT)}
        return staff | {person.name for person in persons.of_unit(db, UNIT)}


async def test_every_page_opens_for_its_roles_and_for_nobody_else(desk: Desk) -> None:
    found = await addresses(desk)
    missing = {page.path for page in PAGES} - {page.path for page in found.values()}
    assert len(found) >= len(PAGES) - len(missing) > 20, missing
    for who, roles in SITS.items():
        desk.opens(who)
        for address, page in found.items():
            before = desk.audited().count(("desk.refused", page.id))
            answer = await desk.gets(address)
            may = bool(roles & set(page.may)) and (not page.agencies or who in page.agencies)
            assert answer.status == (200 if may else 403), (who, address, answer.status)
            assert may or desk.audited().count(("desk.refused", page.id)) == before + 1, (who, address)
            if page.sheet is not None:
                book = await desk.gets(f"{address}.xlsx")
                assert book.status == (200 if may else 403), (who, address, book.status)


async def test_whoever_does_not_sit_at_the_desk_is_led_to_its_door(desk: Desk) -> None:
    found = await addresses(desk)
    for role in ("", *NEVER_SITS, "officer"):
        desk.key = ""
        if role:
            account = somebody(desk, role)
            desk.opens_as(account)
            with desk.store.transaction() as db:
                accounts.set_status(db, account, "closed" if role == "officer" else "active", None)
        for address in found:
            answer = await desk.gets(address)
            assert (answer.status, answer.headers["Location"].partition("?")[0]) == (303, "/console"), (role, address)
    assert "Số điện thoại" in await desk.sees("/console")


async def test_an_officer_of_another_commune_finds_nobody_of_this_one(desk: Desk) -> None:
    found = await addresses(desk)
    with desk.store.transaction() as db:
        units.add_organisation(db, unit=OTHER, kind="police", name="Công an xã khác")
    desk.opens_as(somebody(desk, "officer", OTHER))
    here = names(desk)
    for address, page in found.items():
        for asked in (address, f"{address}?q=Nguyen", *([f"{address}.xlsx"] if page.sheet else ())):
            answer = await desk.gets(asked)
            assert answer.status in (200, 403, 404), (asked, answer.status)
            if not asked.endswith(".xlsx"):
                text = await answer.text()
                assert [name for name in here if name in text] == [], asked
            elif "{" in page.path:
                assert answer.status in (403, 404), asked


async def test_a_page_stays_small_on_the_wire(desk: Desk) -> None:
    """First load at most 150 KB with styles, scripts and type, the next at most 20 KB, as browsers take it."""
    found = await addresses(desk)
    files: dict[str, int] = {}
    for address, page in found.items():
        answer = await desk.gets(address, **{"Accept-Encoding": "gzip"})
        size = int(answer.headers["Content-Length"])
        assert size <= 20_000, (address, size)
        text = await answer.text()
        own = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', text))
        for name in own - set(files):
            loaded = await desk.gets(name, **{"Accept-Encoding": "gzip"})
            files[name] = int(loaded.headers["Content-Length"])
        assert size + sum(files[name] for name in own) <= 150_000, (page.id, size, {name: files[name] for name in own})
