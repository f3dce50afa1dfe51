#+ finds: source:test
#+ says: Made-up page is stated as a fact and names no source.
DELETE WHERE { source:test dct:source ?source }
