"""Who may read what a need is about, beside the officers of its commune: whoever is asked or has taken it on."""

from rules.need_notices import HELPING
from rules.needs import WITH_ONE
from storage.access import acts
from storage.accounts import Account
from storage.needs import Need


def helps(viewer: Account | None, need: Need) -> bool:
    """Tells whether the viewer has this need now, asked for or taken on."""
    with_one = need.state == "open" and need.step in WITH_ONE
    return with_one and viewer is not None and need.helper_id == viewer.id and acts(viewer, *HELPING)
