"""Chinese text: counting, scanning, similarity and sound."""
