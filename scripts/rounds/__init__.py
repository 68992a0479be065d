"""From one round to the next: entries taken over, the samples removed."""
