"""Documents, their indexes and their judged questions: data only, read as package resources."""
