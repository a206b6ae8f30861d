"""What a fact leads to: what is remembered of it, who is reminded, who is told."""
