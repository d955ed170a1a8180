"""What is said to what is asked: for every kind of obligation the events that answer it, word by word of the field."""
