"""The sample company: its files in the vendors' shapes, dirty on purpose, with the planted truth beside them."""

from journeymine.sample.write import SampleSummary, write_sample

__all__ = ["SampleSummary", "write_sample"]
