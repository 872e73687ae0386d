"""The nouns of the project: frozen records, standard library only, no input or output."""
