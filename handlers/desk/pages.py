"""The pages of the desk, in the order of its menu; a new one is added here."""

from handlers.desk.alert import ALERT
from handlers.desk.alert_rules import ALERT_RULES
from handlers.desk.alerts import ALERTS
from handlers.desk.approvals import APPROVALS
from handlers.desk.assigning import ASSIGNING
from handlers.desk.audit_log import AUDIT
from handlers.desk.broadcast_write import BROADCAST_WRITE
from handlers.desk.broadcasts import BROADCAST, BROADCASTS
from handlers.desk.calls import CALLS
from handlers.desk.commune import COMMUNE
from handlers.desk.figures import FIGURES
from handlers.desk.guardian import GUARDIAN
from handlers.desk.guardians import GUARDIANS
from handlers.desk.list_import import LIST_IMPORT
from handlers.desk.loans import LOANS
from handlers.desk.needs import NEEDS
from handlers.desk.own_devices import OWN_DEVICES
from handlers.desk.page import DeskPage
from handlers.desk.people import PEOPLE
from handlers.desk.person import PERSON
from handlers.desk.pledges import PLEDGES
from handlers.desk.quarter import QUARTER
from handlers.desk.quarter_groups import QUARTER_GROUPS
from handlers.desk.quarter_report import QUARTER_REPORT
from handlers.desk.quarter_roll_call import QUARTER_ROLL_CALL
from handlers.desk.record import RECORD
from handlers.desk.roster import ROSTER
from handlers.desk.roster_month import ROSTER_MONTH
from handlers.desk.staff import STAFF
from handlers.desk.state import STATE
from handlers.desk.today import TODAY
from handlers.desk.work import OFFERS, WORK

PAGES: tuple[DeskPage, ...] = (
    TODAY,
    ALERTS,
    ALERT,
    PEOPLE,
    ASSIGNING,
    PERSON,
    GUARDIANS,
    GUARDIAN,
    ROSTER,
    ROSTER_MONTH,
    APPROVALS,
    NEEDS,
    WORK,
    OFFERS,
    LOANS,
    PLEDGES,
    RECORD,
    QUARTER,
    QUARTER_REPORT,
    QUARTER_GROUPS,
    QUARTER_ROLL_CALL,
    FIGURES,
    CALLS,
    BROADCASTS,
    BROADCAST_WRITE,
    BROADCAST,
    LIST_IMPORT,
    ALERT_RULES,
    STAFF,
    COMMUNE,
    STATE,
    AUDIT,
    OWN_DEVICES,
)
