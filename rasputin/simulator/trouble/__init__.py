"""Answers that are right in shape and wrong, late or incomplete in what they say, switched by rules."""
