"""What import, export and invite share: lists of people as files, and how somebody new is enrolled."""
