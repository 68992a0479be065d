"""The pages in the oldest Chromium that the site serves, and in Firefox: ``make browsers``.

Firefox 78 and Safari 14 are not to be had as packages: for them ``tests/test_browser_floor.py`` reads styles and scripts.
"""
