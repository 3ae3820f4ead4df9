"""What does a request cost, beside bare Flask and a driver by hand on the same store? `make bench`."""
