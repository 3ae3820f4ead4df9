"""What every page and every API answer have in common: input, language, errors, pages of lists, safety headers."""
