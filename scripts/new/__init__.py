"""``catalogue new``: a commented file for one enterprise or product, and the questions that fill in what is short."""
