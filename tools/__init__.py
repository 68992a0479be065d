"""Programs for maintainers: generators, benchmarks, fuzzers, pictures. They use the project's packages and never its tests."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[1]
