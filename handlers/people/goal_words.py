"""Goals in words, as all who may see them read them."""

from handlers.kit.wording import Wording
from storage.goals import Goal


def in_words(wording: Wording, goal: Goal) -> str:
    """Words a goal: «2. Học lái xe · bác Tư giúp · trước thứ Ba 15/12»."""
    return wording.text(
        "goal.line",
        number=goal.number,
        what=goal.what,
        helper=helper_in_words(wording, goal.helper, goal.helper_named),
        day=wording.day(goal.due_on),
    )


def helper_in_words(wording: Wording, helper: str, named: str) -> str:
    return named or wording.text(f"goal.helper.{helper}")
