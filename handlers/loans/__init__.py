"""Loans: a first check of the conditions, and what comes next."""

from handlers.kit.matter import Matter
from handlers.loans import loan_check, next_steps

MATTER = Matter(
    "loans",
    forms=(loan_check.loan_check, next_steps.loan_call),
    commands=(*loan_check.COMMANDS, *next_steps.COMMANDS),
)
