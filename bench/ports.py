"""Ports for the servers that benches and tests start, which nobody else is given between the choice and the start."""

import itertools
import os
import socket

# below those that systems hand out to whoever asks for any, and above those that browsers refuse to open
FIRST, LAST = 11_000, 32_000
# each process of a run starts at a place of its own
_tries = itertools.count(os.getpid() * 211)


def free_port() -> int:
    """A port of the loopback address where nobody listens, another one each time."""
    for number in _tries:
        port = FIRST + number % (LAST - FIRST)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port
    raise AssertionError("unreachable")


def free_address() -> str:
    return f"127.0.0.1:{free_port()}"
