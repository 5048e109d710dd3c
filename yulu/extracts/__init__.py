"""What files give, as Parquet in a folder that other programs read, made on one machine or on many."""
