"""Required key missing.

What it finds:
Front matter without `number`, `title` or `department`.

Why it matters:
These three stand on every page. Without them nobody can tell which procedure it is and who answers
for it.

Example:

    ---
    number: KS-003
    title: Handling a complaint
    ---

Use instead:

    ---
    number: KS-003
    title: Handling a complaint
    department: Customer service
    ---
"""

from __future__ import annotations
