"""Where submissions are read from: the working tree, Git objects, a proposal merged into its base. The only user of Git."""
