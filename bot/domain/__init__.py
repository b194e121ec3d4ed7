"""What is true: pure values and rules, standard library only; time and people come in as arguments."""
