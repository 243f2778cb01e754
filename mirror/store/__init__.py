"""What is kept: people, sessions, sets, reps and events, in one SQLite file.

`opening.open_store` makes the file sound and current, `writer.Writer` writes to it from its own
thread, `clock` mends wall times, `deletion` forgets a person. Nothing here reads a clock or a
random number: both are passed in.
"""
