"""The people in care as the service names and shows them, and what they sent along."""

from handlers.kit.matter import Matter
from handlers.people import attachments, card, commune_list, deeds, named_lists, nameless, office_document, person_page

MATTER = Matter(
    "people",
    forms=(card.find_person, named_lists.people_view),
    commands=(
        *card.COMMANDS,
        *deeds.COMMANDS,
        *commune_list.COMMANDS,
        *named_lists.COMMANDS,
        *attachments.COMMANDS,
        *person_page.COMMANDS,
        *office_document.COMMANDS,
        *nameless.COMMANDS,
    ),
    documents=(person_page.PERSON_PAGE,),
)
