"""Coverage-guided fuzzing of what reads strangers' bytes: ``make fuzz``. Crashes it found live on as tests."""
