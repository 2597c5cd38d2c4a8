"""The demo page with its three phones."""
