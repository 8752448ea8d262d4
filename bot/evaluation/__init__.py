"""How good the ranking is: judged questions, measures, and public test collections."""
