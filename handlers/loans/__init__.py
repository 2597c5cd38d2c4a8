"""Loans: a first check of the conditions, and what comes next."""

from handlers.loans import loan_check, next_steps

FORMS = (loan_check.loan_check, next_steps.loan_call)
COMMANDS = (*loan_check.COMMANDS, *next_steps.COMMANDS)
