"""From the bytes of a file to numbered lines and paragraphs; knows nothing of plans."""
