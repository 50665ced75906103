"""Not UTF-8.

What it finds:
A file whose bytes are no UTF-8 text, or that cannot be read at all. The place is that of the first
wrong byte. A byte-order mark at the beginning is allowed.

Why it matters:
In another encoding letters with accents and signs such as € and “ turn into other characters,
differently on each computer. What is approved must be what is read.

Example:

The byte E9, which is é in the encoding Windows-1252, between two letters.

Use instead:

The bytes C3 A9, which are é in UTF-8. Most editors offer “Save with encoding: UTF-8”.
"""

from __future__ import annotations
