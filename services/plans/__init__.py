"""What is being worked towards, and when (kế hoạch, đơn vị, cụm khối, báo cáo phải nộp).

Owns: units and clusters, yearly plans with their tasks, filing duties and filings, movements, working days,
  inspections, occasions, guidance, exemplars.
Tells: plans.plan.v1, plans.filing.v1, plans.unit.v1, plans.unit.state.v1, plans.movement.v1, plans.cluster.v1,
  plans.inspection.v1, plans.event.v1, plans.exemplar.v1.
Listens: rounds, dossiers, awards and reports (they settle the tasks that wait for them); filings on ext.<unit>.v1.
Does not: judge nominations, count anything, write to people.
"""
