"""What a file is that cannot be read."""


class Unreadable(Exception):
    """The file is no document that can be read; the message is for the person who sent it."""
