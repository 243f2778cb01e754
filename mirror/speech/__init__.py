"""What is said, and when: happenings in, words and tones out."""
