"""«Tôi sẽ đến»: people say that they come to a fair, are reminded the day before, and show their name if they like."""

from handlers.kit import Button, Outgoing, Said
from handlers.kit.batch import Batch
from handlers.kit.commands import Command, Reply
from handlers.kit.deployment import Deployment
from handlers.kit.matter import Wish
from handlers.kit.pages import ListPage
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording
from handlers.notify import notices
from handlers.people import record
from handlers.people.targets import not_here
from handlers.work import fair_words, holding
from handlers.work.fair_post import POSTERS
from rules import quiet
from rules.deadlines import MORNING
from rules.local_time import DAY, at, local_day
from rules.notices import kind_of
from storage import access, access_to_fairs, accounts, due, fairs, persons
from storage.accounts import Account
from storage.database import Db
from storage.due import Due
from storage.fairs import Fair

READERS = ("person", *POSTERS)
PERSON = ("person",)
OFFICER = ("officer",)
REMINDER = "fair_day"


def listed(scope: Scope, argument: str = "") -> Reply:
    """Lists what is still to come, the next first; to who posts, their own and what is held, too."""
    fairs_by_id = {fair.id: fair for fair in _readable(scope)}
    page = ListPage.asked(argument, len(fairs_by_id))
    shown = page.of(list(fairs_by_id.values()))
    buttons = [Button(fair_words.line(scope.wording, fair, scope.today), f"do:fair:{fair.id}") for fair in shown]
    may_post = access.acts(scope.account, "officer") or access.acts(scope.account, "partner")
    post = (scope.button("fairs.post", "go:fair_post"),) if may_post else ()
    more = page.more(scope, "do:fairs:")
    key = "fairs.list" if fairs_by_id else "fairs.none"
    return Said(key, {"count": len(fairs_by_id)}, (*page.numbered(buttons), *more, *post, scope.menu_button()))


def _readable(scope: Scope) -> list[Fair]:
    held = fairs.held(scope.db, scope.unit) if access.acts(scope.account, "officer") else []
    own = fairs.of_poster(scope.db, scope.account.id) if access.acts(scope.account, "partner") else []
    return [*held, *own, *fairs.to_come(scope.db, scope.unit)]


def _readable_fair(scope: Scope, argument: str) -> Fair | None:
    """Finds a fair that the reader may read: open to all, held to its poster and to officers."""
    fair = fair_words.fair_in(scope.db, scope.unit, argument)
    return fair if fair and (fair.state == "open" or _is_in_charge(scope, fair)) else None


def _is_in_charge(scope: Scope, fair: Fair) -> bool:
    return fair.posted_by == scope.account.id or access.acts(scope.account, "officer", unit=fair.unit)


def show(scope: Scope, argument: str) -> Reply:
    fair = _readable_fair(scope, argument)
    if fair is None:
        return _gone(scope)
    card = fair_words.card(scope.db, scope.wording, fair)
    back = (scope.button("fairs.back", "do:fairs"), scope.menu_button())
    if _is_in_charge(scope, fair):
        return Said("fairs.card", {"card": card, "words": _to_poster(scope, fair)}, (*_deeds(scope, fair), *back))
    person = record.person_of(scope)
    comes = fairs.guest(scope.db, fair.id, person.id) if person else None
    if comes is None:
        words, buttons = scope.text("fairs.come_ask"), (scope.button("fairs.come", f"do:fair_come:{fair.id}"),)
    else:
        name = () if comes.named else (scope.button("fairs.name", f"do:fair_name:{fair.id}"),)
        words = scope.text("fairs.coming_named" if comes.named else "fairs.coming")
        buttons = (*name, scope.button("fairs.stay_away", f"do:fair_not:{fair.id}"))
    return Said("fairs.card", {"card": card, "words": words}, (*buttons, *back))


def _gone(scope: Scope) -> Said:
    return Said("fairs.gone", buttons=(scope.button("fairs.back", "do:fairs"), scope.menu_button()))


