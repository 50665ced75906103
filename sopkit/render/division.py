"""Dividing a large flow into parts that are legible on paper."""

from __future__ import annotations

from sopkit.flow.flow import Flow
from sopkit.render.options import ChartOptions
from sopkit.render.sketch import Division, whole


def divide(flow: Flow, options: ChartOptions) -> Division:
    """The parts of a flow."""
    del options
    return whole(flow)
