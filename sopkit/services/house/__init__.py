"""What administrators say about the organisation: the forms over `organisation.yaml`."""
