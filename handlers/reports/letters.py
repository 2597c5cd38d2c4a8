"""What an invitation or a reminder on paper says: what the officer has typed, and whom to call."""

import json
from collections.abc import Mapping
from datetime import date, datetime

from handlers.kit.viewer import Viewer
from handlers.understand.phones import spoken
from rules.local_time import local
from storage import phones
from storage.persons import Person


def written(**said: str | None) -> str:
    """Packs what was typed, to be sealed with the wish for the document."""
    return json.dumps({name: words for name, words in said.items() if words}, ensure_ascii=False)


def of_invitation(viewer: Viewer, person: Person | None, argument: str) -> Mapping[str, str] | None:
    """Gives the fields of the invitation that `written` has packed; None for anything else."""
    said = _unpacked(argument, "at", "place", "purpose")
    if said is None:
        return None
    moment = local(datetime.fromisoformat(said["at"]))
    return {
        "gio": f"{moment:%H:%M}",
        "ngay": viewer.wording.date_on_paper(moment.date()),
        "dia_diem": said["place"],
        "noi_dung": said["purpose"],
        "mang_theo": said.get("bring", ""),
        "lien_he": contact_of(viewer),
    }


def of_reminder(viewer: Viewer, person: Person | None, argument: str) -> Mapping[str, str] | None:
    """Gives the fields of the reminder that `written` has packed; None for anything else."""
    said = _unpacked(argument, "what", "by")
    if said is None:
        return None
    return {
        "viec": said["what"],
        "han": viewer.wording.date_on_paper(date.fromisoformat(said["by"])),
        "noi_dung": said.get("more", ""),
        "lien_he": contact_of(viewer),
    }


def _unpacked(argument: str, *needed: str) -> dict[str, str] | None:
    """Reads what `written` has packed; None for what a made-up button carries."""
    try:
        said = json.loads(argument)
    except ValueError:
        return None
    if not isinstance(said, dict) or not all(isinstance(said.get(name), str) for name in needed):
        return None
    return said


def contact_of(viewer: Viewer) -> str:
    """Names whoever writes, with the number where there is one."""
    reader = viewer.reader
    if reader is None:
        return ""
    phone = phones.of_account(viewer.db, reader)
    return f"{reader.name}, {spoken(phone)}" if phone else reader.name
