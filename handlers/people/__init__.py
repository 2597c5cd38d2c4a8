"""The people in care as the service names and shows them, and what they sent along."""

from handlers.kit.matter import Matter
from handlers.people import attachments, card, commune_list, nameless, office_document, person_page

MATTER = Matter(
    "people",
    forms=(card.find_person,),
    commands=(
        *card.COMMANDS,
        *commune_list.COMMANDS,
        *attachments.COMMANDS,
        *person_page.COMMANDS,
        *office_document.COMMANDS,
        *nameless.COMMANDS,
    ),
    documents=(person_page.PERSON_PAGE,),
)
