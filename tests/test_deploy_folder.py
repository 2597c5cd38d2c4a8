"""What watches the service asks for figures that it shows, and the image is told of every room."""

import json
import re

from bot.web.health import Figures, gauges
from tests.tree import ROOT, SHIPPED

DEPLOY = ROOT / "deploy"


def shown() -> set[str]:
    registry = gauges(Figures(outbox={"queued": 1}, inbox={"waiting": 1}, lag={"web": 0}), 0)
    return {metric.name for metric in registry.collect()}


def asked_for(text: str) -> set[str]:
    return set(re.findall(r"\bdonghanh_\w+", text))


def test_rules_and_dashboard_ask_only_for_figures_that_are_there() -> None:
    dashboard = (DEPLOY / "grafana-dashboard.json").read_text(encoding="utf-8")
    rules = (DEPLOY / "prometheus-rules.yaml").read_text(encoding="utf-8")
    assert asked_for(rules) <= shown()
    assert asked_for(dashboard) == shown()
    assert {panel["type"] for panel in json.loads(dashboard)["panels"]} == {"stat", "timeseries"}


def test_the_image_holds_every_room_and_no_secret() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    let_in = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    for room in SHIPPED:
        assert f"COPY {room} {room}" in dockerfile
        assert f"!{room}" in let_in
    assert let_in[0] == "*"
    assert "!.env" not in let_in
