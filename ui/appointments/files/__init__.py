"""Days of the agenda as files, on paper and in the clipboard."""
