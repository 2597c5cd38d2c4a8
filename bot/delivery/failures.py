"""What went wrong with a message, in plain words: for the person who looks after the service."""

from collections.abc import Mapping

from rules.delivery import MOST_TRIES

# what the service itself notes
OURS: Mapping[str, str] = {
    "too_late": "too late to be of use",
    "answered": "answered before it left",
    "left": "its reader has left that phone",
    "closed": "the reader has to write first",
    "stopped_closed": "the message to many was stopped, and its reader has to write first",
    "operator": "dropped by hand",
    "doubtful": "sent or not, nobody knows: the service was killed twice on the way",
    "blocked": "its reader has blocked us there",
    "quiet": "nobody is disturbed at that hour",
    "account_ails": "the account was out of order, so it went another way",
    "timeout": "the platform took too long",
    "rate": "too many at once",
    "quota": "the month's messages are used up",
    "token": "the token is refused",
    "token_lost": "the tokens are lost: somebody must consent again",
    "token_renewing": "a new token was being fetched",
    "no_consent": "nobody has consented yet",
    "replies_spent": "the free replies to this reader are used up",
    "silent_for_7_days": "the reader has been silent for seven days",
    "no_phone": "there is no phone number to send it to",
    "no_template": "it is not one of the forms of words that we register",
    "template_missing": "the template is not registered at the platform",
    "template_pending": "the template waits for the platform's review",
    "template_rejected": "the platform did not approve the template",
    "template_disabled": "the platform has switched the template off",
    "template_parameters": "the template takes other parameters than ours",
    "template_too_long": "the template takes fewer characters than ours",
    "gone": "it is not there any more",
    "too_large": "too large",
    "no_object": "the platform answered nonsense",
    "nothing_comes_in": "nothing comes in on this channel",
}
TELEGRAM: Mapping[str, str] = {
    "Forbidden": "the reader blocked the bot",
    "BadRequest": "the message was refused as it is",
    "TimedOut": "the platform took too long",
    "NetworkError": "the platform was not reached",
    "Conflict": "another process asks for the same updates",
    "429": "too many at once",
}
ZALO_BOT: Mapping[str, str] = {
    "400": "the message was refused as it is",
    "401": "the token is refused",
    "403": "an error of the platform's own",
    "404": "the platform knows no such reader or method",
    "408": "the platform took too long",
    "426": "as often as one may ask in a day",
    "429": "too many at once, or the month's messages are used up",
}
ZALO_OA: Mapping[str, str] = {
    "-32": "too many at once",
    "-100": "an upload older than seven days",
    "-200": "the platform could not send it",
    "-201": "a parameter is wrong",
    "-204": "the account is disabled",
    "-205": "there is no such account",
    "-209": "the app is not activated",
    "-210": "too long",
    "-211": "the account's quota is used up",
    "-212": "the app may not use this part of the API",
    "-213": "the reader does not follow the account",
    "-214": "still being looked at by the platform",
    "-216": "the token is refused",
    "-217": "the reader refused the account",
    "-218": "as much as one reader may get in a day",
    "-219": "the app is gone or disabled",
    "-220": "the token has ended",
    "-221": "the account must be verified",
    "-223": "a consent is missing",
    "-224": "the account needs a larger plan",
    "-227": "the reader is banned, or has been away for 45 days",
    "-230": "the reader has been silent for seven days",
    "-232": "the reader has not written, or too long ago",
    "-233": "a kind of message that is not taken",
    "-234": "not at night",
    "-235": "not for this kind of account",
    "-237": "the group has ended",
    "-238": "something sent along was used already",
    "-240": "a part of the API that is gone",
    "-241": "something sent along is disabled",
    "-242": "the proof of the app's secret is wrong",
    "-244": "the reader wants no messages of this kind",
    "-248": "against the platform's standards",
    "-249": "this template cannot be sent by user id",
    "-305": "the quota is used up",
    "-311": "the free replies to this reader are used up",
    "-320": "the account has no purse for templates",
    "-321": "no money left for templates",
    "-403": "the account is not in the group",
    "-14002": "the app is not activated",
    "-14003": "the address of the consent page is not the one that was saved",
    "112": "the app is not linked with the account",
}
ZBS: Mapping[str, str] = {
    **{f"-{code}": "the app is wrong, missing, not active or not linked" for code in range(101, 106)},
    "-100": "an error that the platform does not name",
    "-108": "the phone number is wrong",
    "-109": "there is no such template",
    "-110": "the reader's Zalo is too old",
    "-111": "the template's fields are empty",
    "-106": "not asked as the platform wants it",
    "-107": "the platform knows no such message",
    "-1091": "the template cannot be changed",
    "-112": "a field of the template is wrong",
    "-113": "the template's button is wrong",
    "-1131": "the template's button is wrong",
    "-1123": "the platform could not make a QR code",
    "-1121": "a field of the template is too long",
    "-1122": "a field of the template is missing",
    "-1124": "a field of the template is wrong",
    "-114": "the reader cannot receive it",
    "-115": "quota or money is used up",
    "-116": "the words of a field are not taken",
    "-117": "the app may not use this template",
    "-118": "the number has no Zalo",
    "-119": "the reader cannot receive it",
    "-120": "the account may not send templates",
    "-1201": "the account may not send templates of this kind",
    "-1202": "the account may not send templates of this kind",
    "-121": "not asked as the platform wants it",
    "-122": "not asked as the platform wants it",
    **dict.fromkeys(("-123", "-128", "-129", "-142", "-143"), "a key of the platform's own is wrong"),
    "-124": "the token is refused",
    "-1241": "the proof of the app's secret is wrong",
    "-125": "the account's id is wrong",
    "-126": "the purse for trying out is empty",
    "-127": "while trying out, only administrators receive it",
    "-130": "too long",
    "-131": "the template is not approved",
    "-132": "a field of the template is wrong",
    "-133": "not at night",
    "-134": "the reader did not agree to receive it",
    "-135": "the account may not send templates",
    "-1351": "the account is blocked for breaking the platform's rules",
    "-136": "the account has no purse for templates",
    "-137": "it could not be paid",
    "-138": "the app may not send templates of this kind",
    "-1381": "the app may not send templates of this kind",
    "-139": "the reader refused templates of this kind",
    "-140": "the reader may not get templates of this kind, or the account not send them",
    "-141": "the reader refused the account",
    "-144": "as much as the account may send in a day",
    "-1441": "as much as the account may send in a month",
    "-145": "the account may not send templates of this kind",
    "-146": "the template is disabled for its quality",
    "-147": "as much as this template may be sent in a day",
    "-1471": "as much as one reader may get",
    "-1472": "as much as one reader may get in a day",
    **dict.fromkeys(("-148", "-149", "-150", "-1491"), "a journey's token, which we do not use"),
    **dict.fromkeys(("-151", "-152"), "an encrypted template, which we do not use"),
    "-153": "a field of the template is wrong",
    **dict.fromkeys(("-158", "-159"), "a file that is not taken"),
    "-160": "the day's quota is used up",
    **dict.fromkeys(("-161", "-162"), "a way of sending that is not allowed"),
}
BY_CHANNEL: Mapping[str, Mapping[str, str]] = {
    "telegram": TELEGRAM,
    "zalo_bot": ZALO_BOT,
    "zalo_oa": ZALO_OA,
    "zbs": {**ZALO_OA, **ZBS},
}
# one word, three stories
STOPPED: Mapping[str, str] = {
    "dropped": "its reader has asked us to stop",
    "held": "the message to many was stopped",
}


