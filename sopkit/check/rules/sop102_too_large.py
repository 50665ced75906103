"""Too large.

What it finds:
A file of more than 1 MiB. It is not read.

Why it matters:
A procedure of that size cannot be followed. Mostly it holds a picture as text, or several
procedures pasted together.

Example:

A file of 2 MiB with every procedure of the department in it.

Use instead:

A file for each procedure, which call one another, and a file for each picture.
"""

from __future__ import annotations
