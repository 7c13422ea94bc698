"""How the documentation is written from the code."""
