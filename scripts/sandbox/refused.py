"""Why an untrusted file is not opened, and how big one may be."""

from __future__ import annotations

MAX_FILE = 30 * 2**20  # a form or a list
MAX_ZIP = 200 * 2**20  # a firm's scans, a city's folder
MAX_MAIL = 60 * 2**20  # what mail servers let through
TOO_MUCH = ""  # the worker's reason where it met the limits of memory or nesting


class Refused(Exception):
    """A file that is not opened; the message says in Chinese why, and what to do."""
