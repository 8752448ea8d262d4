"""The nouns of the project and the ports to what lies outside; standard library only."""
