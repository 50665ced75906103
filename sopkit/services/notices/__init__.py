"""What people are told by mail, and the jobs that do it.

An act puts a job down in its own transaction (`occasions`). A worker (`working`) takes it and, in
one transaction, puts down a mail for each person that it concerns (`telling`, `mornings`). Each
mail is a job of its own: its letter is written (`letters`, `digests`) when it is sent (`sending`),
so it says what is true then, or is not sent at all.
"""
