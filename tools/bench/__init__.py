"""Benchmarks: speed as ratios to named peers in one run (``make bench``). Nothing here is a test."""
