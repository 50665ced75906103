"""The rules, one module each; `sopkit.check.run` finds them by their file names."""
