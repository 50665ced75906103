"""The use cases, one file each: what the command line and the server call."""
