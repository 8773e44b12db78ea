"""For English: ISO 8601, on a clock of 24 hours."""
