"""Who is put forward, vetted, decided upon (hồ sơ đề nghị khen thưởng).

Owns: the award catalogue and its rulesets, drafts and nominations with all they gather, rounds, councils, decisions.
Tells: nominations.nomination.v1, nominations.award.v1, nominations.round.v1, nominations.council.v1.
Listens: the units (they may nominate while they exist); rounds that a plan's task asks for; results of clusters;
nominations on ext.<unit>.v1.
Does not: know the plan's deadlines, tell people anything itself.
"""
