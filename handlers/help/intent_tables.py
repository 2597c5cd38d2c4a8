"""What each intent of a typed sentence starts, or is answered by."""

# intent → what it may start; the first that exists and is this account's to use
STARTS: dict[str, tuple[str, ...]] = {
    "find_job": ("do:jobs",),
    "training": ("do:courses",),
    "loan_info": ("do:loan", "do:enterprise_loan"),
    "loan_apply": ("do:loan", "do:enterprise_loan"),
    "loan_status": ("do:loan_mine",),
    "report_visit": ("go:visit_report",),
    "my_people": ("do:people", "do:overdue"),
    "my_status": ("do:me",),
    "talk_to_officer": ("do:human",),
    "stop_messages": ("do:stop",),
    "my_data": ("do:me",),
    "change_phone": ("do:device",),
    "offer_job": ("go:offer_post",),
    "broadcast": ("do:broadcast",),
    "about": ("do:help",),
    "help": ("do:help",),
    "find_person": ("go:find_person",),
    "show_alerts": ("do:alerts",),
    "take_alert": ("do:alert_take",),
    "close_alert": ("go:alert_close",),
    "figures": ("do:glance",),
    "assign": ("go:assign",),
    "anonymous_tip": ("do:nameless",),
    "volunteer": ("do:volunteer_ask",),
}
LEGAL = "intents.ask_legal"
# what no form answers: a few honest words, the number of those who know, and the way to an officer
ANSWERS = {
    "record_clearance": LEGAL,
    "id_papers": "intents.ask_officer",
    "residence": "intents.ask_officer",
    "mental_health": "intents.low",
    "addiction_help": "intents.recovery",
    "complaint": "intents.sorry",
    "export": "intents.ask_export",
}
# what is neither begun nor looked up: a kind word, and what can be done here
KIND_WORDS = ("thanks", "greeting")
# what would change something is offered, not done, on a guess
OFFERED = ("stop_messages", "change_phone")
