"""What watches the service asks for figures that it shows, and the image is told of every room."""

import json
import re
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest

from bot.anchoring import FAILURES, SENT
from bot.channels.platform import Server, Surroundings
from bot.channels.zalo_oa.running import RunningZaloOa
from bot.channels.zalo_oa.settings import ZaloOaSettings
from bot.channels.zalo_oa.zbs.figures import template_figures
from bot.files.attachments import Attachments
from bot.files.blobs import Folder
from bot.files.store import FileStore
from bot.intake import hooks
from bot.intake.bodies import Held
from bot.web.chat.events import BEAT
from bot.web.connections import MOST_OF_ADDRESS, Connections, Patience
from bot.web.health.routes import Figures, WayOut, edge_gauges, gauges, part_gauges
from handlers.notify.template_use import TemplateUse
from rules.uploads import LARGEST, MEGABYTE
from storage import zalo_tokens
from storage.database import Store
from tests.tree import ROOT, SHIPPED

DEPLOY = ROOT / "deploy"


def shown(store: Store) -> set[str]:
    """Of a service that has a Zalo account with tokens."""
    names = ("id", "app_id", "app_secret", "secret")
    settings = ZaloOaSettings(_env_file=None, **{f"zalo_oa_{name}": "1" for name in names})  # type: ignore[arg-type, call-arg]
    nowhere = Folder(Path("nowhere"))
    attachments = Attachments(store, FileStore(nowhere, store.keyring))
    server = Server("127.0.0.1:8080", "", Path("nowhere"))
    zalo = RunningZaloOa(settings, Surroundings(server, store, attachments, lambda _kind: nowhere, str))
    with store.transaction() as db:
        zalo_tokens.consent(db, "1", "refresh")
        pair = zalo_tokens.newest(db, "1")
        assert pair is not None
        zalo_tokens.keep(db, pair, "access", "refresh", timedelta(hours=25))
        of_zalo = tuple(zalo.figures(db))
    templates = template_figures(TemplateUse(sent=1, dong=1, most=1, remaining=1, bought=1))
    figures = Figures({"queued": 1}, {"waiting": 1}, {"web": 0}, (), (*of_zalo, *templates))
    registry = gauges(figures, 0, [WayOut("web", True, "", {("sent", ""): 1})])
    edge_gauges(Connections(), Held(), 0, registry)
    part_gauges({"keys": "gone"}, {("fetcher", "KeyError"): 1}, registry)
    metrics = [*registry.collect(), *FAILURES.collect(), *SENT.collect()]
    return {f"{one.name}_total" if one.type == "counter" else one.name for one in metrics}


def asked_for(text: str) -> set[str]:
    return set(re.findall(r"\bdonghanh_\w+", text))


def test_rules_and_dashboard_ask_only_for_figures_that_are_there(store: Store) -> None:
    dashboard = (DEPLOY / "grafana-dashboard.json").read_text(encoding="utf-8")
    rules = (DEPLOY / "prometheus-rules.yaml").read_text(encoding="utf-8")
    assert asked_for(rules) <= shown(store)
    assert asked_for(dashboard) == shown(store)
    assert {panel["type"] for panel in json.loads(dashboard)["panels"]} == {"stat", "timeseries"}


def of(name: str) -> str:
    return (DEPLOY / name).read_text(encoding="utf-8")


def seconds(pattern: str, text: str) -> float:
    """The time that an example gives, in seconds."""
    found = re.search(rf"\b{pattern} (\d+)s", text)
    assert found, pattern
    return float(found[1])


def test_the_web_servers_in_front_have_the_limits_of_the_service() -> None:
    patience, proxy = Patience(), of("nginx-proxy.conf")
    nginx, caddy = of("nginx.conf"), of("Caddyfile")
    assert seconds("client_header_timeout", nginx) == seconds("read_header", caddy) == patience.headers
    assert seconds("client_body_timeout", nginx) == patience.body
    assert seconds("read_body", caddy) == patience.upload
    assert seconds("send_timeout", nginx) == patience.reader
    upstream = nginx.partition("upstream donghanh {")[2]
    assert seconds("keepalive_timeout", upstream) == seconds("keepalive", caddy) < patience.headers
    assert seconds("proxy_read_timeout", proxy) > BEAT
    most = re.findall(r"(?:client_max_body_size|max_size) (\d+)(?:m|MB)", nginx + caddy)
    assert [int(one) * MEGABYTE for one in most] == [LARGEST + MEGABYTE, hooks.LARGEST, LARGEST + MEGABYTE]
    assert re.findall(r"limit_conn donghanh_connections (\d+)", nginx) == [str(MOST_OF_ADDRESS)]


@pytest.mark.parametrize("name", ["nginx.conf", "Caddyfile"])
def test_the_web_servers_in_front_hide_figures_and_software_and_pass_on_no_readers_word(name: str) -> None:
    text = of(name)
    assert re.search(r"/metrics \{\s+(return|respond) 404", text)
    assert "server_tokens off" in text or "header -Server" in text
    assert "X-Forwarded-For" not in text, "nginx-proxy.conf sets it; Caddy does by itself"
    assert "DONGHANH_TRUSTED_PROXIES=127.0.0.1" in text
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in of("nginx-proxy.conf")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd-analyze on this machine")
@pytest.mark.parametrize("unit", ["donghanh.service", "donghanh@.service"])
def test_the_unit_leaves_a_broken_in_service_next_to_nothing(unit: str, tmp_path: Path) -> None:
    copy = tmp_path / unit.replace("@", "@8081")
    copy.write_text(re.sub(r"(?m)^ExecStart=.*", "ExecStart=/bin/true", of(unit)), encoding="utf-8")
    command = ["systemd-analyze", "security", "--offline=true", "--threshold=20", "--no-pager", str(copy)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-600:] + done.stderr


def test_both_units_differ_in_nothing_but_the_port() -> None:
    def hardened(unit: str) -> str:
        return of(unit).partition("[Service]")[2].replace("Environment=DONGHANH_LISTEN=127.0.0.1:%i\n", "")

    assert hardened("donghanh.service") == hardened("donghanh@.service")
    assert "LimitNOFILE=65536" in of("donghanh.service")


def test_containers_hold_no_capability_write_nowhere_else_and_can_be_pinned() -> None:
    compose = of("compose.yaml")
    hardened = compose.partition("x-hardened:")[2].partition("services:")[0]
    for line in ("read_only: true", "cap_drop: [ALL]", '"no-new-privileges:true"'):
        assert line in hardened
    assert len(re.findall(r"<<: \*(?:hardened|ours)", compose)) == 3, "each of the three takes it over"
    assert "privileged" not in compose
    assert "cap_add" not in compose
    assert "nofile: 65536" in compose
    pinned = dict(re.findall(r"(\w+_IMAGE)=([\w.:-]+)", of("pin-images.sh")))
    assert pinned == dict(re.findall(r"\$\{(\w+_IMAGE):-([\w.:-]+)\}", compose))
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert re.findall(r"(?m)^FROM (\S+)", dockerfile) == ["${PYTHON_IMAGE}"] * 2
    assert f"ARG PYTHON_IMAGE={pinned['PYTHON_IMAGE']}" in dockerfile
    assert "\nUSER donghanh\n" in dockerfile


def test_the_image_holds_every_room_and_no_secret() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    let_in = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    for room in SHIPPED:
        assert f"COPY {room} {room}" in dockerfile
        assert f"!{room}" in let_in
    assert let_in[0] == "*"
    assert "!.env" not in let_in
