"""What changed between two texts of one procedure, and how much that asks of people."""
