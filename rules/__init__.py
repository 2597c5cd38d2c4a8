"""What is true: pure functions over plain values; codes go in and out, never sentences."""
