"""What falls due: how it is planned, and what is said when its moment has come."""
