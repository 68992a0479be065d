"""Speed, as ratios against named peers in one run. ``make bench`` runs all; nothing here is a test."""
