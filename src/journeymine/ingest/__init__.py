"""Source files become landed Parquet in contract shape; every line is either loaded or kept as rejected."""
