"""Intervals, resampling and multiple testing: the one home of each."""
