"""What the service says of the commune: its name, offices and their numbers, hours, clocks, where it is reached."""

from dataclasses import dataclass

from handlers.desk.page import Asked, DeskPage
from handlers.documents.sheet import Sheet
from handlers.enrolment.people import ID_NUMBERS
from handlers.kit.scope import Scope
from handlers.people.offices import unit_named
from handlers.settings.commune import AGENCIES
from handlers.understand.phones import spoken
from rules import alerts, quiet
from storage import accounts, units


@dataclass(frozen=True, slots=True)
class Office:
    """An office of the commune, and how many of its officers are in the records."""

    id: int
    kind: str
    name: str
    phone: str
    officers: int


@dataclass(frozen=True, slots=True)
class CommuneFacts:
    """`hours`: since when and until when phones are silent; `clocks`: level → minutes until an alert goes a step up."""

    place: str
    code: str
    offices: list[Office]
    hours: tuple[str, str]
    clocks: list[tuple[str, int]]
    keeps_id_numbers: bool
    addresses: list[tuple[str, str]]
    hotlines: list[tuple[str, str]]


def gather(scope: Scope, _asked: Asked) -> CommuneFacts:
    """Reads what was chosen at set-up and since."""
    unit = units.get(scope.db, scope.unit)
    settings = unit.settings if unit else {}
    hours, minutes = quiet.hours_of(settings.get(quiet.SETTING)), settings.get("climb_minutes", {})
    clocks = {**alerts.CLIMB_MINUTES, **minutes}
    addresses = scope.deployment.addresses
    return CommuneFacts(
        unit_named(scope.wording, unit) if unit else scope.deployment.place,
        scope.unit,
        _offices(scope),
        (f"{hours.since:%H:%M}", f"{hours.until:%H:%M}"),
        [(scope.text(f"alert.level.{level}"), clocks[level]) for level in alerts.LEVELS if level in clocks],
        bool(settings.get(ID_NUMBERS)),
        [(scope.text(f"channel.{name}"), address) for name, address in addresses.items() if address],
        _hotlines(scope),
    )


def _hotlines(scope: Scope) -> list[tuple[str, str]]:
    return [(_hotline(scope, hotline.code), hotline.number) for hotline in scope.deployment.hotlines]


def _hotline(scope: Scope, code: str) -> str:
    key = f"desk.commune.hotline.{code}"
    return scope.text(key) if scope.has_text(key) else code


def _offices(scope: Scope) -> list[Office]:
    counts: dict[int, int] = {}
    for officer in accounts.with_role(scope.db, scope.unit, "officer"):
        counts[officer.organisation_id or 0] = counts.get(officer.organisation_id or 0, 0) + 1
    return [
        Office(office.id, office.kind, office.name, spoken(office.phone or ""), counts.get(office.id, 0))
        for office in units.organisations_of(scope.db, scope.unit, *AGENCIES)
    ]


def sheet(scope: Scope, _asked: Asked) -> Sheet:
    """Writes the numbers to call as a list for Excel: the offices, then those for emergencies."""
    heads = [scope.text(f"desk.commune.{name}") for name in ("office", "phone", "officers")]
    offices = [(office.name, office.phone, office.officers) for office in _offices(scope)]
    return Sheet(scope.text("desk.commune.title"), heads, [*offices, *((*line, "") for line in _hotlines(scope))])


COMMUNE = DeskPage(
    id="commune", path="commune", gather=gather, may=("officer", "admin"), sheet=sheet, topics=("setup",)
)
