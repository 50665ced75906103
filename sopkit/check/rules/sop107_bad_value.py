"""Bad value.

What it finds:
A value that does not fit its key: a number in another form than `KS-003`, an unknown channel, a
title of more than 120 characters, a target or a time that cannot be read, an empty value, or a key
that is given twice.

Why it matters:
What cannot be read cannot be checked, measured or planned.

Example:

    ---
    number: KS-003
    title: Handling a complaint
    department: Customer service
    review: every year
    channels: [telephone]
    ---

Use instead:

    ---
    number: KS-003
    title: Handling a complaint
    department: Customer service
    review: 12 months
    channels: [phone]
    ---
"""

from __future__ import annotations
