"""What is remembered: a file is one subject, its tables and its queries."""
