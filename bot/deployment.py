"""Joins what handlers need to know of this deployment."""

from bot.channels import registry
from bot.clock import Clock
from bot.settings import Settings
from handlers.kit.deployment import Deployment
from handlers.matters import REGISTRY
from handlers.texts import Texts
from rules.quiet import USUAL, Hours
from seeds.tables import load_tables
from seeds.units import read_units


def open_deployment(settings: Settings, clock: Clock, hours: Hours = USUAL) -> Deployment:
    """Joins what handlers need to know of this deployment, with the addresses that the settings tell."""
    place = next((unit.full_name for unit in read_units() if unit.code == settings.unit), settings.unit)
    on = registry.settings_on(settings)
    addresses = {platform.name: platform.address(own, settings.server) for platform, own in on}
    told = {name: address for name, address in addresses.items() if address}
    return Deployment(
        texts=Texts.load(),
        unit=settings.unit,
        place=place,
        tables=load_tables(clock.now().date()),
        limits=registry.channel_limits(),
        registry=REGISTRY,
        addresses=told,
        links=registry.links(),
        quiet=hours,
    )
