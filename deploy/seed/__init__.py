"""A believable year: who files when, which dossiers come, how each task goes, and the walker that plays it."""
