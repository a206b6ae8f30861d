"""The event kernel: the only room that speaks to Kafka."""
