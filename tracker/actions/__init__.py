"""Change the facts: every change of state is one function here."""
