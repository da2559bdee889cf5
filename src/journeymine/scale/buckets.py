"""Build the customers' tables bucket by bucket: memory is bounded by the largest bucket, results are the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from journeymine.warehouse.build import NIGHT, build_models
from journeymine.warehouse.checks import check_key
from journeymine.warehouse.connection import Connection
from journeymine.warehouse.merge import add_sums, append_rows, create_empty
from journeymine.warehouse.plan import Plan
from journeymine.warehouse.scratch import build_members, cut_tables, open_members, select_bucket

BUCKET = "bucket"

MapBuckets = Callable[[Callable[[int], None], Iterable[int]], object]


def build_buckets(connection: Connection, plan: Plan, bucket_count: int, map_buckets: MapBuckets) -> None:
    """Make the customers' tables of a night, `customer_id % bucket_count` at a time.

    Args:
        connection: An open database with the night's catalog, in which the shared tables stand.
        plan: What is to be made.
        bucket_count: How many buckets; each is held in a scratch catalog while it is made.
        map_buckets: Runs a function for each bucket, such as `scale.local.map_buckets`.
    """
    needed = plan.needed

    def build_bucket(bucket: int) -> None:
        with open_members(connection, BUCKET, select_bucket(bucket, bucket_count)):
            cut_tables(connection, BUCKET, (NIGHT,), plan.customer_inputs)
            build_members(connection, BUCKET, needed)
            for model in needed:
                if model.kind == "view":
                    continue
                if bucket == 0:
                    create_empty(connection, BUCKET, model)
                if model.scope == "additive":
                    add_sums(connection, model, plus=BUCKET)
                else:
                    append_rows(connection, BUCKET, model)

    map_buckets(build_bucket, range(bucket_count))
    build_models(connection, NIGHT, (model for model in plan.per_customer if model.kind == "view"))
    for model in needed:
        if model.kind != "view":
            check_key(connection, NIGHT, model)
