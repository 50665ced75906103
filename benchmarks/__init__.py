"""Measures sopkit against its speed budget, and side by side with other tools: `make bench`."""
