"""Writing submissions: values as YAML, and edits by source position."""
