"""Reviews: what is up for approval, what people say about it, and what comes of it.

The acts themselves (submitting, deciding, releasing) are those of `services/register`.
"""
