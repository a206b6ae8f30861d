"""Setting the system up, starting and stopping it, and speaking to it from the command line."""
