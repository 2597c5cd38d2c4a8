"""The steps of set-up: what each writes, and which are done, in the order of their weight."""

from collections.abc import Mapping

from bot.channels import registry
from bot.installation.given import Given
from handlers.enrolment.people import ID_NUMBERS
from handlers.linking import invitees
from handlers.settings.commune import keep_hours, read_clock
from handlers.understand.commune_search import commune_named
from handlers.understand.phones import read_phone
from rules import alerts, quiet
from rules.approvals import is_trusted
from rules.pronouns import PRONOUNS
from rules.quiet import Hours
from seeds.units import make_known
from storage import accounts, chats, installation, invites, person_details, units, visits_due
from storage.accounts import Account
from storage.database import Db

AGENCIES = ("police", "border", "committee")
STEPS = ("commune", "agencies", "admin", "channels", "keys", "times", "import", "invitations", "real")
# an inland commune has no border post
NO_BORDER, KEYS_TAKEN, KEYS_KEPT, TIMES, INVITED = "no_border", "keys_taken", "keys_kept", "times", "invited"
YES = "yes"
# years of an officer's age
YOUNGEST, OLDEST = 18, 80
LEAST_MINUTES, MOST_MINUTES = 1, 24 * 60


class CannotBeSo(Exception):
    """What was entered does not do; `code` names why, for the texts."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


def done(db: Db, settings: Given) -> dict[str, bool]:
    """Tells of each step whether it is done, in their order."""
    unit, stored = settings.unit, installation.read(db)
    switched = [platform for platform, _ in registry.settings_on(settings) if platform.switch]
    states = {
        "commune": bool(unit),
        "agencies": bool(unit) and not (set(_expected(stored)) - set(officers_by_agency(db, unit))),
        "admin": any(is_linked(db, admin) for admin in accounts.with_role(db, unit, "admin")),
        "channels": bool(switched),
        "keys": KEYS_KEPT in stored,
        "times": TIMES in stored,
        "import": bool(unit) and visits_due.counts(db, unit, db.today).managed > 0,
        "invitations": INVITED in stored or _has_invited(db, unit),
        "real": stored.get(installation.PURPOSE) == installation.REAL,
    }
    return {step: states[step] for step in STEPS}


def _has_invited(db: Db, unit: str) -> bool:
    """Says whether anybody but officers holds a code or is here, however it was given out."""
    reached = chats.linked_in(db, unit) | invites.open_until(db, unit).keys()
    return any(account.id in reached and not is_trusted(account.roles) for account in accounts.of_unit(db, unit))


def missing(db: Db, settings: Given) -> list[str]:
    """Lists the steps that are not done, the most important first."""
    return [step for step, is_done in done(db, settings).items() if not is_done]


def _expected(stored: Mapping[str, str]) -> list[str]:
    return [kind for kind in AGENCIES if kind != "border" or NO_BORDER not in stored]


def is_linked(db: Db, account: Account) -> bool:
    """Tells whether a chat speaks for the account."""
    return bool(chats.of_account(db, account.id))


def officers_not_linked(db: Db, unit: str) -> list[Account]:
    """Lists the officers and admins for whom no chat speaks yet: nobody else can invite the first of them."""
    linked = chats.linked_in(db, unit)
    return [account for account in accounts.of_unit(db, unit) if is_trusted(account.roles) and account.id not in linked]


def officers_by_agency(db: Db, unit: str) -> dict[str, list[Account]]:
    """Lists the officers of each agency that has any."""
    kinds = {office.id: office.kind for office in units.organisations_of(db, unit, *AGENCIES)}
    by_agency: dict[str, list[Account]] = {}
    for officer in accounts.with_role(db, unit, "officer"):
        kind = kinds.get(officer.organisation_id or 0)
        if kind:
            by_agency.setdefault(kind, []).append(officer)
    return by_agency


def choose_commune(db: Db, code: str, unit: str = "") -> None:
    """Notes whose service this is. Raises CannotBeSo: there is none, or people of another are entered already."""
    if commune_named(code) is None:
        raise CannotBeSo("no_commune")
    if unit and unit != code and accounts.ids_of(db, unit):
        raise CannotBeSo("has_people")
    installation.put(db, installation.UNIT, code)
    if not installation.get(db, installation.PURPOSE):
        installation.put(db, installation.PURPOSE, installation.TRYING)
    make_known(db, code)
    db.audit(code, None, "setup.commune", None, code)


def add_agency(db: Db, unit: str, kind: str, name: str) -> int:
    """Gives the agency of this kind, made with this name where there is none. Raises CannotBeSo."""
    if kind not in AGENCIES:
        raise CannotBeSo("no_agency")
    existing = units.organisations_of(db, unit, kind)
    if existing:
        return existing[0].id
    name = " ".join(name.split())
    if not name or len(name) > 160:
        raise CannotBeSo("agency_name")
    db.audit(unit, None, "setup.agency", None, kind)
    return units.add_organisation(db, unit=unit, kind=kind, name=name)


def add_officer(
    db: Db, unit: str, organisation_id: int | None, entered: Mapping[str, str], roles: tuple[str, ...] = ("officer",)
) -> int:
    """Adds an officer of name, phone, born, pronoun as they were typed; gives the account's id. Raises CannotBeSo."""
    name, born = " ".join(entered.get("name", "").split()), entered.get("born", "").strip()
    if len(name) < 2 or len(name) > 120:
        raise CannotBeSo("name")
    phone = read_phone(entered.get("phone", ""))
    if phone is None:
        raise CannotBeSo("phone")
    if accounts.by_phone(db, phone) is not None:
        raise CannotBeSo("phone_taken")
    if not _is_between(db.today.year - OLDEST, born, db.today.year - YOUNGEST):
        raise CannotBeSo("born")
    pronoun = entered.get("pronoun", "")
    return accounts.add(
        db,
        unit=unit,
        name=name,
        roles=roles,
        phone=phone,
        born=int(born),
        pronoun=pronoun if pronoun in PRONOUNS else "neutral",
        organisation_id=organisation_id,
        on_duty="officer" in roles,
    )


