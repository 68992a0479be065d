"""The round's constants and the vocabularies, read from the YAML and CSV files of this package."""
