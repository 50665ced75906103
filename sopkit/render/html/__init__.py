"""The pages: contexts as frozen values, and the templates that show them."""
