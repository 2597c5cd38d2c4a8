"""The service with nothing to do: how soon it is ready, and how much memory it holds."""

import statistics
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from bench.gauges import machine, resident
from bench.ports import free_port
from bench.process import Bot, DidNotStart

READY_WITHIN = 60.0


def environment(folder: Path, port: int) -> dict[str, str]:
    return {
        "DONGHANH_UNIT": "17791",
        "DONGHANH_DATABASE_URL": f"sqlite:///{folder / 'donghanh.db'}",
        "DONGHANH_KEYS_FILE": str(folder / "keys.json"),
        "DONGHANH_LISTEN": f"127.0.0.1:{port}",
    }


def is_ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def measure(bot: Bot, settled: float) -> tuple[float, float, float, float]:
    """Seconds until ready, and of processor time; MiB then, and when it has been left alone for `settled` seconds."""
    began = time.monotonic()
    bot.launch()
    try:
        while not is_ready(bot.port):
            if not bot.running or time.monotonic() - began > READY_WITHIN:
                raise DidNotStart(bot.log.read_text(errors="replace")[-3000:])
            time.sleep(0.01)
        ready, cpu, first = time.monotonic() - began, bot.cpu(), resident(bot.pid)
        time.sleep(settled)
        return ready, cpu, first, resident(bot.pid)
    finally:
        bot.stop()


def run(times: int, settled: float) -> None:
    print(machine())
    for command, again in (("demo", False), ("serve", False), ("serve", True)):
        found = []
        for _ in range(times):
            with tempfile.TemporaryDirectory(prefix="donghanh-idle-") as name:
                folder, port = Path(name), free_port()
                bot = Bot("bot", [command], environment(folder, port), port, folder / "log")
                if again:
                    measure(bot, 0)
                found.append(measure(bot, settled))
        ready, cpu, first, later = (statistics.median(column) for column in zip(*found, strict=True))
        print(
            f"{command}{', second start' if again else ', new folder'}, {times} times: ready after {ready:.2f} s "
            f"({cpu:.2f} of processor time), {first:.0f} MiB then, {later:.0f} MiB after {settled:.0f} s"
        )
