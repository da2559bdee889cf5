"""The same work on many buckets of customers: here one after the other, on one machine."""
