"""Untrusted files, opened in a separate process under limits of memory and time."""
