"""The broker: its program, its topics, who may read and write them."""
