"""The only writer of workbooks: sheets to print, sheets of data, sheets to fill in."""
