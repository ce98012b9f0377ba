"""What is run by hand, or on a timer, for all partnerships or to make one."""
