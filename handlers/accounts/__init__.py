"""Accounts: what needs two people, and what those who look after a commune's accounts may do with them."""

from handlers.accounts import account_list, approving, card, change_forms, device_forms
from handlers.kit.matter import DueWork, Matter
from handlers.notify.approvals import OVER

MATTER = Matter(
    "accounts",
    forms=(
        account_list.find_account,
        change_forms.account_roles,
        change_forms.account_phone,
        device_forms.account_cut,
        device_forms.account_lost,
    ),
    commands=(*account_list.COMMANDS, *card.COMMANDS, *approving.COMMANDS),
    due=(DueWork((OVER,), approving.let_lapse),),
)
