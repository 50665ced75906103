"""Procedures as graphs: built, searched and compared."""