def _to_poster(scope: Scope, fair: Fair) -> str:
    """Says how many come, the names of those who agreed, and why it is held."""
    if fair.state == "held":
        return scope.text("fairs.held", why=holding.reasons(scope.wording, fair.signs or ()))
    count = fairs.how_many_come(scope.db, [fair.id])[fair.id]
    named = [scope.wording.called(person) for person in access_to_fairs.named_guests(scope.db, scope.account, fair)]
    words = scope.text("fairs.how_many", count=count)
    return f"{words} {scope.text('fairs.names', names=', '.join(named))}" if named else words


def _deeds(scope: Scope, fair: Fair) -> tuple[Button, ...]:
    off = (scope.button("fairs.call_off", f"do:fair_off:{fair.id}"),)
    if fair.state != "held":
        return off if fair.state == "open" else ()
    is_officer = access.acts(scope.account, "officer", unit=fair.unit)
    return ((scope.button("fairs.approve", f"do:fair_ok:{fair.id}"),) if is_officer else ()) + off


def come(scope: Scope, argument: str) -> Reply:
    return _coming(scope, argument, named=False)


def name(scope: Scope, argument: str) -> Reply:
    """Lets whoever posted it read the name; until then they read how many come, no more."""
    return _coming(scope, argument, named=True)


def _coming(scope: Scope, argument: str, *, named: bool) -> Reply:
    fair, person = _readable_fair(scope, argument), record.person_of(scope)
    if person is None:
        return record.missing(scope) or _gone(scope)
    if fair is None or fair.state != "open" or fair.starts_at <= scope.now:
        return _gone(scope)
    before = fairs.guest(scope.db, fair.id, person.id)
    named = named or bool(before and before.named)
    guest_id = fairs.add_guest(scope.db, fair.id, person.id, named=named)
    scope.audit("fair.comes", person.id, f"fair {fair.id}")
    remind_at = at(local_day(fair.starts_at) - DAY, MORNING)
    if remind_at > scope.now:
        period = fair.starts_at.strftime("%Y-%m-%dT%H:%M")
        row = due.Planned(REMINDER, guest_id, period, remind_at, fair.unit, scope.account.id)
        due.plan_many(scope.db, [row], again=True)
    show_name = () if named else (scope.button("fairs.name", f"do:fair_name:{fair.id}"),)
    stay = scope.button("fairs.stay_away", f"do:fair_not:{fair.id}")
    fields = {"fair": fair.title, "when": scope.moment(fair.starts_at)}
    return Said("fairs.noted_named" if named else "fairs.noted", fields, (*show_name, stay, scope.menu_button()))


def stay_away(scope: Scope, argument: str) -> Reply:
    fair, person = fair_words.fair_in(scope.db, scope.unit, argument), record.person_of(scope)
    guest = fairs.guest(scope.db, fair.id, person.id) if fair and person else None
    if guest is not None:
        fairs.stay_away(scope.db, guest.id)
        due.clear(scope.db, guest.id, (REMINDER,), "stays_away")
        scope.audit("fair.stays_away", guest.person_id, f"fair {guest.fair_id}")
    return Said("fairs.stays_away", buttons=(scope.button("fairs.back", "do:fairs"), scope.menu_button()))


def approve(scope: Scope, argument: str) -> Reply:
    fair = fair_words.fair_in(scope.db, scope.unit, argument)
    if fair is None or not fairs.move(scope.db, fair.id, "open", from_states=("held",)):
        return not_here(scope)
    scope.audit("fair.approved", fair.id)
    _tell_poster(scope, fair, "approved")
    return Said("fairs.approved", {"fair": fair.title}, (scope.button("fairs.back", "do:fairs"), scope.menu_button()))


