"""Who is put forward, vetted, decided upon (hồ sơ đề nghị khen thưởng).

Owns: the award catalogue and its rulesets, nominations with their findings, decisions.
Tells: nominations.nomination.v1, nominations.award.v1.
Listens: the units (they may nominate while they exist); nominations on ext.<unit>.v1.
Does not: know the plan's deadlines, tell people anything itself.
"""
