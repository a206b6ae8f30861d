"""Official documents kept as sample inputs."""
