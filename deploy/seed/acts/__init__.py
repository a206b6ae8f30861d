"""What a group of people does in the year, each act on its days."""
