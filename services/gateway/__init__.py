"""The staff's window (cổng làm việc).

Owns: accounts and sessions.
Tells: nothing.
Listens: nothing.
Does not: hold business data or rules; it asks the owner and shows the answer.
"""
