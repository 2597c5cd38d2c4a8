"""How it runs: commands, settings, channels, desk, delivery, scheduler and web."""
