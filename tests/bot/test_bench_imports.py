"""The bench's account of imports: Python's own, read backwards."""

from bench.imports import Import, least, read

SAID = """\
import time: self [us] | cumulative | imported package
import time:       100 |        100 |     storage.due
import time:       200 |        300 |   handlers.kit
import time:        40 |         40 |   aiohttp
import time:        50 |        390 | bot.app
something else that was printed
""".splitlines()


def test_each_module_has_its_own_time_and_whoever_imported_it() -> None:
    assert {(each.name, each.took, each.by) for each in read(SAID)} == {
        ("bot.app", 50, ""),
        ("aiohttp", 40, "bot.app"),
        ("handlers.kit", 200, "bot.app"),
        ("storage.due", 100, "handlers.kit"),
    }


def test_ours_are_told_by_room_and_others_by_package() -> None:
    assert Import("handlers.kit.form", 1, "").package == "handlers.kit"
    assert Import("aiohttp.client", 1, "").package == "aiohttp"


def test_the_least_of_several_runs_counts_the_dearest_first() -> None:
    runs = [[Import("a", 9, ""), Import("b", 3, "")], [Import("a", 2, ""), Import("b", 4, "")]]
    assert [(each.name, each.took) for each in least(runs)] == [("b", 3), ("a", 2)]