def _is_between(least: int, typed: str, most: int) -> bool:
    """Tells whether this is a whole number within bounds; of very many figures it is not even read."""
    return typed.isdecimal() and len(typed) <= len(str(most)) and least <= int(typed) <= most


def invite_first_admin(db: Db, unit: str, account: Account | None) -> str:
    """Makes an officer the first admin, or takes them up again; gives their new code. Raises CannotBeSo."""
    if account is None or account.unit != unit or "officer" not in account.roles:
        raise CannotBeSo("no_officer")
    if "admin" not in account.roles:
        if accounts.with_role(db, unit, "admin"):
            raise CannotBeSo("has_admin")
        accounts.set_roles(db, account.id, (*account.roles, "admin"), by=None)
    return invitees.give_code(db, unit, account.id, None, by_hand=True)


def climb_minutes(db: Db, unit: str) -> dict[str, int]:
    """Gives how long an urgent and a high alert wait before they go a step up: the commune's minutes, or the usual."""
    commune = units.get(db, unit)
    return {**alerts.CLIMB_MINUTES, **(commune.settings.get("climb_minutes", {}) if commune else {})}


def quiet_hours(db: Db, unit: str) -> Hours:
    """Gives when the commune's phones are silent: its own hours, or the usual."""
    commune = units.get(db, unit)
    return quiet.hours_of(commune.settings.get(quiet.SETTING) if commune else None)


def set_quiet_hours(db: Db, unit: str, since: str, until: str) -> None:
    """Sets them, of «21:00» and «6:30» as they are typed; the service takes them up when it opens anew.

    Raises CannotBeSo.
    """
    try:
        hours = Hours(read_clock(since), read_clock(until))
    except ValueError:
        raise CannotBeSo("quiet_hours") from None
    if not hours.is_sensible:
        raise CannotBeSo("quiet_hours")
    keep_hours(db, unit, hours, by=None)


def set_clocks(db: Db, unit: str, entered: Mapping[str, str]) -> None:
    """Sets these minutes. Raises CannotBeSo."""
    minutes = {level: entered.get(level, "").strip() for level in alerts.CLIMB_MINUTES}
    if not all(_is_between(LEAST_MINUTES, value, MOST_MINUTES) for value in minutes.values()):
        raise CannotBeSo("minutes")
    units.set_setting(db, unit, "climb_minutes", {level: int(value) for level, value in minutes.items()})
    installation.put(db, TIMES, YES)
    db.audit(unit, None, "setup.times", None, " ".join(f"{level}={value}" for level, value in minutes.items()))


def keep_id_numbers(db: Db, unit: str, wanted: bool) -> None:
    """Keeps the numbers of identity cards that lists give, sealed, from now on; or forgets those that are kept."""
    units.set_setting(db, unit, ID_NUMBERS, wanted)
    if not wanted:
        person_details.forget_id_numbers(db, unit)
    db.audit(unit, None, "setup.id_numbers", None, "kept" if wanted else "forgotten")


def run_for_real(db: Db, unit: str) -> None:
    """Marks that real people are entered from now on: what is there cannot be cleared any more."""
    installation.put(db, installation.PURPOSE, installation.REAL)
    db.audit(unit, None, "setup.real")
