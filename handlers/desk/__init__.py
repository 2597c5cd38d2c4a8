"""The officers' desk in a browser: what each page shows. It changes nothing: presses go the way of the chat."""
