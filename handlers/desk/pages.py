"""The pages of the desk, in the order of its menu; a new one is added here."""

from handlers.desk.guardian import GUARDIAN
from handlers.desk.guardians import GUARDIANS
from handlers.desk.own_devices import OWN_DEVICES
from handlers.desk.page import DeskPage
from handlers.desk.roster import ROSTER
from handlers.desk.roster_month import ROSTER_MONTH

PAGES: tuple[DeskPage, ...] = (GUARDIANS, GUARDIAN, ROSTER, ROSTER_MONTH, OWN_DEVICES)
