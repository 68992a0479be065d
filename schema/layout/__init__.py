"""Where submissions lie in a repository."""
