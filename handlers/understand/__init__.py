"""Typed Vietnamese, read: emergencies, stop words, days, hours, amounts, numbers and what somebody came for."""
