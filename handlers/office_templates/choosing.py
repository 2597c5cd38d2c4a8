"""Officers see which template each form of the office is made from, and choose: a new one, an earlier one, or ours."""

from handlers.kit import Button, Outgoing, Said
from handlers.kit.commands import Command, Reply, id_in
from handlers.kit.pages import ListPage
from handlers.kit.scope import Scope
from handlers.office_templates.trial import STARTING
from handlers.people.targets import not_here
from rules.document_forms import BY_ID, FORMS, DocumentForm
from storage import attachments, document_templates
from storage.document_templates import Template

MAY = ("officer", "admin")
MOST_FORMER = 4


def listed(scope: Scope, argument: str) -> Reply:
    """Lists the forms; with the id of one, its templates."""
    form = BY_ID.get(argument)
    if form is not None:
        return _template_page(scope, form)
    used = {each.form for each in document_templates.of_unit(scope.db, scope.unit) if each.state == "used"}
    page = ListPage.asked(argument, len(FORMS))
    buttons = [_line(scope, each, each.id in used) for each in page.of(FORMS)]
    return Said(
        "office_templates.list",
        buttons=(*page.numbered(buttons), *page.more(scope, "do:templates:"), scope.menu_button()),
    )


def _line(scope: Scope, form: DocumentForm, is_own: bool) -> Button:
    title = scope.text(f"document.short.{form.id}")
    label = scope.text("office_templates.line_own", title=title) if is_own else title
    return Button(label, f"do:templates:{form.id}")


def _template_page(scope: Scope, form: DocumentForm) -> Outgoing:
    own = [each for each in document_templates.of_unit(scope.db, scope.unit) if each.form == form.id]
    used = next((each for each in own if each.state == "used"), None)
    title = scope.text(f"document.form.{form.id}")
    text = (
        scope.text("office_templates.own", title=title, number=used.number, day=scope.moment(used.at))
        if used
        else scope.text("office_templates.ours", title=title)
    )
    ways = [
        scope.button("office_templates.button.send", f"go:document_template:form={form.id}"),
        scope.button("office_templates.button.start", f"do:template_file:{form.id}"),
    ]
    if used:
        ways.append(scope.button("office_templates.button.ours", f"do:template_ours:{form.id}"))
    former = [each for each in own if each.state == "former"][:MOST_FORMER]
    ways += [
        scope.button("office_templates.button.former", f"do:template_use:{each.id}", number=each.number)
        for each in former
    ]
    ways.append(scope.button("office_templates.button.list", "do:templates"))
    return Outgoing(f"{text}\n{scope.text('office_templates.how')}", (*ways, scope.menu_button()))


def use(scope: Scope, argument: str) -> Reply:
    """Puts a template to use that was tried, or was used before."""
    template = _template_in(scope, argument)
    if template is None:
        return not_here(scope)
    if template.state != "used":
        document_templates.use(scope.db, template, scope.account.id)
    title = scope.text(f"document.form.{template.form}")
    return Said("office_templates.used", {"title": title, "number": template.number}, _ways_back(scope, template.form))


def _template_in(scope: Scope, argument: str) -> Template | None:
    """Finds a template of the reader's own commune."""
    template = document_templates.get(scope.db, id_in(argument))
    return template if template and template.unit == scope.unit else None


def use_ours(scope: Scope, argument: str) -> Reply:
    form = BY_ID.get(argument)
    if form is None:
        return not_here(scope)
    document_templates.use_ours(scope.db, scope.unit, form.id, scope.account.id)
    title = scope.text(f"document.form.{form.id}")
    return Said("office_templates.back_to_ours", {"title": title}, _ways_back(scope, form.id))


def start_from(scope: Scope, argument: str) -> Reply:
    """Asks for the template that is in use, as a file to work on."""
    form = BY_ID.get(argument)
    if form is None:
        return not_here(scope)
    attachments.ask_for(scope.db, scope.chat, STARTING.id, account_id=scope.account.id, argument=form.id)
    title = scope.text(f"document.form.{form.id}")
    return Said("office_templates.file_coming", {"title": title}, _ways_back(scope, form.id))


def _ways_back(scope: Scope, form: str) -> tuple[Button, ...]:
    return scope.button("office_templates.button.form", f"do:templates:{form}"), scope.menu_button()


COMMANDS = (
    Command("templates", listed, may=MAY, words=("/mauvanban", "mau van ban", "/templates", "document templates")),
    Command("template_use", use, may=MAY),
    Command("template_ours", use_ours, may=MAY),
    Command("template_file", start_from, may=MAY),
)
