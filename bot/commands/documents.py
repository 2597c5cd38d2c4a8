"""`python -m bot documents …`: the fields of the office's forms, and the Word templates they are made from."""

from pathlib import Path
from typing import Annotated

import typer

from bot.commands.opening import commune_settings_or_exit, is_commune, stop, store_of
from bot.settings import Settings
from handlers.documents import plain_template, word
from handlers.documents.examples import example_facts, example_of
from handlers.documents.faults import worded
from handlers.documents.pdf import NotWritten
from handlers.documents.word_package import LARGEST, Unfit
from handlers.kit.wording import Wording
from handlers.texts import Texts
from rules.document_forms import FORMS, DocumentForm, named
from storage import document_templates

app = typer.Typer(no_args_is_help=True, help="Forms of the office and their Word templates.")
FormOption = Annotated[str, typer.Option("--form", help="hcd_08, HCD-09, monthly_report …")]
UnitOption = Annotated[str, typer.Option("--unit", help="a commune's code; without it, that of the settings")]
FileArgument = Annotated[Path, typer.Argument(help="a .docx", exists=True, dir_okay=False)]
OutArgument = Annotated[Path, typer.Argument(help="a .docx that is not there yet")]


@app.callback()
def main() -> None:
    """Commands about documents."""


@app.command("fields")
def fields(form: Annotated[str, typer.Argument(help="a form; without it, all forms are listed")] = "") -> None:
    """Lists the forms, or the fields of one as a template names them, with what they are and an example.

    Example: python -m bot documents fields hcd_08
    """
    wording = _vietnamese()
    if not form:
        for each in FORMS:
            typer.echo(f"{each.id:<18} {plain_template.title_of(each, wording)}")
        return
    for field in _form(form).fields:
        if not field.rows:
            typer.echo(_line(wording, f"{{{{ {field.name} }}}}", field.name))
            continue
        typer.echo(
            f"{{%tr for l in {field.name} %}} … {{%tr endfor %}}  {plain_template.label_of(wording, field.name)}"
        )
        for part in field.rows:
            typer.echo("    " + _line(wording, f"{{{{ l.{part} }}}}", f"{field.name}.{part}"))


def _line(wording: Wording, tag: str, name: str) -> str:
    return f"{tag:<32} {plain_template.label_of(wording, name)}: {example_of(wording, name)}"


@app.command("check")
def check(
    file: FileArgument,
    form: FormOption,
    out: Annotated[Path | None, typer.Option(help="writes what it makes of the invented person")] = None,
) -> None:
    """Checks a Word template and tries it on an invented person. Says all that is wrong, and where. Exits with 1 then.

    Example: python -m bot documents check mau-hcd-08.docx --form hcd_08 --out thu.docx
    """
    wanted, wording = _form(form), _vietnamese()
    content = _checked(file, wanted, wording)
    if out is not None:
        _write(out, word.fill(content, wanted, example_facts(wanted, wording)))
    typer.echo(f"{file}: {wording.text('document_template.fits', title=plain_template.title_of(wanted, wording))}")


@app.command("add")
def add(file: FileArgument, form: FormOption, unit: UnitOption = "") -> None:
    """Puts a checked template to use for a commune; the one before is kept.

    Example: python -m bot documents add mau-hcd-08.docx --form hcd_08
    """
    wanted = _form(form)
    content = _checked(file, wanted, _vietnamese())
    settings = commune_settings_or_exit()
    with store_of(settings) as store, store.transaction() as db:
        template = document_templates.add(db, unit=_unit(settings, unit), form=wanted.id, content=content, by=None)
        document_templates.use(db, template, None)
    typer.echo(f"{wanted.id}: {template.number} is in use")


@app.command("ours")
def ours(form: FormOption, unit: UnitOption = "") -> None:
    """Goes back to our own plain template; the office's is kept.

    Example: python -m bot documents ours --form hcd_08
    """
    wanted, settings = _form(form), commune_settings_or_exit()
    with store_of(settings) as store, store.transaction() as db:
        was = document_templates.use_ours(db, _unit(settings, unit), wanted.id, None)
    typer.echo(f"{wanted.id}: {'back to ours' if was else 'ours was in use already'}")


@app.command("list")
def list_(unit: UnitOption = "") -> None:
    """Lists a commune's own templates, those in use and earlier ones.

    Example: python -m bot documents list
    """
    settings = commune_settings_or_exit()
    with store_of(settings) as store, store.transaction() as db:
        own = document_templates.of_unit(db, _unit(settings, unit))
    for template in own:
        typer.echo(f"{template.form:<18} {template.number:>4}  {template.state:<6}  {template.at:%Y-%m-%d}")
    typer.echo(f"{len(own)} templates" if own else "none: our own plain templates are used", err=True)


@app.command("example")
def example(form: Annotated[str, typer.Argument(help="a form")], out: OutArgument) -> None:
    """Writes our own plain template of a form, to start from.

    Example: python -m bot documents example hcd_08 mau.docx
    """
    _write(out, plain_template.of(_form(form), _vietnamese()))
    typer.echo(str(out))


def _vietnamese() -> Wording:
    """Gives the words of the papers, which are Vietnamese, and so is what is said of them."""
    return Wording(Texts.load(), "vi")


def _form(words: str) -> DocumentForm:
    return named(words) or stop(f"there is no form {words}; there are: {', '.join(form.id for form in FORMS)}")


def _unit(settings: Settings, unit: str) -> str:
    """Gives the commune that was named, or that of the settings; ends the command for what is none."""
    if unit and not is_commune(unit):
        stop(f"there is no commune {unit}; find yours: python -m bot units 'Kim Bảng Nghệ An'")
    return unit or settings.unit


def _checked(file: Path, form: DocumentForm, wording: Wording) -> bytes:
    if file.stat().st_size > LARGEST:
        stop(wording.text("document_template.fault.too_large"))
    content = file.read_bytes()
    try:
        word.check(content, form, example_facts(form, wording))
    except Unfit as unfit:
        typer.echo("\n".join(f"{file}: {worded(wording, fault)}" for fault in unfit.faults), err=True)
        raise typer.Exit(1) from None
    except NotWritten:
        stop(wording.text("document_template.fault.not_rendered"))
    return content


def _write(out: Path, content: bytes) -> None:
    """Writes a file that is not there yet, or ends the command."""
    try:
        with out.open("xb") as file:
            file.write(content)
    except FileExistsError:
        stop(f"{out} is there already: nothing is written over")
    except OSError as problem:
        stop(f"{out} cannot be written: {problem.strerror}")
