"""Says in plain words what went wrong with a message, for the person who looks after the service."""

from collections.abc import Mapping

from rules.delivery import MOST_TRIES

# what the service itself notes
OURS: Mapping[str, str] = {
    "too_late": "too late to be of use",
    "answered": "answered before it left",
    "joined": "said in the morning's digest",
    "left": "its reader has left that phone",
    "closed": "the reader has to write first",
    "stopped_closed": "the message to many was stopped, and its reader has to write first",
    "operator": "dropped by hand",
    "handed_over": "it waited in a process that lost the channel",
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
    "no_rows": "the platform answered nonsense",
    "no_updates": "the platform answered nonsense",
    "no_message_id": "the platform answered nonsense",
    "no_name": "the platform answered nonsense",
    "no_webhook": "the platform answered nonsense",
    "nothing_comes_in": "nothing comes in on this channel",
}
# what `stopped` means depends on the state of the message
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


def in_words(error_words: Mapping[str, str], failure: str, state: str = "queued") -> str:
    """Gives a failure as the outbox notes it, such as `WindowClosed:-230`: its code and what that means.

    `error_words` are the platform's codes in words; `state` is that of the message.
    """
    kind, _, code = failure.rpartition(":")
    if code == "stopped":
        return STOPPED.get(state, "the service was stopped")
    if code in OURS:
        return OURS[code]
    platform = error_words.get(code.removeprefix("operator_"))
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