def call_off(scope: Scope, argument: str) -> Reply:
    """Calls it off: whoever wanted to come hears of it, and so does who posted it where an officer does so."""
    fair = _readable_fair(scope, argument)
    in_charge = fair is not None and _is_in_charge(scope, fair)
    if fair is None or not in_charge or not fairs.move(scope.db, fair.id, "off", from_states=("open", "held")):
        return not_here(scope)
    scope.audit("fair.called_off", fair.id)
    _tell_guests(scope, fair)
    if fair.posted_by != scope.account.id:
        _tell_poster(scope, fair, "off")
    return Said("fairs.called_off", {"fair": fair.title}, (scope.button("fairs.back", "do:fairs"), scope.menu_button()))


def _tell_poster(scope: Scope, fair: Fair, news: str) -> None:
    def telling(wording: Wording) -> Outgoing:
        text = wording.text(f"notice.fair_news.poster_{news}", fair=fair.title)
        return Outgoing(text, (fair_words.to_see(wording, fair),) if news == "approved" else ())

    notices.tell(scope.db, scope.deployment, fair.posted_by, "fair_news", telling)


def _tell_guests(scope: Scope, fair: Fair) -> None:
    coming = fairs.guests(scope.db, fair.id)
    for guest in coming:
        due.clear(scope.db, guest.id, (REMINDER,), "called_off")
    people = persons.several(scope.db, {guest.person_id for guest in coming})
    own = {person.account_id for person in people.values() if person.account_id is not None}

    def telling(wording: Wording) -> Outgoing:
        when = wording.moment(fair.starts_at, scope.today)
        return Outgoing(wording.text("notice.fair_news.off", fair=fair.title, when=when))

    readers: list[Account] = list(accounts.several(scope.db, own).values())
    notices.tell_each(scope.db, scope.deployment, readers, "fair_news", lambda _: telling)


def remind(db: Db, deployment: Deployment, due_rows: list[Due], batch: Batch) -> None:
    """Tells whoever will come, the day before."""
    leaves = quiet.earliest_send(db.now, False, deployment.free_days, deployment.quiet)
    by_guest = fairs.of_guests(db, {row.subject_id for row in due_rows})
    for row in due_rows:
        fair = by_guest.get(row.subject_id)
        if fair is None or fair.state != "open" or row.recipient_id is None or fair.starts_at <= leaves:
            batch.drop([row], "no longer so")
        elif kind_of(REMINDER).is_too_late(row.at, leaves):
            batch.drop([row], "too late")
        else:
            with batch.attempt([row]):
                notices.tell(db, deployment, row.recipient_id, REMINDER, _reminding(db, fair))


def _reminding(db: Db, fair: Fair) -> notices.Telling:
    def telling(wording: Wording) -> Outgoing:
        when = wording.moment(fair.starts_at, db.today)
        text = wording.text("notice.fair_day", fair=fair.title, when=when, place=fair.place)
        return Outgoing(text, (fair_words.to_see(wording, fair),))

    return telling


def wishes(scope: Scope) -> list[Wish]:
    """Lists what the person will come to, for «Việc tôi đã nhờ»."""
    person = persons.by_account(scope.db, scope.account.id)
    coming = fairs.of_person(scope.db, person.id) if person else []
    return [
        Wish(
            "fair",
            fair.title,
            scope.text("fairs.wish.stands"),
            scope.text("fairs.wish.who"),
            due=local_day(fair.starts_at),
            press=f"do:fair:{fair.id}",
        )
        for fair in coming
    ]


# not «ngày hội việc làm» alone: an officer who announces one calls it so
WORDS = ("/ngayhoi", "xem ngay hoi", "ngay hoi viec lam", "phien cho viec lam", "cac buoi sap toi", "job fairs")
COMMANDS = (
    Command("fairs", listed, may=READERS, words=WORDS),
    Command("fair", show, may=READERS, record="fair"),
    Command("fair_come", come, may=PERSON),
    Command("fair_name", name, may=PERSON),
    Command("fair_not", stay_away, may=PERSON),
    Command("fair_ok", approve, may=OFFICER),
    Command("fair_off", call_off, may=POSTERS),
)
