"""The Word templates of the office's forms: ours to start from, their own sent in chat, tried and used."""

from handlers.kit.matter import Matter
from handlers.office_templates import choosing, sending, trial

MATTER = Matter(
    "office_templates",
    forms=(sending.document_template,),
    commands=choosing.COMMANDS,
    documents=(trial.TRIAL, trial.STARTING),
)
