"""Feedback threads: a resident says something, the police answer, and everyone sees how long it took.

A thread is public or private. Whoever wrote it without an account opens it with a receipt, and may do all that an
author with an account may. Words of strangers wait for an officer's look before others see them. Officers serve the
threads of their districts, and answer by deadlines in working days. Comments and official replies are posts; notes of
officers are another table, which no query for the outside reads (docs/decisions/0025).
"""
