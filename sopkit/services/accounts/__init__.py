"""Accounts in the web application: who is signed in, and what they may do."""
