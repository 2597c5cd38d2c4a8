"""The officers' desk in a browser: its frame, its door, what is pressed there, and what opens anew by itself.

A page shows what chat and documents show: facts of `handlers/reports` and the lines of `Form.shown`, each asked for in
the name of the officer who looks, through `storage.access`, which also audits the look. It holds no second truth: no
query, no table, no rule, no sentence outside the texts. What a page changes it changes by starting the same forms and
commands as the buttons of the chat. Only `bot/app.py` joins it to the service. The import contracts keep this.
"""
