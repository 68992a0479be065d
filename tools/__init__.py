"""Generators, benchmarks, fuzzers and pictures: programs for maintainers."""
