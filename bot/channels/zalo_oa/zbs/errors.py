"""Maps each error code of the template API to what follows for the message, by the platform's own lists."""

from collections.abc import Mapping
from datetime import datetime

from bot.channels.zalo_oa.errors import Action, as_failure
from bot.delivery.channel import SendFailed

ACTIONS: Mapping[int, Action] = {
    # the template API's own
    -100: Action.AGAIN,  # unknown
    -101: Action.OPERATOR,  # app invalid
    -102: Action.OPERATOR,  # app missing
    -103: Action.OPERATOR,  # app not active
    -104: Action.OPERATOR,  # wrong secret
    -105: Action.OPERATOR,  # app not linked with an account
    -106: Action.FIX,  # method
    -107: Action.FIX,  # message id
    -108: Action.NOBODY,  # no such phone number
    -109: Action.FIX,  # no such template
    -1091: Action.OPERATOR,
    -110: Action.NOBODY,  # their Zalo is too old
    -111: Action.FIX,  # no fields
    -112: Action.FIX,  # type of a field
    -1121: Action.FIX,  # a field too long
    -1122: Action.FIX,  # a field missing
    -1123: Action.AGAIN,  # QR code
    -1124: Action.FIX,  # form of a field
    -113: Action.FIX,  # button
    -1131: Action.FIX,
    -114: Action.NOBODY,  # cannot receive: state of the account, opted out, old app
    -115: Action.OPERATOR,  # out of quota or money
    -116: Action.FIX,  # words not taken
    -117: Action.OPERATOR,  # template of another app or account
    -118: Action.NOBODY,  # no Zalo at this number
    -119: Action.NOBODY,
    -120: Action.OPERATOR,
    -1201: Action.OPERATOR,
    -1202: Action.OPERATOR,
    -121: Action.FIX,  # no body
    -122: Action.FIX,  # not JSON
    -123: Action.FIX,  # RSA, which is not used
    -128: Action.FIX,
    -129: Action.FIX,
    -142: Action.FIX,
    -143: Action.FIX,
    -124: Action.REFRESH,
    -1241: Action.FIX,
    -125: Action.OPERATOR,  # account's id
    -126: Action.OPERATOR,  # development: purse empty
    -127: Action.OPERATOR,  # development: administrators only
    -130: Action.FIX,  # too large
    -131: Action.OPERATOR,  # template not approved
    -132: Action.FIX,
    -133: Action.MORNING,
    -134: Action.STOP,  # no answer to an invitation
    -135: Action.OPERATOR,
    -1351: Action.OPERATOR,  # account blocked
    -136: Action.OPERATOR,  # purse not connected
    -137: Action.OPERATOR,  # could not be charged
    -1381: Action.OPERATOR,
    -138: Action.OPERATOR,
    -145: Action.OPERATOR,
    -139: Action.STOP,  # refused messages of this type
    -140: Action.NOBODY,  # not eligible: by one reading the reader, by another the account
    -141: Action.STOP,  # refused this account
    -144: Action.OTHER_WAY,  # the account's day is used up: tomorrow is too late for most, and the call list is not
    -147: Action.OTHER_WAY,  # the template's day
    -1441: Action.OTHER_WAY,
    -1471: Action.OTHER_WAY,
    -1472: Action.OTHER_WAY,
    -146: Action.OPERATOR,  # template switched off for its quality
    -148: Action.FIX,  # journeys and end-to-end templates are not used
    -149: Action.FIX,
    -150: Action.FIX,
    -1491: Action.FIX,
    -151: Action.FIX,
    -152: Action.FIX,
    -153: Action.FIX,
    -158: Action.FIX,
    -159: Action.FIX,
    -160: Action.OTHER_WAY,  # the day's quota
    -161: Action.FIX,  # sending_mode
    -162: Action.FIX,
    # the account's API, which takes templates by user id
    -32: Action.SLOWER,
    -200: Action.AGAIN,
    -201: Action.FIX,
    -204: Action.OPERATOR,
    -205: Action.OPERATOR,
    -209: Action.OPERATOR,
    -210: Action.FIX,
    -211: Action.OPERATOR,
    -212: Action.OPERATOR,
    -213: Action.NOBODY,  # does not follow, and may again
    -216: Action.REFRESH,
    -217: Action.STOP,
    -218: Action.OTHER_WAY,
    -219: Action.OPERATOR,
    -220: Action.REFRESH,
    -221: Action.OPERATOR,
    -223: Action.OPERATOR,
    -224: Action.OPERATOR,
    -227: Action.NOBODY,  # away for 45 days, and may come back
    -230: Action.OTHER_WAY,  # last contact too long ago
    -232: Action.OTHER_WAY,
    -233: Action.FIX,
    -234: Action.MORNING,
    -235: Action.OPERATOR,
    -242: Action.FIX,
    -244: Action.OTHER_WAY,
    -248: Action.OPERATOR,
    -249: Action.FIX,  # this template has no way by user id
    -320: Action.OPERATOR,
    -321: Action.OPERATOR,  # no money left
    112: Action.OPERATOR,
}


def action_of(code: int) -> Action:
    """Gives what follows from a code; one that is not known is tried again, not given up at once."""
    return ACTIONS.get(code, Action.AGAIN)


def is_of_the_token(code: int) -> bool:
    return action_of(code) is Action.REFRESH


def failure_of(code: int, now: datetime) -> SendFailed:
    return as_failure(action_of(code), code, now)
