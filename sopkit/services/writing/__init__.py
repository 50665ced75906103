"""Writing procedures in a browser: unsaved texts, operations, preview, saving, putting together."""
