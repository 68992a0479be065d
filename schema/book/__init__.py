"""Findings and what each rule says: the rule book, its wording and its examples."""
