"""A procedure on paper: what stands on its pages as plain data, which Typst sets as a PDF."""
