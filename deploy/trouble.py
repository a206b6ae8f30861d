"""What an operator can put right: one sentence that says what is wrong, and the ways out."""


class Trouble(Exception):
    """The system cannot start or go on; shown to the operator without a stack trace."""

    def __init__(self, what: str, *ways_out: str) -> None:
        self.what = what
        self.ways_out = ways_out
        super().__init__("\n".join([what, *(f"  - {way}" for way in ways_out)]))


class Died(Trouble):
    """A part of the system ended although nobody asked it to."""


NO_SPACE = "The disk is full: {what} could not be written."
"""The same sentence whether we or a child of ours met the full disk."""
