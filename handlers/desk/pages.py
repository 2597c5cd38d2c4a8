"""The pages of the desk, in the order of its menu; a new one is added here."""

from handlers.desk.own_devices import OWN_DEVICES
from handlers.desk.page import DeskPage

PAGES: tuple[DeskPage, ...] = (OWN_DEVICES,)
