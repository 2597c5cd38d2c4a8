"""Accounts: what needs two people, what is done with them, what ends with one, and what is said where one has ended."""

from handlers.accounts import (
    account_list,
    approving,
    card,
    change_forms,
    device_forms,
    end_forms,
    leaving,
    left,
    management_forms,
)
from handlers.kit.matter import DueWork, Matter
from handlers.notify.approvals import OVER

MATTER = Matter(
    "accounts",
    forms=(
        account_list.find_account,
        end_forms.account_close,
        end_forms.account_reopen,
        change_forms.account_roles,
        change_forms.account_phone,
        device_forms.account_cut,
        device_forms.account_lost,
        management_forms.end_of_management,
        management_forms.pausing,
    ),
    commands=(
        *account_list.COMMANDS,
        *card.COMMANDS,
        *approving.COMMANDS,
        *left.COMMANDS,
        *leaving.COMMANDS,
        *management_forms.COMMANDS,
    ),
    due=(DueWork((OVER,), approving.let_lapse),),
)
