"""Loans: a first check of the conditions, the way from the wish to the last payment, and who takes which step."""

from handlers.kit.matter import DueWork, Matter
from handlers.loans import (
    calculator,
    deeds,
    desk,
    enterprise,
    loan_check,
    month_list,
    next_steps,
    own,
    paying,
    payment_files,
    turns,
    wish,
    wishes,
)
from handlers.notify.loan_turns import LIST, PAYMENTS, TURN

MATTER = Matter(
    "loans",
    forms=(
        loan_check.loan_check,
        next_steps.loan_call,
        wish.loan_wish,
        deeds.loan_answer,
        deeds.loan_terms,
        deeds.loan_payout,
        calculator.loan_calculator,
        enterprise.enterprise_loan,
    ),
    commands=(
        *loan_check.COMMANDS,
        *next_steps.COMMANDS,
        *wish.COMMANDS,
        *own.COMMANDS,
        *paying.COMMANDS,
        *desk.COMMANDS,
        *deeds.COMMANDS,
        *month_list.COMMANDS,
        *calculator.COMMANDS,
        *payment_files.COMMANDS,
        *enterprise.COMMANDS,
    ),
    due=(
        DueWork((TURN,), turns.nudge),
        DueWork((LIST,), turns.tell_list),
        DueWork(PAYMENTS, turns.remind_of_payment),
    ),
    documents=(*month_list.DOCUMENTS, *payment_files.DOCUMENTS),
    wishes=wishes.open_wishes,
)
