"""What hurts customers and what they enjoy, ranked; and what people plan to do about it."""
