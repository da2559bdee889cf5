"""What customers say: the scores they give, and the language, feeling, signals and topics of what they write."""
