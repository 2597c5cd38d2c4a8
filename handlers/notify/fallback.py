"""When no chat reaches somebody: a form of words that Zalo has approved, by user id, by phone; else the call list."""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.kit.deployment import Deployment
from handlers.kit.messages import Outgoing
from handlers.kit.wording import Wording
from handlers.notify import templates
from rules.notices import kind_stored
from storage import access, accounts, alerts, chats, due, outbox, persons, phones
from storage.accounts import Account
from storage.chats import Chat
from storage.database import Db
from storage.due import Planned
from storage.outbox import call_list

CHANNEL, SPEAKS_FOR = "zbs", "zalo_oa"
UNREACHABLE = "unreachable"
# one that is paid for says all there is to say of its kind that day
ONE_IS_ENOUGH = timedelta(hours=20)


@dataclass(frozen=True, slots=True)
class Notice:
    """What is to be told, as far as it matters here: how urgent it is, and from when until when it makes sense."""

    kind: str
    lane: int
    not_before: datetime
    expires_at: datetime
    subject_id: int | None = None


def reach(
    db: Db,
    deployment: Deployment,
    readers: Iterable[Account],
    notice: Notice,
    *,
    tried: Set[int] = frozenset(),
    listed: bool = False,
) -> int:
    """Sends templates and says how many; the other readers go on the call list, where they are not `listed` already."""
    wanted = list(readers)
    template_chats = (
        _template_chats(db, deployment, wanted, tried) if wanted and by_template(deployment, notice.kind) else {}
    )
    told_already = _recently_put(db, template_chats.values(), notice)
    number = _number(db, notice) if template_chats else ""
    without_template = []
    for reader in wanted:
        template_chat = template_chats.get(reader.id)
        wording = Wording.to(deployment.texts, reader)
        out = (
            templates.written(deployment, wording, reader, notice.kind, notice.not_before, number=number)
            if template_chat
            else None
        )
        if template_chat is None or out is None:
            without_template.append(reader)
        elif template_chat.id not in told_already:
            _put(db, template_chat, out, notice, tried)
    if not listed:
        put_on_call_list(db, without_template, notice.kind)
    return len(wanted) - len(without_template)


def by_template(deployment: Deployment, kind: str) -> bool:
    """Says whether a notice of this kind can go as an approved template."""
    return SPEAKS_FOR in deployment.addresses and bool(kind_stored(kind).template)


def _recently_put(db: Db, template_chats: Iterable[Chat], notice: Notice) -> Set[int]:
    if notice.lane == outbox.ALERT:
        return frozenset()
    return outbox.recently_put(db, [chat.id for chat in template_chats], [notice.kind], db.now - ONE_IS_ENOUGH)


def _put(db: Db, template_chat: Chat, out: Outgoing, notice: Notice, tried: Set[int]) -> None:
    outbox.put(
        db,
        template_chat,
        out.to_json(),
        lane=notice.lane,
        kind=notice.kind,
        not_before=notice.not_before,
        expires_at=notice.expires_at,
        subject_id=notice.subject_id,
        tried=tried,
    )


def put_on_call_list(db: Db, readers: Iterable[Account], kind: str) -> None:
    """Puts readers on the commune's call list; for those in care an alert is planned, too.

    Nobody is called for an account that has ended, nor about what is to follow nothing when it is missed.
    """
    wanted = [reader for reader in readers if access.acts(reader)]
    if not wanted or kind_stored(kind).if_missed == "nothing":
        return
    call_list.put_all(db, [(reader.unit, reader.id) for reader in wanted], reason=kind)
    if kind_stored(kind).if_missed == "call":
        return
    in_care = persons.by_accounts(db, [reader.id for reader in wanted if "person" in reader.roles])
    period = db.today.isoformat()
    managed = [person for person in in_care if person.status == "managed"]
    due.plan_many(db, [Planned(UNREACHABLE, person.id, period, db.now, person.unit) for person in managed])


def _number(db: Db, notice: Notice) -> str:
    is_about_alert = notice.subject_id is not None and kind_stored(notice.kind).about == "alert"
    alert = alerts.get(db, notice.subject_id or 0) if is_about_alert else None
    return alert.code if alert else ""


def _template_chats(db: Db, deployment: Deployment, readers: Sequence[Account], tried: Set[int]) -> dict[int, Chat]:
    """Finds account → the first way that was not tried: by user id, by phone. Who said stop gets none."""
    chats_of = chats.all_of(db, [reader.id for reader in readers])
    reached_by_phone = phones.known_of(db, readers)
    open_for = deployment.limits_of(CHANNEL).open_for
    since = db.now - open_for if open_for else None
    owners: dict[str, int] = {}
    for reader in readers:
        own_chats = chats_of.get(reader.id, [])
        if any(chat.state == "stopped" for chat in own_chats):
            continue
        for chat in own_chats:
            heard = chat.last_in_at is not None and (since is None or chat.last_in_at > since)
            if chat.channel == SPEAKS_FOR and chat.state == "active" and heard:
                owners[f"uid:{chat.address}"] = reader.id
        if reader.id in reached_by_phone:
            owners[f"phone:{reader.id}"] = reader.id
    template_chats = chats.for_templates(db, CHANNEL, owners)
    first_way_of: dict[int, Chat] = {}
    for address, owner in owners.items():
        if template_chats[address].state == "template" and template_chats[address].id not in tried:
            first_way_of.setdefault(owner, template_chats[address])
    return first_way_of


def account_of(address: str) -> int | None:
    """Reads whose number an address stands for; None if it is a user id."""
    kind, _, rest = address.partition(":")
    return int(rest) if kind == "phone" and rest.isdigit() else None


def phone_behind(db: Db, address: str) -> str | None:
    account = accounts.get(db, account_of(address) or 0)
    return phones.of_account(db, account) if account else None
