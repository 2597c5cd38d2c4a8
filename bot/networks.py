"""Addresses and networks: reads them, and says whom a limit counts together."""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Network = IPv4Network | IPv6Network
# a household or a phone gets a whole /64, and may write from any address of it
OWN_IPV6 = 64


def read_networks(text: str) -> tuple[Network, ...]:
    """Reads addresses and networks, parted by commas or spaces. Raises ValueError."""
    return tuple(ip_network(word) for word in text.replace(",", " ").split())


def parse_address(text: str) -> IPv4Address | IPv6Address | None:
    """Reads an address; an IPv4 address written as IPv6 is the same reader. None for anything else."""
    try:
        address = ip_address(text.strip())
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def is_in(networks: tuple[Network, ...], text: str) -> bool:
    address = parse_address(text)
    return address is not None and any(address in network for network in networks)


def limit_key(text: str) -> str:
    """Names whom a limit counts together: an IPv4 address, or the /64 of an IPv6 address."""
    address = parse_address(text)
    if isinstance(address, IPv6Address):
        return str(IPv6Network((address.packed, OWN_IPV6), strict=False))
    return str(address) if address else text
