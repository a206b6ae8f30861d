"""Plans, and papers that are none, as offices lay them out, each beside what a careful official reads in it."""
