"""What to train today and why: pure, all dates and records are passed in."""
