"""Facts of the material files, gathered by a limited worker; the rules judge them."""

from __future__ import annotations

from pathlib import Path

from scripts.sandbox.worker import Worker

WORKER = Path(__file__).with_name("material_worker.py")
SECONDS = 30.0  # wall time for one file, far above the worker's own limit of processor time
DIED = ["huge"]


class Inspector(Worker):
    """Opens materials one after another. The worker starts with the first file and ends with ``close``."""

    def facts(self, data: bytes) -> list[str]:
        """What is dangerous or broken in a file's bytes; ``huge`` when opening it broke the limits."""
        found: list[str] | None = self.ask(WORKER, len(data).to_bytes(8, "big") + data, SECONDS)
        return DIED if found is None else found


def inspector() -> Inspector:
    """An inspector, to be used in a ``with`` block."""
    return Inspector()
