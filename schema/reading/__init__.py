"""From bytes to forms: decoding, YAML with positions, form reading."""
