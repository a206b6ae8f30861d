"""What a department's developer may begin with."""
