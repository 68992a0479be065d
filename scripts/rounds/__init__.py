"""From one round to the next: a round closed, entries taken over, both compared; the samples removed."""
