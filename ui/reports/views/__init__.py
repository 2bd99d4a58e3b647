"""One page of the screen of reports in each module."""
