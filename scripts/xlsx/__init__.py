"""Writing workbooks."""
