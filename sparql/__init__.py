"""SPARQL as data: questions, rules and the views that the code asks."""
