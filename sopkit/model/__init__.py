"""The procedures and their surroundings as plain immutable values."""
