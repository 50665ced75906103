"""Finds and reads the files of a library, and writes them back safely."""
