"""What is measured: a module each, whose `main()` answers 0 where the aim is reached."""
