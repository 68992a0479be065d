"""``catalogue new``: a commented blank file for one enterprise or product, or a conversation that fills it in whole."""
