"""What each role sees first: the lines of each page of the menu, by the id that rules/roles.py gives it."""

from handlers.kit.commands import MenuItem
from rules.roles import held

PAGES: dict[str, tuple[MenuItem, ...]] = {
    "guardian": (
        MenuItem("go:visit_report", "menu.guardian.visit"),
        MenuItem("do:people", "menu.guardian.people"),
        MenuItem("go:alarm", "menu.guardian.alarm"),
        MenuItem("do:threads", "menu.guardian.threads"),
        MenuItem("do:proxy", "proxy.menu"),
    ),
    "person": (
        MenuItem("do:jobs", "person.menu.jobs"),
        MenuItem("do:loan", "person.menu.loan"),
        MenuItem("do:checkin", "person.menu.checkin"),
        MenuItem("do:talk", "person.menu.talk"),
        MenuItem("do:my_family", "person.menu.family"),
        MenuItem("do:comings", "person.menu.comings"),
        MenuItem("do:my_help", "person.menu.my_help"),
    ),
    "officer": (
        MenuItem("do:alerts", "officer.menu.alerts"),
        MenuItem("do:overdue", "officer.menu.overdue"),
        MenuItem("go:find_person", "officer.menu.find"),
        MenuItem("do:waiting_messages", "officer.menu.messages"),
        MenuItem("do:newcomers", "newcomer.menu"),
        MenuItem("go:invite", "officer.menu.invite"),
        MenuItem("do:invite_many", "officer.menu.invite_many"),
        MenuItem("go:assign", "officer.menu.assign"),
        MenuItem("do:glance", "officer.menu.glance"),
        MenuItem("do:broadcast", "officer.menu.broadcast"),
        MenuItem("do:office", "officer.menu.office"),
    ),
    "family": (
        MenuItem("do:family_see", "family.menu.see"),
        MenuItem("do:proxy", "proxy.menu"),
    ),
    "partner": (
        MenuItem("do:interested", "partner.menu.interested"),
        MenuItem("do:own_offers", "partner.menu.own"),
        MenuItem("go:offer_post", "partner.menu.post"),
        MenuItem("do:loan_desk", "loan_desk.button"),
        MenuItem("do:own_pledges", "pledges.own.menu"),
    ),
    "volunteer": (
        MenuItem("do:helping", "helping.menu"),
        MenuItem("go:helping_kinds", "helping.button.kinds"),
    ),
    "admin": (
        MenuItem("do:accounts", "menu.admin.accounts"),
        MenuItem("do:complaint", "complaints.button"),
    ),
}
# the officers' second page: what is done weekly, monthly or by quarter, and the pages behind it, each of one theme
OFFICE = (
    MenuItem("do:charge_list", "officer.menu.charge"),
    MenuItem("do:quarter_reports", "officer.menu.quarter"),
    MenuItem("do:threads", "officer.menu.threads"),
    MenuItem("do:tasks", "officer.menu.tasks"),
    MenuItem("do:office_comings", "officer.menu.comings"),
    MenuItem("do:office_people", "officer.menu.people"),
    MenuItem("do:office_running", "officer.menu.running"),
    MenuItem("do:help_desk", "officer.menu.help_desk"),
)
OFFICE_COMINGS = (
    MenuItem("do:appointment", "appointments.button"),
    MenuItem("do:absence", "absences.button"),
    MenuItem("do:roll_call_list", "roll_call.list.button"),
)
OFFICE_PEOPLE = (
    MenuItem("do:commune_people", "people_list.button"),
    MenuItem("do:groups", "groups.button"),
    MenuItem("do:covers", "covers.menu"),
    MenuItem("do:transfers", "transfers.menu"),
    MenuItem("do:paused", "paused.menu"),
)
OFFICE_RUNNING = (
    MenuItem("do:roster", "officer.menu.roster"),
    MenuItem("do:figures", "officer.menu.figures"),
    MenuItem("do:templates", "officer.menu.templates"),
    MenuItem("do:alert_rules", "officer.menu.alert_rules"),
)
# the officers' page of help: what people asked for, and who offers it
HELP_DESK = (
    MenuItem("do:needs", "officer.menu.needs"),
    MenuItem("do:tips", "tips.menu"),
    MenuItem("do:complaint", "complaints.button"),
    MenuItem("do:loan_desk", "loan_desk.button"),
    MenuItem("do:data_request", "data_requests.button"),
    MenuItem("do:offers_desk", "offers_desk.button"),
    MenuItem("do:pledges", "pledges.menu"),
    MenuItem("do:volunteers", "volunteers.menu"),
)
# a person's second page: times with the office, leave, the roll-call
COMINGS = (
    MenuItem("do:appointment_own", "appointments_own.button"),
    MenuItem("do:counselling", "counselling.button"),
    MenuItem("do:absence_ask", "absence.ask"),
    MenuItem("do:absence_own", "absences_own.button"),
    MenuItem("do:roll_call_now", "roll_call.now.button"),
)
# a guardian's, while a report of a quarter waits to be sent
QUARTER = MenuItem("do:quarter", "menu.guardian.quarter")
# the lines of every second page, by the role that has it
SECOND = {
    "officer": (*OFFICE, *OFFICE_COMINGS, *OFFICE_PEOPLE, *OFFICE_RUNNING, *HELP_DESK),
    "guardian": (QUARTER,),
    "person": COMINGS,
}
EVERYBODY = (MenuItem("do:more", "more.button"),)


def menu_of(roles: tuple[str, ...]) -> list[MenuItem]:
    """Lists the lines of all roles that somebody holds, each once."""
    pages = {role.menu for role in held(roles)}
    lines = [line for page in PAGES if page in pages for line in PAGES[page]]
    return list(dict.fromkeys([*lines, *EVERYBODY]))
