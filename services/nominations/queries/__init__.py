"""The reads of nominations that are longer than a line, and the shapes the gateway is shown."""
