"""Model and flow to bytes: flowcharts, pages, exchange formats."""
