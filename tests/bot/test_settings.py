"""Settings are typed, and a wrong one is named in a line that a technician can act on."""

import os
from pathlib import Path

import pytest

from bot.channels.settings import PREFIX
from bot.channels.telegram.running import open_telegram
from bot.channels.telegram.settings import TelegramSettings
from bot.settings import SettingsError, all_fields, load_settings

SECRET = "very-secret-value"
README = Path(__file__).parents[2] / "README.md"


@pytest.fixture(autouse=True)
def _empty_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def problems_with(monkeypatch: pytest.MonkeyPatch, **given: str) -> list[str]:
    for name, value in given.items():
        monkeypatch.setenv(PREFIX + name.upper(), value)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    return str(caught.value).splitlines()


def test_without_any_setting_everything_is_embedded() -> None:
    settings = load_settings()
    assert settings.database_url == "sqlite:///var/donghanh.db"
    assert (settings.host, settings.port) == ("127.0.0.1", 8080)
    assert settings.of(TelegramSettings).telegram_token is None
    assert settings.of(TelegramSettings).telegram_mode == "polling"


def test_settings_are_read_from_a_dotenv_file_and_the_environment_wins(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("DONGHANH_UNIT=17713\nDONGHANH_LOG=json\nPOSTGRES_PASSWORD=x\n")
    monkeypatch.setenv("DONGHANH_UNIT", "17722")
    settings = load_settings()
    assert (settings.unit, settings.log) == ("17722", "json")


def test_an_empty_setting_counts_as_not_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DONGHANH_TELEGRAM_TOKEN", "")
    assert load_settings().of(TelegramSettings).telegram_token is None


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("listen", "8080", "127.0.0.1:8080"),
        ("listen", "0.0.0.0:99999", "127.0.0.1:8080"),
        ("trusted_proxies", "nginx", "10.0.0.0/24"),
        ("trusted_proxies", "10.0.0.7/24", "10.0.0.0/24"),
        ("database_url", "mysql://root:very-secret-value@db/x", "sqlite:///path"),
        ("database_url", "var/donghanh.db", "postgresql://"),
        ("public_url", "dong-hanh.vn", "https://example.vn"),
        ("unit", "177", "five digits"),
        ("telegram_token", "very-secret-value", "BotFather"),
        ("telegram_secret", "very-secret-value!", "letters, digits"),
        ("telegram_mode", "push", "'webhook' or 'polling'"),
        ("log", "xml", "'pretty' or 'json'"),
    ],
)
def test_a_wrong_setting_is_named_with_the_reason_and_never_with_its_value(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str
) -> None:
    (line,) = problems_with(monkeypatch, **{name: value})
    assert line.startswith(f"{PREFIX}{name.upper()}: ")
    assert says in line
    assert SECRET not in line


def test_every_problem_has_its_own_line(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(problems_with(monkeypatch, listen="x", log="y", unit="z")) == 3


def test_a_misspelt_setting_is_not_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    (line,) = problems_with(monkeypatch, telegram_tokn="123:abc")
    assert "DONGHANH_TELEGRAM_TOKEN is meant?" in line


def test_webhook_mode_follows_from_a_secret_and_needs_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DONGHANH_TELEGRAM_TOKEN", "123:abc")
    monkeypatch.setenv("DONGHANH_TELEGRAM_SECRET", SECRET)
    assert load_settings().of(TelegramSettings).telegram_mode == "webhook"
    monkeypatch.delenv("DONGHANH_TELEGRAM_SECRET")
    assert load_settings().of(TelegramSettings).telegram_mode == "polling"
    (line,) = problems_with(monkeypatch, telegram_mode="webhook")
    assert line.startswith("DONGHANH_TELEGRAM_SECRET: ")


def test_no_secret_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DONGHANH_TELEGRAM_TOKEN", f"123:{SECRET}")
    monkeypatch.setenv("DONGHANH_DATABASE_URL", f"postgresql://dh:{SECRET}@localhost/dh")
    settings = load_settings()
    for shown in (settings, settings.of(TelegramSettings)):
        assert SECRET not in repr(shown)
        assert SECRET not in str(shown)


@pytest.mark.parametrize("written", ["postgres", "postgresql+psycopg", "postgresql"])
def test_the_ways_people_write_postgresql_all_work(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv("DONGHANH_DATABASE_URL", f"{written}://dh@localhost/dh")
    assert load_settings().database_url == "postgresql://dh@localhost/dh"


def test_the_readme_lists_every_setting_with_its_default() -> None:
    rows = {line.split("|")[1].strip(" `"): line for line in README.read_text().splitlines() if f"| `{PREFIX}" in line}
    assert sorted(rows) == sorted(all_fields())
    for name, field in all_fields().items():
        row = rows[name]
        assert not field.default or f"`{field.default}`" in row, row
        assert field.description is not None
        assert field.description in row, row


def test_the_limits_of_telegram_may_be_lifted_against_a_stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DONGHANH_TELEGRAM_TOKEN", "123:abc")
    monkeypatch.setenv("DONGHANH_TELEGRAM_API", "http://127.0.0.1:9000")
    monkeypatch.setenv("DONGHANH_TELEGRAM_RATE", "500")
    can = open_telegram(load_settings().of(TelegramSettings)).capabilities
    assert (can.per_second, can.per_chat_second) == (500, 500)


@pytest.mark.parametrize("api", ["", "https://api.telegram.org", "https://API.Telegram.Org/"])
def test_the_limits_of_the_public_bot_api_stay(monkeypatch: pytest.MonkeyPatch, api: str) -> None:
    (line,) = problems_with(monkeypatch, telegram_api=api, telegram_rate="500")
    assert line.startswith("DONGHANH_TELEGRAM_RATE: only")


def test_a_rate_is_a_count_of_messages(monkeypatch: pytest.MonkeyPatch) -> None:
    (line,) = problems_with(monkeypatch, telegram_api="http://127.0.0.1:9000", telegram_rate="0")
    assert line.startswith("DONGHANH_TELEGRAM_RATE")
