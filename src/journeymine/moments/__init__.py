"""Which touchpoints move the goal: credits under the usual rules, and effects with what is known of their doubt."""
