"""Replies in the shapes and spellings of the API."""
