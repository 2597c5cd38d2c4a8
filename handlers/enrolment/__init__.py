"""Enrolment: how people come into the commune's records, one by one or by lists as offices have them.

A list is read (`reading.py`), compared with the commune (`matching.py`), shown (`shown.py`, `faults.py`) and written
(`writing.py`); `plan.py` leads through all of it.
"""
