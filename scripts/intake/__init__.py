"""``catalogue import``: files from outside turned into submissions."""
