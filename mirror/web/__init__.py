"""Pages for a phone on the same Wi-Fi, in a process of their own.

They read the records and never write them. What is their own lies in `web.db` beside the records:
pairing, phones, wishes and an audit. A person's changes are wishes that the mirror carries out when
it is idle (`wishes`); the running session is seen through `board`, as figure and numbers. What the
mirror itself calls: `pairing`, `phones.close_all`, `wishes.Wishes`, `board.LiveBoard`, `qr`.
"""
