"""The tables of feedback."""
