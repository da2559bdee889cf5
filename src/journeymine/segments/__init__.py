"""Behaviour segments: how many there truly are, who is in them, what sets them apart, what became of last night's."""
