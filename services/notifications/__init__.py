"""Who is told what, and how (thông báo, nhắc việc).

Owns: notices and their deliveries, reminder ladders.
Tells: notifications.delivery.v1.
Listens: filings, nominations, awards, plans, units, compiled reports.
Does not: decide anything; call anyone out from a transaction.
"""
