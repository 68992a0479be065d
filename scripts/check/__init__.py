"""The check: from a tree of files to ordered findings."""
