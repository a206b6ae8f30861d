"""Who is told what, and how (thông báo, nhắc việc).

Owns: notices and their deliveries, reminder ladders, the names and units that later facts speak of by an id.
Tells: notifications.delivery.v1.
Listens: everything the others tell that a person must know; what deserves no notice is listed with its reason.
Does not: decide anything; call anyone out from a transaction.
"""
