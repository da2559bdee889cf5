"""Buckets one after the other."""

from journeymine.scale.local import map_buckets


def test_buckets_run_in_order_and_results_keep_it():
    seen = []

    def build(bucket):
        seen.append(bucket)
        return bucket * 10

    assert map_buckets(build, range(3)) == [0, 10, 20]
    assert seen == [0, 1, 2]
