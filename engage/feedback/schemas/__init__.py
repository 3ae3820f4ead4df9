"""What the outside world sends and sees of feedback."""
