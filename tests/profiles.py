"""How many inputs hypothesis draws: the same ones in every run of the suite, new ones in ``make fuzz``.

No profile keeps a database: what a commit's tests say must not hang on what an earlier run found.
"""

from __future__ import annotations

from hypothesis import HealthCheck, settings

_USUAL = 100

settings.register_profile(
    "suite",
    max_examples=_USUAL,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "explore", settings.get_profile("suite"), max_examples=20 * _USUAL, derandomize=False, print_blob=True
)
settings.load_profile("suite")


def examples(count: int) -> settings:
    """``count`` inputs in the suite, twenty times as many when exploring (``pytest --hypothesis-profile explore``)."""
    return settings(max_examples=count * settings().max_examples // _USUAL)
