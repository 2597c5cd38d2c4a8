"""What a family member may see or do for somebody, item by item, and how somebody may have said yes to it."""

# visits: who helps them and when they come; needs: what is asked for; mood: how the last check-in went;
# write: answer the check-in and write to the office in their name
ITEMS = ("visits", "needs", "mood", "write")
RELATIONS = ("partner", "parent", "child", "sibling", "other")
# in chat: by the person themself; else somebody heard or read the yes
HOWS = ("met", "phone", "written")
IN_CHAT = "chat"
# the relation of a guardian who writes for somebody, and is no family
GUARDIAN = "guardian"
MOST_HELPERS = 2
