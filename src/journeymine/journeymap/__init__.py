"""The Customer Journey Map: stages across, lanes down, every cell with its evidence and people's notes beside it."""
