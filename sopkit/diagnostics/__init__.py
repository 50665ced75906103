"""What is wrong in a library, where, and how to mend it."""
