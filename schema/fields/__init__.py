"""The field types: each reads one kind of value from the text that was typed, or says what to type instead."""
