"""What those who have come home come to do: find work, ask about a loan, check in, talk with an officer."""

from handlers.commands import Command
from handlers.dialogue import Form
from handlers.person import check_in, find_work, interest, invited, loan_check, loan_next, talk_to_officer, wish

FORMS: tuple[Form, ...] = (
    interest.interest,
    invited.invited_day,
    wish.wish,
    loan_check.loan_check,
    loan_next.loan_call,
    check_in.check_in,
    talk_to_officer.talk_to_officer,
)
COMMANDS: tuple[Command, ...] = (
    *find_work.COMMANDS,
    *interest.COMMANDS,
    *invited.COMMANDS,
    *wish.COMMANDS,
    *loan_check.COMMANDS,
    *loan_next.COMMANDS,
    *check_in.COMMANDS,
    *talk_to_officer.COMMANDS,
)
