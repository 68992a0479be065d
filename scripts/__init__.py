"""What is done with submissions: read, check, report, publish."""
