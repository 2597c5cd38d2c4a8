"""Prints the ways in which a code can be brought along: a link and a QR for each channel."""

import asyncio

import typer

from bot.channels import registry
from bot.clock import Clock
from bot.deployment import open_deployment
from bot.settings import Settings
from handlers.linking.invitation import describe


def print_ways(settings: Settings, code: str) -> None:
    import segno

    deployment = open_deployment(settings, Clock())
    deployment.addresses.update(asyncio.run(asked_addresses(settings)))
    for channel, link in describe(deployment, code).items():
        typer.echo(f"{channel}: {link}")
        segno.make(link).terminal(compact=True)


async def asked_addresses(settings: Settings) -> dict[str, str]:
    """Asks those platforms for our address there that alone know it; who does not answer is left out."""
    addresses = {}
    for platform, own in registry.settings_on(settings):
        if platform.ask_address and (address := await platform.ask_address(own)):
            addresses[platform.name] = address
    return addresses
