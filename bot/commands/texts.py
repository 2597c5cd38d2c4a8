"""`python -m bot texts`: what is wrong with the sentences in handlers/texts."""

import typer

from handlers.matters import REGISTRY
from handlers.texts.checks import check


def texts() -> None:
    """Lists keys that are untranslated, unused, doubled, without a sentence, or with other fields. Exits with 1 if any.

    That two keys have the same sentence is a remark: it may be meant, and does not count.

    Example: python -m bot texts
    """
    needed = {key for form in REGISTRY.forms.values() for key in form.text_keys()}
    findings = check(needed)
    for finding in findings:
        typer.echo(f"{'remark: ' if finding.only_a_remark else ''}{finding}")
    faults = sum(not finding.only_a_remark for finding in findings)
    typer.echo(f"{faults} to mend" if faults else "every text is there, translated and used")
    raise typer.Exit(1 if faults else 0)
