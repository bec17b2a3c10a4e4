"""Benchmarks: `make bench`. What counts are ratios to something plain that does the same, measured in the same run."""
