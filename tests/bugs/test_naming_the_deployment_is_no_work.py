"""A task is named with its result when a signal is put back; a repr of all texts and tables took four seconds there."""

from handlers.kit.deployment import Deployment


def test_whoever_names_the_deployment_gets_a_line(deployment: Deployment) -> None:
    assert len(repr(deployment)) < 100
    assert len(repr((deployment, [deployment]))) < 300
