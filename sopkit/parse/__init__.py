"""Text to values: every function returns the value with the diagnostics it found."""
