"""What a submission is: forms, field types, vocabularies, rules. No clock, no network, no git, no writing of files."""
