"""The token endpoint: a form, a secret in a header, and refresh tokens that work once."""

from collections.abc import Mapping

from tests.bot.channels.zalo_oa.fake.state import APP_ID, APP_SECRET, Json, Refused, State


def exchange(state: State, headers: Mapping[str, str], form: Json) -> Json:
    """Refusals come with status 200, like everything of this platform."""
    if not headers.get("Content-Type", "").startswith("application/x-www-form-urlencoded"):
        raise Refused(-14001, "Content type")
    if headers.get("secret_key") != APP_SECRET:
        raise Refused(-14004, "Invalid secret key")
    if form.get("app_id") != APP_ID:
        raise Refused(-14002, "App is not active")
    if form.get("grant_type") != "refresh_token" or set(form) != {"grant_type", "refresh_token", "app_id"}:
        raise Refused(-14005, "Invalid grant")
    return state.exchange(form["refresh_token"])
