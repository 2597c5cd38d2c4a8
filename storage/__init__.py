"""What is remembered: a file, or a folder of several, is one subject with its tables and its queries."""
