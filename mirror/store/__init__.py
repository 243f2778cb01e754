"""What is kept: people, sessions, sets, reps and events, in one SQLite file.

`opening.open_store` makes the file sound and current, `writer.Writer` writes to it from its own
thread, `clock` mends wall times, `deletion` forgets a person. `traces` holds landmarks of sets in a
file of its own, `rescore` judges reps anew from them, `logged` gives everything for exports, `lock`
says that a mirror runs. Nothing here reads a clock or a random number: both are passed in.
"""
