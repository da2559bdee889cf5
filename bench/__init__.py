"""How much work journeymine does, compared with a plain sort, with pm4py and with Retentioneering, in CPU time."""
