"""What may be ordered, whoever orders it: a person over HTTP, a department's system, another service's fact."""
