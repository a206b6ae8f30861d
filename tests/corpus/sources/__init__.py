"""The texts of the corpus's Word files, each a function that writes one paper."""
