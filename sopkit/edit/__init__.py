"""Changes to the text of a procedure for people who know neither Markdown nor YAML."""
