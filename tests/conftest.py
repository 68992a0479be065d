"""Hypothesis: no deadline, since a busy machine is no fault; on CI the same examples at every run, new ones at every desk."""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("desk", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "desk")
