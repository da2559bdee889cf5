"""Where sessions and journeys begin and end: the settings as tables the SQL models read."""
