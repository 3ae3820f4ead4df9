"""How seminars are found from outside: search engines, shared links, other sites, calendar and feed programs.

Everything here is what a visitor may see, whoever asks: it is kept by browsers and proxies, in the language that the
address names (Arabic without one). A filter that is wrong is left out, as in the catalogue.
"""
