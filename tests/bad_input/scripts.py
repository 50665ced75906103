"""Texts that would run if they were not taken as texts, and a procedure with one everywhere."""

from __future__ import annotations

import json

ALERT = "alert(31337)"
SCRIPTS = (
    f"<script>{ALERT}</script>",
    f"<img src=x onerror={ALERT}>",
    f'"><svg/onload={ALERT}>',
    f"'\"--></style></script><script>{ALERT}</script>",
    f"[x](javascript:{ALERT})",
    f"[x](JaVaScRiPt&#58;{ALERT})",
    f"[x](data:text/html,<script>{ALERT}</script>)",
    f"<javascript:{ALERT}>",
    f"![x](javascript:{ALERT})",
    f'[x](https://a.example "\\" onmouseover={ALERT} x=\\"")',
    f"]]><script>{ALERT}</script>",
    f"<a href=javascript:{ALERT}>x</a>",
    f"<iframe srcdoc='<script>{ALERT}</script>'>",
    f"<details open ontoggle={ALERT}>",
    f"&lt;script&gt;{ALERT}&lt;/script&gt;",
    f'click x "javascript:{ALERT}"',
    f'"]; x [URL="javascript:{ALERT}"',
    "{{7*7}} {% raw %} ${7*7}",
    f"[x](vbscript:{ALERT})",
    f"[x](\x01javascript:{ALERT})",
    f"[x](java\tscript:{ALERT})",
    f"<style>@import 'javascript:{ALERT}'</style>",
)


def with_script_everywhere(script: str) -> str:
    """A procedure with a text in every field that takes one."""
    value = json.dumps(script)
    quoted = script.replace('"', "”")
    return f"""\
---
number: KS-002
title: {value}
department: {value}
language: nl
owner: {value}
roles: [{value}]
situations: [{value}]
tags: [{value}]
standards: {{{value}: {value}}}
{value}: x
---

{script}

## Doel

Dit is het doel. {script}

## Begrippen

{script}
: {script}

## {script}

{script}

## Instructies

{script}

### {script}

1. **Begroet {script} de klant.** {{role="{quoted}" why="{quoted}" each="{quoted}"}}

   > {script}

   > [!WARNING]
   > {script}

   - [ ] {script}

   | {script} | b |
   |---|---|
   | {script} | {script} |

   ![{script}](x.svg)

   ```
   {script}
   ```

2. Begroet {script} nog eens. {{{script} expected="{quoted}"}}
3. **Klopt {script} het?**
   - {script}: doe dit {script}
   - Nee {script} → einde: {script}
   - Anders → [{script}](KS-001)
   - Verder → [{script}](#{script})
4. **Samen {script}** {{parallel}}
   - {script}: links
   - {script}
5. Voer [{script} ander](KS-001) uit.

{script}
"""
