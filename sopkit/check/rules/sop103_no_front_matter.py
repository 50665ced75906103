"""No front matter.

What it finds:
A file that does not begin with front matter between two lines of three hyphens, or whose front
matter is not closed.

Why it matters:
Without number, title and department the document cannot be registered, found or approved.

Example:

In `KS-003.md`:

    number: KS-003
    title: Handling a complaint
    department: Customer service

    ## Purpose

    Every complaint is handled in the same way.

    ## Terms

    None.

    ## Instructions

    1. Listen to the customer.

Use instead:

In `KS-003.md`:

    ---
    number: KS-003
    title: Handling a complaint
    department: Customer service
    ---
"""

from __future__ import annotations
