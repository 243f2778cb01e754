"""Commands that look after the records: copies, exports, people, later rules."""
