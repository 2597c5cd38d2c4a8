"""What was told in somebody's name by another is marked so wherever it is read: «cô Hoa ghi hộ»."""

from handlers.kit.viewer import Viewer
from storage import accounts


def written_for(viewer: Viewer, account_id: int | None) -> str:
    """Marks what this account has told in the person's name; empty where they told it themself."""
    writer = accounts.get(viewer.db, account_id)
    return viewer.text("proxy.mark", who=viewer.wording.called(writer)) if writer else ""
