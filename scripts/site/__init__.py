"""The public site: public survey → pages and data files."""
