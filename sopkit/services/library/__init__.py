"""What readers do with the library: find a procedure, read it, walk through it."""
