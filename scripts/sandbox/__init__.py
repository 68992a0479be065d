"""Untrusted files, opened in a separate process under limits."""
