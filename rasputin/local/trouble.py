"""The one error of the local set-up: a sentence for the person at the keyboard."""


class Trouble(Exception):
    """What is wrong and what to do about it, in one plain sentence."""


class AlreadyUp(Trouble):
    """Somebody else runs the programs of this home."""
