"""Procedures written as Markdown, compiled like source code into checked flowcharts."""

__version__ = "0.1.0"