KINDS: Mapping[str, str] = {
    "Retry": "to be sent later",
    "Blocked": "the reader cannot be reached there any more",
    "WindowClosed": "the platform lets us write only after the reader does",
    "Rejected": "the platform will never take it",
    "Down": "the platform was out of order",
}


def in_words(channel: str, failure: str, state: str = "queued") -> str:
    """A failure as the outbox notes it, `WindowClosed:-230`: its code and what that means."""
    kind, _, code = failure.rpartition(":")
    if code == "stopped":
        return STOPPED.get(state, "the service was stopped")
    if code in OURS:
        return OURS[code]
    platform = BY_CHANNEL.get(channel, {}).get(code.removeprefix("operator_"))
    words = platform or _by_its_look(code) or KINDS.get(kind)
    return f"{code} ({words})" if words else code


def _by_its_look(code: str) -> str:
    """Codes that carry something more: the status of an answer, the name of an error."""
    beginnings = {
        "template_list_": "the platform does not show us our templates: the account lacks something",
        "store_": "our own database was away",
        "broken_": "a fault of the program",
        "not_json_": "the platform answered nonsense",
        "no_answer_": "the platform answered nonsense",
        "oauth_": "the platform's token server was away",
        "Client": "the platform was not reached",
        "Server": "the platform was not reached",
        "http_": "the platform answered with an error",
        "template_": "its template cannot be used",
    }
    return next((words for beginning, words in beginnings.items() if code.startswith(beginning)), "")


def tries(attempts: int) -> str:
    if attempts == 0:
        return "not tried yet"
    return f"tried {attempts}×" if attempts < MOST_TRIES else f"tried {attempts}×, as often as we do"
