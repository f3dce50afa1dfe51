#+ finds: curriculum:test
#+ says: A first course has to state its licence by an address (found: –).
DELETE WHERE { curriculum:test dct:license ?licence }
