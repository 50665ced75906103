"""Unknown key.

What it finds:
A key in the front matter, in organisation.yaml or in the file of a standard that has no meaning
there. The nearest known key is named.

Why it matters:
A mistyped key is as good as missing, and nobody notices. Version, status and dates are not keys:
the register assigns them.

Example:

    ---
    number: KS-003
    title: Handling a complaint
    department: Customer service
    onwer: team lead
    ---

Use instead:

    ---
    number: KS-003
    title: Handling a complaint
    department: Customer service
    owner: team lead
    ---
"""

from __future__ import annotations
