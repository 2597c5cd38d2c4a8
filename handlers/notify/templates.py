"""A notice as a form of words that the platform has approved: for readers whose chat is closed until they write."""

import unicodedata
from datetime import datetime

from handlers.kit.deployment import Deployment
from handlers.kit.messages import Outgoing
from handlers.kit.wording import Wording
from rules.local_time import local
from rules.notices import kind_stored
from rules.templates import Source, shortened
from storage.accounts import Account

LANGUAGE = "vi"


def written(
    deployment: Deployment, wording: Wording, reader: Account, kind: str, now: datetime, *, number: str = ""
) -> Outgoing | None:
    """Fills the template of a kind of notice; None where it has none.

    Registered templates are Vietnamese, and so is what fills them, whatever language the reader has chosen.
    """
    code = kind_stored(kind).template
    if not code:
        return None
    template = deployment.tables.templates[code]
    spoken = Wording(wording.texts, LANGUAGE, reader)
    wanted = {parameter.source for parameter in template.parameters}
    sources: dict[Source, str] = {
        "reader": spoken.address()["you_name"],
        "place": deployment.place if reader.unit == deployment.unit else spoken.text("template.place.own"),
        "day": f"{local(now):%d/%m/%Y}",
        "matter": spoken.text(f"template.matter.{kind}") if "matter" in wanted else "",
        "number": number or spoken.text("template.number.inside"),
    }
    parameters = {
        parameter.name: shortened(unicodedata.normalize("NFC", sources[parameter.source]), parameter.longest)
        for parameter in template.parameters
    }
    return Outgoing("", template=template.code, parameters=parameters)
