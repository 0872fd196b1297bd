"""The desk: many reports in one file, what belongs together among them, and where their accounts part."""
