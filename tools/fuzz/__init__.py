"""Coverage-guided fuzzing of the code that reads untrusted bytes: ``make fuzz``. Each crash becomes a file in ``corpus``, a test."""
