"""What came on paper and apart: returned checklists, the desk's register, private halves → received.yaml and ``--private``."""
