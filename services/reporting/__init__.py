"""What happened, counted (tổng hợp, báo cáo).

Owns: read models of all that the others tell, rebuilt from events; compiled summaries.
Tells: reporting.report.v1.
Listens: everything the others tell.
Does not: accept corrections; a figure changes when a fact does.
"""
