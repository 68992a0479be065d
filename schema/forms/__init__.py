"""The three forms: every field defined once."""
