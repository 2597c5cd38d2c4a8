"""What watches the service asks for figures that it shows, and the image is told of every room."""

import json
import re
from datetime import timedelta
from pathlib import Path

from bot.anchoring import FAILURES, SENT
from bot.channels.platform import Server, Surroundings
from bot.channels.zalo_oa.running import RunningZaloOa
from bot.channels.zalo_oa.settings import ZaloOaSettings
from bot.channels.zalo_oa.zbs.figures import template_figures
from bot.files.attachments import Attachments
from bot.files.blobs import Folder
from bot.files.store import FileStore
from bot.intake.bodies import Held
from bot.web.connections import Connections
from bot.web.health.routes import Figures, WayOut, edge_gauges, gauges, part_gauges
from handlers.notify.template_use import TemplateUse
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


def test_the_image_holds_every_room_and_no_secret() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    let_in = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    for room in SHIPPED:
        assert f"COPY {room} {room}" in dockerfile
        assert f"!{room}" in let_in
    assert let_in[0] == "*"
    assert "!.env" not in let_in
