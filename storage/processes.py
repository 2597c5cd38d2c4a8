"""Names for running processes, so that one can tell of another on its machine whether it has ended."""

import os
import secrets
from pathlib import Path

PROC = Path("/proc")


def own_name() -> str:
    """Names this process: machine/pid/when it began/which store of it; what this system does not tell is empty."""
    return f"{_machine()}/{os.getpid()}/{_began(os.getpid())}/{secrets.token_hex(4)}"


def has_ended(name: str) -> bool:
    """Tells whether that process has ended for sure: one of another machine or container may be alive."""
    machine, pid, began, _ = [*name.split("/"), "", "", "", ""][:4]
    return bool(machine) and machine == _machine() and pid.isdigit() and began != _began(int(pid))


def _machine() -> str:
    """Names this start of this machine, and within it the container."""
    try:
        boot = (PROC / "sys/kernel/random/boot_id").read_text().strip()
        return f"{boot}.{(PROC / 'self/ns/pid').stat().st_ino}"
    except OSError:
        return ""


def _began(pid: int) -> str:
    """Tells when a process began, in ticks since the machine did; empty when there is no such process."""
    try:
        return (PROC / f"{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return ""
