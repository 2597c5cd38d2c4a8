"""`python -m bot …`: lists the commands."""

import typer

from bot import garbage_collection
from bot.commands import (
    account,
    audit,
    backup,
    demo,
    doctor,
    documents,
    export_lists,
    guidance,
    import_lists,
    invite,
    keys,
    migrate,
    outbox,
    restore,
    serve,
    setup,
    texts,
    understand,
    units,
)

garbage_collection.resume()
app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
app.add_typer(keys.app, name="keys")
app.add_typer(audit.app, name="audit")
app.add_typer(account.app, name="account")
app.add_typer(backup.app, name="backup")
app.add_typer(units.app, name="units")
app.add_typer(outbox.app, name="outbox")
app.add_typer(documents.app, name="documents")
app.command("invite")(invite.invite)
app.command("doctor")(doctor.doctor)
app.command("import")(import_lists.import_)
app.command("export")(export_lists.export)
app.command("restore")(restore.restore)
app.command("texts")(texts.texts)
app.command("understand")(understand.understand)
app.command("guidance")(guidance.guidance)
app.command("serve")(serve.run_service)
app.command("setup")(setup.setup)
app.command("demo")(demo.run_demo)
app.command("migrate")(migrate.migrate)

if __name__ == "__main__":
    app()
