"""Maps each error code of the Official Account's API to what follows for the message, by the platform's own list."""

import random
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from enum import StrEnum

from bot.delivery.channel import TOKEN, Blocked, Down, Rejected, Retry, SendFailed, WindowClosed
from storage.database import VIETNAM


class Action(StrEnum):
    """What is done about an error code."""

    REFRESH = "a new access token, then once more"
    SLOWER = "everybody waits a little"
    AGAIN = "again, longer apart"
    SOON = "in some minutes"
    MORNING = "after the night"
    OTHER_WAY = "not here and now: another chat or a call"
    NOBODY = "nobody there now: another chat or a call"
    STOP = "this person is not reached here any more"
    OPERATOR = "somebody must mend the account; what waits is tried on"
    FIX = "a fault of ours; never again like this"


SOON = 600.0
SLOWER = (10.0, 20.0)
MORNING = time(6, 5)
MORNING_CROWD = 600.0

ACTIONS: Mapping[int, Action] = {
    -32: Action.SLOWER,  # rate of the app or of the account
    -100: Action.FIX,  # an upload older than seven days
    -200: Action.AGAIN,
    -201: Action.FIX,
    -204: Action.OPERATOR,  # account disabled
    -205: Action.OPERATOR,
    -209: Action.OPERATOR,  # app not activated
    -210: Action.FIX,  # too long
    -211: Action.OPERATOR,  # out of quota
    -212: Action.OPERATOR,  # API not registered for the app
    -213: Action.STOP,  # does not follow
    -214: Action.SOON,
    -216: Action.REFRESH,
    -217: Action.STOP,  # blocked our invitation
    -218: Action.OTHER_WAY,  # as much as one person may get in a day
    -219: Action.OPERATOR,
    -220: Action.REFRESH,
    -221: Action.OPERATOR,  # account must be verified
    -223: Action.OPERATOR,  # consent missing
    -224: Action.OPERATOR,  # tier
    -227: Action.STOP,  # banned, or away for 45 days
    -230: Action.OTHER_WAY,  # silent for seven days
    -232: Action.OTHER_WAY,
    -233: Action.FIX,
    -234: Action.MORNING,
    -235: Action.OPERATOR,
    -237: Action.OPERATOR,
    -238: Action.FIX,
    -240: Action.FIX,  # an API that is gone
    -241: Action.FIX,
    -242: Action.FIX,
    -244: Action.OTHER_WAY,  # wants no messages of this type
    -248: Action.OPERATOR,  # against the platform's standards
    -249: Action.FIX,
    -305: Action.OPERATOR,
    -311: Action.OTHER_WAY,  # replies of this window used up
    -320: Action.OPERATOR,
    -321: Action.OPERATOR,  # no money left
    -403: Action.FIX,
    -14002: Action.OPERATOR,
    -14003: Action.OPERATOR,
    112: Action.OPERATOR,  # app not linked with the account
}


def action_of(code: int) -> Action:
    """Gives what follows from a code; one that is not known is tried again, not given up at once."""
    return ACTIONS.get(code, Action.AGAIN)


def failure_of(code: int, now: datetime) -> SendFailed:
    return as_failure(action_of(code), code, now)


def as_failure(action: Action, code: int, now: datetime) -> SendFailed:
    name = str(code)
    match action:
        case Action.SLOWER:
            return Retry(random.uniform(*SLOWER), name, everybody=True)
        case Action.SOON:
            return Retry(SOON, name)
        case Action.MORNING:
            return Retry(_until_morning(now), name)
        case Action.OTHER_WAY:
            return WindowClosed(name)
        case Action.STOP:
            return Blocked(name)
        case Action.FIX | Action.NOBODY:
            return Rejected(name)
        case Action.REFRESH:
            return Down(TOKEN)
        case Action.OPERATOR:
            return Down(f"operator_{code}")
        case Action.AGAIN:
            return Down(name)


def _until_morning(now: datetime) -> float:
    """Gives the seconds until after the night, spread over ten minutes so that not all leave in one second."""
    local_now = now.astimezone(VIETNAM)
    morning = datetime.combine(local_now.date(), MORNING, VIETNAM)
    if morning <= local_now:
        morning += timedelta(days=1)
    return (morning - local_now).total_seconds() + random.uniform(0, MORNING_CROWD)
