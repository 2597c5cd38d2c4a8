"""People fill in forms through the fakes of the platforms: the store tells what is asked, the screen how to answer."""

from typing import Any, Protocol

from handlers.matters import REGISTRY
from storage import accounts, chats, invites
from storage.accounts import Account
from storage.database import Store
from tests.bot.channels.telegram.fake.user import User
from tests.bot.channels.zalo_oa.fake.user import OaUser
from tests.filling import Answer, Asked, Filling


class Reader(Protocol):
    """Somebody on any of the fakes."""

    @property
    def id(self) -> Any: ...

    async def hears(self) -> Any: ...

    def says(self, text: str) -> Any: ...

    def sends_photo(self) -> Any: ...

    def sends_voice(self) -> Any: ...


def asked(store: Store, channel: str, user: Reader) -> Asked | None:
    with store.transaction() as db:
        chat = chats.at(db, channel, str(user.id))
        return Asked.stored(db, REGISTRY, chat.party_id) if chat else None


async def answers(store: Store, channel: str, user: Reader, *, until: str = "", **stated: Any) -> str:
    """Fills in the rest of the open form, as `Talker.answers` does; gives the last reply."""
    filling = Filling(stated, until)
    said = ""
    while answer := filling.answer(asked(store, channel, user), said):
        said = await _gives(user, answer)
    return said


async def reports(store: Store, channel: str, user: Reader, *, until: str = "", **stated: Any) -> str:
    """Tells of a visit to the first who is offered."""
    user.says("/tham")
    await user.hears()
    return await answers(store, channel, user, until=until, **stated)


async def links(store: Store, channel: str, user: Reader, account: Account) -> None:
    """From the code, which has just been answered, to the menu."""
    born: dict[str, Any] = {"born": account.born} if account.born else {}
    said = await answers(store, channel, user, **born)
    with store.transaction() as db:
        chat = chats.at(db, channel, str(user.id))
    assert chat is not None
    assert chat.account_id == account.id, f"not linked: {said}"


def invited(store: Store, unit: str, role: str, nth: int = 0) -> tuple[Account, str]:
    """Somebody of the role, and a code."""
    with store.transaction() as db:
        account = accounts.with_role(db, unit, role)[nth]
        return account, invites.create(db, account.id, None)


async def _gives(user: Reader, answer: Answer) -> str:
    if answer.sends:
        user.sends_photo() if answer.sends.kind == "photo" else user.sends_voice()
    elif not (answer.presses and _taps(user, answer.presses[0])):
        user.says(answer.words)
    else:
        for press in answer.presses[1:]:
            await user.hears()
            assert _taps(user, press), press
    said = str((await user.hears()).text)
    if not answer.then:
        return said
    if not _taps(user, answer.then):
        user.says("xong")
    return str((await user.hears()).text)


def _taps(user: Reader, press: str) -> bool:
    """Whether there is such a button on the screen."""
    if isinstance(user, User) and press in [button.data for button in user.screen.buttons]:
        user.presses_data(press)
        return True
    if isinstance(user, OaUser) and f"#{press}" in [payload for _, payload in user.screen.buttons]:
        user.says(f"#{press}")
        return True
    return False
