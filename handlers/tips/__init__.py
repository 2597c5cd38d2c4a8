"""Tips without a name, written on a page of their own: the officers read, take, answer and close them."""

from handlers.kit.matter import DueWork, Matter
from handlers.tips import answering, handing_out, picture, reading
from storage import tips

MATTER = Matter(
    "tips",
    forms=(answering.tip_answer, answering.tip_close),
    commands=(*reading.COMMANDS, *answering.COMMANDS, *picture.COMMANDS),
    due=(DueWork(tips.KINDS, handing_out.remind),),
    documents=(picture.TIP_PICTURE,),
)
