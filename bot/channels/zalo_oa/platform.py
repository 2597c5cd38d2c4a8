"""A Zalo Official Account with its templates as one value of the registry."""

from collections.abc import Iterable, Sequence

from bot.channels.findings import Finding
from bot.channels.platform import Platform, RunningChannel, Server, Surroundings
from bot.channels.zalo_oa.error_words import ERROR_WORDS
from bot.channels.zalo_oa.limits import CAPABILITIES
from bot.channels.zalo_oa.settings import ZaloOaSettings
from bot.channels.zalo_oa.zbs.error_words import ERROR_WORDS as TEMPLATE_ERROR_WORDS
from bot.channels.zalo_oa.zbs.limits import CAPABILITIES as OF_TEMPLATES
from storage.database import Store


def _open(settings: ZaloOaSettings, around: Surroundings) -> Sequence[RunningChannel]:
    from bot.channels.zalo_oa.running import RunningZaloOa
    from bot.channels.zalo_oa.zbs.running import RunningZbs

    account = RunningZaloOa(settings, around)
    return [account, RunningZbs(settings, account.channel, account.template_events)]


def _no_checks(_settings: ZaloOaSettings, _server: Server) -> Iterable[Finding]:
    """Finds nothing: without its tokens, which are stored, the platform cannot be asked."""
    return ()


def _stored_checks(settings: ZaloOaSettings, server: Server, store: Store) -> Iterable[Finding]:
    from bot.channels.zalo_oa.doctor import zalo_oa

    return zalo_oa(settings, server.public_url, store)


def _address(settings: ZaloOaSettings, _server: Server) -> str:
    return f"https://zalo.me/{settings.zalo_oa_id}"


ZALO_OA = Platform(
    name="zalo_oa",
    settings=ZaloOaSettings,
    switch="zalo_oa_id",
    capabilities={"zalo_oa": CAPABILITIES, "zbs": OF_TEMPLATES},
    open=_open,
    checks=_no_checks,
    stored_checks=_stored_checks,
    error_words={"zalo_oa": ERROR_WORDS, "zbs": TEMPLATE_ERROR_WORDS},
    address=_address,
)
