"""What the pages of set-up show: a list of the steps, and for each step what is entered already."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bot.channels.zalo_oa.platform import ZALO_OA
from bot.channels.zalo_oa.settings import ZaloOaSettings
from bot.installation import channels, official_account, steps
from bot.installation.given import Given
from bot.web.language import language_of
from bot.web.pages import PAGES
from bot.web.reading import read
from bot.web.setup.door import PATH, SETUP
from handlers.enrolment.facts import KINDS
from handlers.enrolment.people import keeps_id_numbers
from handlers.kit.wording import Wording
from handlers.linking import invitees
from handlers.linking.invitation_sheets import KINDS as SHEETS
from handlers.understand.commune_search import commune_named, search_communes
from rules.alerts import CLIMB_MINUTES
from rules.pronouns import PRONOUNS
from storage import accounts, installation, list_imports, units
from storage.database import Db

MOST_FORMER = 8
# a page that leads on while the service opens anew
RESTARTS_IN = "4"


@dataclass(frozen=True, slots=True)
class Looking:
    """What a page is made of."""

    db: Db
    settings: Given
    wording: Wording
    query: Mapping[str, str]

    @property
    def unit(self) -> str:
        return self.settings.unit


async def show(
    request: web.Request, step: str, *, problem: str = "", problems: str = "setup.problem", **more: object
) -> web.Response:
    """Shows the page of a step; `problem` is the code of what is wrong with what was entered, a text of `problems`."""
    setup = request.config_dict[SETUP]
    wording = Wording(request.config_dict[PAGES].texts, language_of(request))

    def values(db: Db) -> dict[str, Any]:
        looking = Looking(db, setup.settings, wording, request.query)
        states = steps.done(db, setup.settings)
        return {"states": states, **around(looking), **FACTS.get(step, nothing)(looking)}

    shown = await read(request, values)
    filled = {
        "commune": "",
        **shown,
        "step": step,
        "problem": problem,
        "problems": problems,
        "next": next_step(step, shown["states"]),
        **more,
    }
    return request.config_dict[PAGES].answer(request, f"setup_{step}.html", 400 if problem else 200, **filled)


def restarting(request: web.Request, then: str) -> web.Response:
    """Opens the service anew with what was stored, and leads the browser on when that has been done."""
    request.config_dict[SETUP].restart()
    response = request.config_dict[PAGES].answer(request, "setup_wait.html", then=f"{PATH}/{then}")
    response.headers["Refresh"] = f"{RESTARTS_IN}; url={PATH}/{then}"
    response.headers["Connection"] = "close"
    return response


def next_step(step: str, states: Mapping[str, bool]) -> str:
    """Gives the first step behind this one that is not done; empty where nothing is left."""
    behind = list(states)[list(states).index(step) + 1 :] if step in states else list(states)
    return next((name for name in behind if not states[name]), "")


def around(looking: Looking) -> dict[str, Any]:
    commune = commune_named(looking.unit) if looking.unit else None
    return {"commune": str(commune) if commune else "", "trying": installation.may_be_cleared(looking.db)}


def nothing(_looking: Looking) -> dict[str, Any]:
    return {}


def of_commune(looking: Looking) -> dict[str, Any]:
    words = looking.query.get("q", "")[:100]
    communes = [
        {
            "code": commune.code,
            "name": str(commune),
            "was": ", ".join(commune.was[:MOST_FORMER]),
            "more": max(len(commune.was) - MOST_FORMER, 0),
        }
        for commune in search_communes(words)
    ]
    from_environment = looking.unit and installation.get(looking.db, installation.UNIT) != looking.unit
    return {"q": words, "found": communes, "fixed": bool(from_environment)}


def of_agencies(looking: Looking) -> dict[str, Any]:
    offices = {office.kind: office for office in units.organisations_of(looking.db, looking.unit, *steps.AGENCIES)}
    officers = steps.officers_by_agency(looking.db, looking.unit)
    place = commune_named(looking.unit)
    agencies = [
        {
            "kind": kind,
            "name": offices[kind].name if kind in offices else "",
            "usual": looking.wording.text(f"setup.agency.{kind}", place=place.name if place else ""),
            "officers": [officer.name for officer in officers.get(kind, [])],
        }
        for kind in steps.AGENCIES
    ]
    no_border = bool(installation.get(looking.db, steps.NO_BORDER))
    return {"agencies": agencies, "no_border": no_border, "pronouns": _pronouns(looking.wording), "entered": {}}


def _pronouns(wording: Wording) -> list[tuple[str, str]]:
    return [(code, wording.text(f"pronoun.{code}")) for code in PRONOUNS]


def of_admin(looking: Looking) -> dict[str, Any]:
    officers = accounts.with_role(looking.db, looking.unit, "officer")
    admins = accounts.with_role(looking.db, looking.unit, "admin")
    linked = {admin.id: steps.is_linked(looking.db, admin) for admin in admins}
    return {
        "admins": [{"id": admin.id, "name": admin.name, "linked": linked[admin.id]} for admin in admins],
        "officers": [(officer.id, officer.name) for officer in officers if officer.id not in linked],
        "code": None,
    }


def of_channels(looking: Looking) -> dict[str, Any]:
    rows = [
        {
            "name": platform.name,
            "on": platform.is_on(looking.settings.of(platform.settings)),
            "fixed": channels.is_from_environment(looking.settings, platform, looking.db),
        }
        for platform in channels.pasted()
    ]
    account = {
        "name": ZALO_OA.name,
        "on": ZALO_OA.is_on(looking.settings.of(ZaloOaSettings)),
        "fixed": official_account.is_from_environment(looking.settings, looking.db),
        "fields": [(name, name in official_account.SECRET) for name in official_account.FIELDS],
    }
    public = looking.settings.public_url or ""
    return {"rows": rows, "account": account, "tried": None, "public": public, "entered": {}}


def of_keys(looking: Looking) -> dict[str, Any]:
    keyring = looking.db.store.keyring
    return {
        "file": looking.settings.keys_file.name,
        "fingerprint": keyring.fingerprint(keyring.current),
        "taken": bool(installation.get(looking.db, steps.KEYS_TAKEN)),
        "kept": bool(installation.get(looking.db, steps.KEYS_KEPT)),
    }


def of_times(looking: Looking) -> dict[str, Any]:
    minutes = steps.climb_minutes(looking.db, looking.unit)
    clocks = [(level, minutes[level]) for level in CLIMB_MINUTES]
    hours = steps.quiet_hours(looking.db, looking.unit)
    return {"clocks": clocks, "quiet": [("since", f"{hours.since:%H:%M}"), ("until", f"{hours.until:%H:%M}")]}


def of_import(looking: Looking) -> dict[str, Any]:
    last = list_imports.last(looking.db, looking.unit)
    undoable = last is not None and last.can_be_undone(looking.db.now)
    kept = keeps_id_numbers(looking.db, looking.unit)
    return {"list": None, "kinds": KINDS, "undoable": undoable, "written": None, "undone": None, "id_numbers": kept}


def of_invitations(looking: Looking) -> dict[str, Any]:
    waiting = [each for each in invitees.of_unit(looking.db, looking.unit) if not each.linked]
    officers = steps.officers_not_linked(looking.db, looking.unit)
    return {"waiting": len(waiting), "officers": len(officers), "sheets": SHEETS, "codes": [], "messages": []}


FACTS: Mapping[str, Callable[[Looking], dict[str, Any]]] = {
    "commune": of_commune,
    "agencies": of_agencies,
    "admin": of_admin,
    "channels": of_channels,
    "keys": of_keys,
    "times": of_times,
    "import": of_import,
    "invitations": of_invitations,
}
